"""A small archive, put together by hand: real bags with small PDF files, made in no time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from printshop.archive.model import InArchive, Kept
from printshop.archive.recordfile import write_kept
from printshop.archive.store import places, put, read_bag
from printshop.problems import Problems
from printshop.progress import Silent
from printshop.record import EditionRecord, ItemRecord

HOSTILE = """<script>alert("1")</script> & 'nháy' "kép" </title>"""
LONG = "Nghiêng" * 30
SENTENCES = (
    "Mô hình dân vận khéo ở ấp Vĩnh Thành giúp bà con có thêm việc làm.",
    "Tổ hoà giải ở cơ sở gặp từng nhà, nghe từng người, không ai phải ra toà.",
    "Đồng chí Đỗ Văn Đức đi thăm đê điều trước mùa nước nổi.",
    "Dẫn nước vào ruộng phải vân vi theo con nước, không vội được.",
    "Thuỷ lợi nội đồng được sửa xong trước ngày mười lăm.",
)


def pdf(pages: int = 4, colour: str = "0.71 0.07 0.11") -> bytes:
    """A PDF of so many pages, 19 × 27 cm, each with a field of colour."""
    made = pikepdf.Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(538.58, 765.35))
        made.pages[-1].Contents = made.make_stream(f"{colour} rg 0 500 538 265 re f".encode())
    buffer = io.BytesIO()
    made.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def item(title: str, page: int, text: str = "", **more: object) -> ItemRecord:
    """An article."""
    shared = {"id": f"p{page}-{len(title)}", "kind": "article", "section": "Thời sự"}
    return ItemRecord(
        **{  # type: ignore[arg-type]
            **shared,
            "title": title,
            "first": page,
            "last": page,
            "folio": str(page),
            "text": f"{title}\n{text}",
            **more,
        }
    )


def record(edition: str, items: Sequence[ItemRecord] = (), **more: object) -> EditionRecord:
    """An edition called `2017-09`."""
    year, month = map(int, edition.split("-")[:2])
    shared = {
        "id": edition,
        "bulletin": "Thông tin công tác",
        "publisher": "Ban Tuyên giáo",
        "number": str(month),
        "date": dt.date(year, month, 12),
        "genre": "Bản tin",
        "place": "Cần Thơ",
        "sections": ("Thời sự", "Đời sống"),
        "folios": ("1", "2", "3", "4"),
    }
    return EditionRecord(**{**shared, "items": tuple(items), **more})  # type: ignore[arg-type]


def add(
    root: Path,
    known: EditionRecord,
    *,
    pages: Sequence[str] = (),
    data: bytes | None = None,
    reason: str = "",
    day: str = "2017-09-20",
    old: bool = False,
) -> InArchive:
    """Put an edition into the archive at `root`."""
    file = f"{known.id}-archive.pdf"
    kept = Kept(known, tuple(pages), "pdf" if old else "printshop", file)
    payload: dict[str, bytes | Path] = {
        file: data or pdf(),
        "README.txt": b"Read me.\n",
        "record/edition.json": write_kept(kept),
        "metadata/dublin-core.xml": b"<metadata/>\n",
        "sources/issues/x/issue.yaml": "number: 9 # số\n".encode(),
    }
    info = {
        "Source-Organization": known.publisher,
        "Bagging-Date": day,
        **({"Correction-Reason": reason} if reason else {}),
    }
    problems = Problems()
    made = put(root, known.id, payload, info, problems, Silent())
    bag = read_bag(made.place, problems)
    assert bag is not None, [problem.message for problem in problems]
    return bag


def sample(root: Path) -> list[InArchive]:
    """Three editions: one an old PDF, one corrected, one with titles that mean no good."""
    one = record(
        "2017-08",
        [
            item(HOSTILE, 2, SENTENCES[3], authors=("Trần Thị Ánh",), photographers=("Lê Bình",)),
            item(LONG, 3, SENTENCES[4], section="Đời sống", authors=("Nguyễn Văn An",)),
        ],
        title=f"Chủ đề {HOSTILE}",
    )
    two = record(
        "2017-09",
        [
            item("Dân vận khéo ở cơ sở", 2, SENTENCES[0], authors=("Đỗ Văn Đức", "Nguyễn Văn An")),
            item("Tin vắn", 3, kind="group", id="tin-van", section="Đời sống"),
            item("Hoà giải", 3, SENTENCES[1], group="tin-van", section="Đời sống"),
            item("Thăm đê", 4, SENTENCES[2], section="Đời sống", authors=("Trần Thị Ánh",)),
        ],
    )
    add(root, record("2016-12"), pages=["", "Con đê cũ và mùa lũ năm ấy"], old=True)
    add(root, one)
    add(root, two)
    add(root, two, data=pdf(5), reason="Sửa tên người viết", day="2017-10-02")
    read = [read_bag(place, Problems()) for place in places(root)]
    return [bag for bag in read if bag is not None]
