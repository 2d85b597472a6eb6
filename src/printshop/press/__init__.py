"""Print houses as data: `presses/<name>.yaml`, its ICC profile, and what follows from them."""

from printshop.press.contract import PressSpec
from printshop.press.load import DEFAULT_PRESS, Press, known_presses, load_press
from printshop.press.naming import press_file_name

__all__ = [
    "DEFAULT_PRESS",
    "Press",
    "PressSpec",
    "known_presses",
    "load_press",
    "press_file_name",
]
