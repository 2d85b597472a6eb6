"""Draw the card that stands where a photograph has not come in yet.

The sample issue's lead article was pasted as text: its photograph is not in the repository, and
none may be made up. `images/cho-anh.png` says so in its place.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "issues" / "2017-09" / "images" / "cho-anh.png"
FONT = ROOT / "fonts" / "ibm-plex-sans" / "IBMPlexSans_600SemiBold.ttf"
SIZE = (1500, 640)  # px


def main() -> None:
    """Write the card."""
    card = Image.new("L", SIZE, 226)
    draw = ImageDraw.Draw(card)
    width, height = SIZE
    draw.rectangle((24, 24, width - 25, height - 25), outline=150, width=4)
    draw.line((24, 24, width - 25, height - 25), fill=190, width=3)
    draw.line((24, height - 25, width - 25, 24), fill=190, width=3)
    draw.rectangle((330, 230, width - 330, height - 230), fill=226)
    font = ImageFont.truetype(str(FONT), 72)
    draw.text((width / 2, height / 2), "Ảnh chưa gửi kèm bài", font=font, fill=90, anchor="mm")
    card.save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
