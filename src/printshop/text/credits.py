"""Who is named in credit lines, as Vietnamese bulletins write them: `Tin, ảnh: Minh Hải`."""

from __future__ import annotations

import re
import unicodedata

_BOTH = r"(?:tin|bài)(?: viết)?\s*(?:,|và|-|–|&)\s*ảnh"
_AUTHOR = r"(?:các\s+)?tác giả|thực hiện|tin(?: bài)?|bài(?: viết)?|người viết|theo"
_PHOTO = r"ảnh|chụp ảnh|nhiếp ảnh"
_OTHER = r"hình vẽ|tranh|biểu đồ|minh họa|minh hoạ|đồ họa|đồ hoạ|bản đồ|hình"
_LABEL = re.compile(
    rf"(?P<both>{_BOTH})|(?P<photo>{_PHOTO})|(?P<other>{_OTHER})|(?P<author>{_AUTHOR})",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:^|[.;|/]\s+|\s[-–]\s)\s*([^:.;|/]{2,30}?)\s*:\s*")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\svà\s|\s[-–]\s)\s*")
_TITLES = re.compile(r"^(?:pgs\.?\s*,?\s*|ths\.?\s*|ts\.?\s*|gs\.?\s*)+", re.IGNORECASE)


def authors_in(credit: str) -> tuple[str, ...]:
    """Names of those who wrote, of a credit line; none where it names no role of theirs."""
    return _named(credit, ("both", "author"))


def photographers_in(credit: str, *, of_picture: bool = False) -> tuple[str, ...]:
    """Names of those who photographed.

    Args:
        credit: the line.
        of_picture: it belongs to a picture: then a name without a role is a photographer's, and
            what follows a slash is a licence or a collection.
    """
    found = _named(credit, ("both", "photo"))
    if found or not of_picture or _roles(credit):
        return found
    return _names(credit.split(" / ")[0])


_SOURCE = re.compile(r"(?!TP|HCM)[A-ZĐ]{2,8}(?:/[A-ZĐ]{2,8})*")


def is_source(place: str) -> bool:
    """Whether what stands before a text is who sent it, not where it comes from: `TTXVN/TGCT`.

    Short names of cities are places: `TPHCM`.
    """
    return _SOURCE.fullmatch(unicodedata.normalize("NFC", place).strip()) is not None


def _named(credit: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    found = [name for role, names in _roles(credit) if role in roles for name in _names(names)]
    return tuple(dict.fromkeys(found))


def _roles(credit: str) -> list[tuple[str, str]]:
    """Each role of the line with what stands behind it."""
    text = " ".join(unicodedata.normalize("NFC", credit).split()).strip("() ")
    labels = [
        (match, _LABEL.fullmatch(match[1].removesuffix(" mẫu")))
        for match in _LABELLED.finditer(text)
    ]
    known = [(match, label) for match, label in labels if label]
    ends = [*(match.start() for match, _label in known[1:]), len(text)]
    return [
        (str(label.lastgroup), text[match.end() : end].split(" / ")[0])
        for (match, label), end in zip(known, ends, strict=False)
    ]


def _names(text: str) -> tuple[str, ...]:
    names = (part.strip(" .()[]") for part in _BETWEEN.split(text))
    return tuple(_TITLES.sub("", name) or name for name in names if name)
