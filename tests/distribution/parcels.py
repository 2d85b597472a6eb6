"""Distributions for tests of what is printed, and the texts of pages with their places."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pypdfium2 as pdfium

from printshop.distribution.model import (
    Change,
    Changes,
    Copy,
    Delivery,
    Figures,
    IssueName,
    Parcel,
    PrintRun,
    Recipient,
    Route,
    Sender,
)
from printshop.layout import Layout, load_layout
from printshop.problems import Problems, Where
from printshop.workspace import Workspace
from support import REPOSITORY

WORKSPACE = Workspace(REPOSITORY)
ISSUE = IssueName("2017-09", "Thông tin công tác", "9", dt.date(2017, 9, 12))
SENDER = Sender("Ban Tuyên giáo mẫu", "Cần Thơ", "Số 2 đường Mẫu (mẫu)", "0292 3000 000")
LONG = "Đảng ủy Trường Chính trị – Trung tâm Bồi dưỡng nghiệp vụ công tác Đảng khối phường mẫu số"
PT_PER_MM = 72 / 25.4


@cache
def layout(name: str = "ban-tin") -> Layout:
    problems = Problems()
    found = load_layout(WORKSPACE, name, Where(), problems)
    assert not len(problems)
    return replace(found, options={"accent": "red"})


def recipient(number: int, copies: int = 50, unit: str = "") -> Recipient:
    """A unit; every third with a contact, every fourth with a note."""
    return Recipient(
        unit or f"Đảng ủy phường mẫu số {number}",
        f"Số {number}, đường Mẫu, phường mẫu số {number} (mẫu)",
        copies,
        contact="" if number % 3 else "Văn thư Đảng ủy",
        phone="" if number % 3 else "0292 3000 001",
        note="" if number % 4 else "Gửi trước 10 giờ",
        where=Where("distribution.csv", number + 1),
    )


def delivery(one: Recipient, most: int = 100, bundle: int = 50) -> Delivery:
    count = math.ceil(one.copies / most)
    sizes = [min(most, one.copies - done * most) for done in range(count)]
    return Delivery(
        one,
        tuple(
            Parcel(number, count, size, size // bundle, size % bundle, 150 + size * 92.34)
            for number, size in enumerate(sizes, start=1)
        ),
    )


def figures(routes: dict[str, Sequence[Recipient]]) -> Figures:
    made = tuple(
        Route(name, tuple(delivery(replace(one, route=name)) for one in listed))
        for name, listed in routes.items()
    )
    copies = sum(route.copies for route in made)
    return Figures(ISSUE, Copy(28, 14, 92.34), PrintRun(copies, 12, 10, 20, 0), made, 50)


def changes(*some: Change, before: int = 400) -> Changes:
    return Changes(
        replace(ISSUE, id="2017-08", number="8", date=dt.date(2017, 8, 12)), before, some
    )


@dataclass(frozen=True)
class Line:
    """A line of text as it lies on its page: edges of its letters in mm from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def lines(pdf: bytes) -> list[list[Line]]:
    """The texts of each page. Those of several sizes or with white between are several."""
    with pdfium.PdfDocument(pdf) as document:
        return [list(_lines(page)) for page in document]


def _lines(page: pdfium.PdfPage) -> Iterator[Line]:
    height = page.get_height()
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        said = text.get_text_bounded(left, bottom, right, top)
        edges = (left, height - top, right, height - bottom)
        yield Line(" ".join(said.split()), *(round(edge / PT_PER_MM, 3) for edge in edges))


def dark_share(pdf: bytes, page: int, box: tuple[float, float, float, float]) -> float:
    """How much of a box is not white; edges in mm from the upper left."""
    with pdfium.PdfDocument(pdf) as document:
        scale = 150 / 72
        picture = document[page].render(scale=scale).to_pil().convert("L")
        cut = picture.crop(tuple(round(edge * PT_PER_MM * scale) for edge in box))
        shades = cut.histogram()
        return sum(shades[:200]) / max(1, sum(shades))
