"""Whether a file is a profile that colours can be converted with for a press."""

from __future__ import annotations

import io

from printshop.i18n import _

MAX_BYTES = 16_000_000
"""A profile larger than this is refused: those of print houses have up to 3 MB."""
_HEADER = 128
"""Length of a profile's header: ICC.1, 7.2."""
_VERSION, _CLASS, _SPACE = 8, 12, 16
"""Where the header has them; of damaged ones Pillow cannot tell them."""


def profile_fault(data: bytes, standard: str) -> str:
    """Why an ICC profile cannot stand for a press, in the language in force; empty for a good one.

    Args:
        data: the file's bytes.
        standard: what the press file is to be: `PDF/X-1a` is older than profiles of version 4
            (PDF 1.4 names ICC.1:1998-09 as the newest).
    """
    from PIL import ImageCms

    damaged = _("it is no ICC profile, or a damaged one")
    if len(data) < _HEADER or int.from_bytes(data[:4], "big") != len(data):
        return damaged
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
    except OSError:
        return damaged
    space, device = (data[at : at + 4].decode("latin-1").strip() for at in (_SPACE, _CLASS))
    if not (space + device).isprintable():
        return damaged
    if space != "CMYK":
        return _("its colours are {space}, not CMYK").format(space=space)
    if device != "prtr":
        return _("it describes no output device (`prtr`) but `{device}`").format(device=device)
    version = f"{data[_VERSION]}.{data[_VERSION + 1] >> 4}"
    if standard == "PDF/X-1a" and data[_VERSION] >= 4:
        return _("PDF/X-1a takes ICC version 2, and this is {version}").format(version=version)
    screen = ImageCms.createProfile("sRGB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    try:
        ImageCms.buildTransform(screen, profile, "RGB", "CMYK", intent)
        ImageCms.buildTransform(profile, screen, "CMYK", "RGB", intent)
    except ImageCms.PyCMSError:
        return damaged
    return ""
