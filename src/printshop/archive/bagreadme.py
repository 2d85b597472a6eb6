"""`README.txt` of a bag: for whoever opens the folder in fifty years and has nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from printshop.record import EditionRecord

_Part = tuple[str, str, str]
"""How paths begin, and what lies there in Vietnamese and English."""
_MADE: tuple[_Part, ...] = (
    (
        "{file}",
        "TỆP ĐỂ ĐỌC: toàn bộ số báo (PDF/A-3a, PDF/UA-1), mở bằng mọi chương trình đọc PDF.",
        "THE FILE TO READ: the whole issue (PDF/A-3a, PDF/UA-1); any PDF reader opens it.",
    ),
    (
        "delivered/",
        "tệp đã giao: bản đưa nhà in (press) và bản xem trên màn hình (screen).",
        "files as delivered: for the print house (press) and for the screen.",
    ),
    (
        "sources/",
        "nguồn: bài, ảnh, maket, phông chữ. Tất cả là văn bản thường, ảnh và phông.",
        "what it was made from: articles, pictures, layout, fonts. Plain text, pictures, fonts.",
    ),
)
_OLD: tuple[_Part, ...] = (
    (
        "{file}",
        "TỆP ĐỂ ĐỌC: tệp PDF cũ, giữ nguyên từng byte như khi nhận.",
        "THE FILE TO READ: an old PDF, kept byte for byte as it was given.",
    ),
    (
        "sources/",
        "thông tin đã khai khi đưa vào kho.",
        "what was said about it when it was added.",
    ),
)
_BOTH: tuple[_Part, ...] = (
    (
        "record/edition.json",
        "mục lục, tác giả, và chữ của từng trang (JSON, UTF-8).",
        "contents, authors, and the text of each page (JSON, UTF-8).",
    ),
    (
        "record/versions.json",
        "tên và phiên bản của chương trình, phông chữ đã dùng.",
        "names and versions of the programs and fonts that made it.",
    ),
    (
        "record/preflight.json",
        "kết quả kiểm tra tệp đưa nhà in.",
        "what the check of the press file found.",
    ),
    (
        "record/distribution.json",
        "số bản in và nơi nhận.",
        "how many copies were printed, and who got them.",
    ),
    (
        "metadata/",
        "thông tin cho thư viện: schema.org (JSON-LD), Dublin Core (XML).",
        "for libraries: schema.org (JSON-LD) and Dublin Core (XML).",
    ),
)
_WIDTH = 26

_TEXT = """\
{name}
{rule}
{publisher}
{date}

TIẾNG VIỆT

Thư mục này giữ một số của ấn phẩm nói trên. Không cần phần mềm riêng nào
để đọc: mọi thứ là tệp thường trong thư mục thường.

Trong thư mục data/ có:

{vietnamese}

Thư mục được đóng theo chuẩn BagIt 1.0 (RFC 8493). Tệp bag-info.txt, ở
ngoài data/, ghi ngày đưa vào kho, phiên bản và lý do đính chính nếu có.

Kiểm tra xem có tệp nào bị hỏng không: mở cửa sổ lệnh ở thư mục chứa
data/ rồi gõ

    sha512sum -c manifest-sha512.txt

Mỗi dòng phải kết thúc bằng “OK”. Trên Windows, kiểm tra từng tệp:

    certutil -hashfile "data\\{file}" SHA512

rồi so với dòng của tệp đó trong manifest-sha512.txt.

Đừng sửa gì trong thư mục này: bản đính
chính nằm ở thư mục bên cạnh (v2, v3 …).
{build_vi}
ENGLISH

This folder keeps one issue of the periodical named above. No particular
program is needed to read it: these are plain files in plain folders.

The folder data/ holds:

{english}

The folder is a bag by BagIt 1.0 (RFC 8493). The file bag-info.txt, outside
data/, says when it was put into the archive, which version it is, and why
it was corrected, if it was.

To see whether any file is damaged, open a command window in the folder
that holds data/ and type

    sha512sum -c manifest-sha512.txt

Every line must end in “OK”. On Windows, look at one file after the other:

    certutil -hashfile "data\\{file}" SHA512

and compare with the line of that file in manifest-sha512.txt.

Change nothing here: a correction is kept in
a folder of its own beside this one (v2, v3 …).
{build_en}"""

_BUILD_VI = """
Để dựng lại số báo, cài phần mềm printshop đúng phiên bản ghi trong
record/versions.json, chép thư mục data/sources ra nơi khác, vào bản chép
đó rồi gõ

    printshop build {issue} --target archive
"""
_BUILD_EN = """
To make the issue again, install printshop in the versions that
record/versions.json names, copy the folder data/sources elsewhere, go to
the copy and type

    printshop build {issue} --target archive
"""


def readme(
    record: EditionRecord,
    paths: Iterable[str],
    file: str,
    origin: Literal["printshop", "pdf"],
    issue: str = "",
) -> bytes:
    """What is here, in Vietnamese and English; lines end as every editor reads them (CR LF).

    Args:
        record: the edition.
        paths: what else the payload holds.
        file: the PDF, as the payload calls it.
        origin: as in `Kept`.
        issue: how `printshop build` is told of it within `sources/`; empty where it cannot be made.
    """
    there = sorted(paths)
    own = _MADE if origin == "printshop" else _OLD
    parts = [(start.format(file=file), vi, en) for start, vi, en in (*own, *_BOTH)]
    parts = [part for part in parts if any(path.startswith(part[0]) for path in there)]
    text = _TEXT.format(
        name=record.name,
        file=file,
        rule="=" * len(record.name),
        publisher=record.publisher,
        date=f"{record.date:%d/%m/%Y}",
        vietnamese=_listed((start, vi) for start, vi, _en in parts),
        english=_listed((start, en) for start, _vi, en in parts),
        build_vi=_BUILD_VI.format(issue=issue) if issue else "",
        build_en=_BUILD_EN.format(issue=issue) if issue else "",
    )
    return text.replace("\n", "\r\n").encode()


def _listed(parts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"  {start:<{_WIDTH}} {said}" for start, said in parts)
