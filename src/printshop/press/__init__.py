"""Print houses as data: `presses/<name>.yaml`, its ICC profile, and what follows from them."""

from printshop.press.contract import PressSpec
from printshop.press.load import Press, known_presses, load_press

__all__ = ["Press", "PressSpec", "known_presses", "load_press"]
