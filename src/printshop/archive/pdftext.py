"""A PDF file read for the archive: the text of each page, its fonts, whether it is sound."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.archive.pagereading import page_faults
from printshop.i18n import _
from printshop.problems import Problems, StopBuild, Where
from printshop.text.typography import plain

if TYPE_CHECKING:
    from pikepdf import Pdf

_CONTROL = re.compile(r"[^\n\t -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\ufffe]")
_END = re.compile(r"[ \t]+(?=\n|$)")


@dataclass(frozen=True)
class OldPdf:
    """A PDF of anybody, as it can be read."""

    pages: tuple[str, ...]
    """The text of each page."""
    labels: tuple[str, ...]
    """What each page is called: its label, else its number."""


def page_texts(data: bytes) -> tuple[str, ...]:
    """The text of each page in the order in which it is drawn: NFC, a line a line.

    Raises:
        ValueError: a page cannot be read.
    """
    import pypdfium2
    from pypdfium2 import PdfiumError

    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        raise ValueError(str(error)) from None
    texts = []
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(_clean(text.get_text_range()))
            text.close()
            page.close()
    except PdfiumError as error:
        raise ValueError(f"{error} ({len(texts) + 1})") from None
    finally:
        document.close()
    return tuple(texts)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", plain(unicodedata.normalize("NFC", text)))
    return _END.sub("", text).strip("\n")


def embedded_fonts(path: Path) -> frozenset[str]:
    """PostScript names of the fonts in a file, without the prefix of subsets."""
    import pikepdf

    names = set()
    with pikepdf.open(path) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and "/FontName" in found:
                names.add(str(found["/FontName"]).lstrip("/").rsplit("+", 1)[-1])
    return frozenset(names)


def attachments(path: Path) -> dict[str, bytes]:
    """The files embedded in a PDF of ours."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def read_old(path: Path, data: bytes, problems: Problems) -> OldPdf:
    """Read a PDF of anybody page by page.

    Args:
        path: how problems name it.
        data: its bytes.
        problems: V015 to V020 are noted here.

    Raises:
        StopBuild: it cannot be kept.
    """
    import pikepdf

    name = path.name
    where = Where(name)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            encrypted, labels = pdf.is_encrypted, tuple(_labels(pdf))
            trouble = _damage(pdf)
        texts = page_texts(data) if labels else ()
    except pikepdf.PasswordError:
        problems.add("V016", where, path=name)
        raise StopBuild from None
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        problems.add("V015", where, path=name, reason=_first_line(error))
        raise StopBuild from None
    if not labels:
        problems.add("V017", where, path=name)
        raise StopBuild
    if encrypted:
        problems.add("V019", where, path=name)
    if trouble:
        problems.add("V018", where, path=name, reason=_first_line(trouble[0]))
    empty = sum(not text.strip() for text in texts)
    if empty:
        problems.add("V020", where, path=name, empty=empty, pages=len(texts))
    return OldPdf(texts, labels)


def _labels(pdf: Pdf) -> Iterator[str]:
    """What is printed on each page, as the file says; its number where that is nothing."""
    for number, page in enumerate(pdf.pages, start=1):
        yield " ".join(_CONTROL.sub("", str(page.label)).split()) or str(number)


def _damage(pdf: Pdf) -> list[str]:
    """What is wrong with the file, and with what its pages draw."""
    found = [
        _("page {number}: {reason}").format(number=number, reason=_first_line(reason))
        for number, reason in page_faults(pdf)
    ]
    found += [_("a photograph is cut off")] * any(map(_is_cut_off, pdf.objects))
    return [*found, *map(str, pdf.get_warnings())]


def _is_cut_off(thing: object) -> bool:
    """Whether it is a JPEG picture that ends before its end: what is missing is drawn grey."""
    import pikepdf

    if not isinstance(thing, pikepdf.Stream) or str(thing.get("/Filter")) != "/DCTDecode":
        return False
    data = thing.read_raw_bytes()
    return data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda")  # end of image, start of scan


_STREAM = re.compile(r"(?:stream )?<_io\.BytesIO object at 0x[0-9a-f]+>:?\s*")


def _first_line(error: object) -> str:
    """What a library says, without its name for the bytes."""
    text = _STREAM.sub("", str(error)).strip()
    return (text.split("\n")[0] or type(error).__name__)[:160]
