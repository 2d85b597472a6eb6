"""Print houses as data: `presses/<name>.yaml`, its ICC profile, and what follows from them."""
