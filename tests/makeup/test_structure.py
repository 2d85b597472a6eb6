"""The tag tree of a whole file, read back with pypdf: nothing loose, nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from printshop.build import Settings, build
from printshop.makeup.labels import numbering_of
from printshop.problems import Problems
from printshop.sources import Workspace
from support import bare_workspace, failed_rules, write_issue

MANIFEST = """
number: 1
date: 2020-01-15
cover: { image: images/p.jpg, alt: Một màu., headlines: [hai] }
back_cover: { image: images/p.jpg, alt: Một màu. }
sections:
  - title: Phần một
    items: [articles/mot.md, articles/hai.md]
  - title: Phần hai
    opener: page
    image: images/p.jpg
    alt: Một màu.
    items:
      - group: Tin vắn
        articles: [articles/ba.md, articles/bon.md]
      - photos: Trang ảnh
        pictures: [{ file: images/p.jpg, alt: Một màu., caption: Ảnh }]
      - { article: articles/nam.md, start: recto }
"""
ROWS = "\n".join(f"| Hàng {i} | {i} | Nội dung của hàng |" for i in range(1, 70))
ARTICLES = {
    "mot.md": f"""---
title: Bài thứ nhất
pictures: [{{ file: images/p.jpg, alt: Một màu., caption: Chú thích ảnh }}]
---

Đoạn có [**đậm** và *nghiêng*](article:hai), chú thích[^a], trang [xem trang {{page}}](article:ba)
và [trang nhà](https://example.org/a?b=1).

### Đề mục nhỏ ngay dưới tên bài

- một
- hai
  - hai một

  - hai hai
- ba

1. Thứ nhất

   Đoạn nữa của mục.
2. Thứ hai

Bảng 1: Dài hơn một trang

| Tên | Số | Chi tiết |
|---|--:|---|
{ROWS}

## Đề mục

::: box Khung
- trong khung
:::

::: pull
Câu trích.
:::

> Lời dẫn.

[^a]: Lời chú thích dài.
""",
    "hai.md": "---\ntitle: Bài thứ hai\n---\n\n"
    + "\n\n".join(["Câu văn đủ dài để chiếm nhiều dòng trên trang in. " * 12] * 9)
    + "\n\n| Cột | Hai |\n|---|---|\n| a | b |\n",
    "ba.md": "---\ntitle: Tin ba\n---\n\nMột đoạn.\n",
    "bon.md": "---\ntitle: Tin bốn\n---\n\nMột đoạn. [Bài một](article:mot)\n",
    "nam.md": "---\ntitle: Bài năm\n---\n\nMột đoạn.\n",
}


@dataclass(frozen=True)
class Tagged:
    """A file's tree, and its pages by object number."""

    path: Path
    reader: PdfReader
    root: DictionaryObject
    pages: dict[int, int]

    def walk(self, *, below: Any = None) -> Iterator[DictionaryObject]:
        """Elements in reading order."""
        for kid in _kids(below if below is not None else self.root):
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                yield kid
                yield from self.walk(below=kid)

    def of_kind(self, kind: str) -> list[DictionaryObject]:
        return [element for element in self.walk() if element["/S"] == f"/{kind}"]

    def parent_tree(self) -> dict[int, Any]:
        numbers = self.root["/ParentTree"]["/Nums"]
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    def annotations(self) -> Iterator[DictionaryObject]:
        for page in self.reader.pages:
            for annotation in page.get("/Annots", []):
                yield annotation.get_object()


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    kids = kids.get_object() if kids is not None else []
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


def tagged(path: Path) -> Tagged:
    reader = PdfReader(path)
    pages = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    return Tagged(path, reader, reader.trailer["/Root"]["/StructTreeRoot"], pages)


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    root = bare_workspace(tmp_path_factory.mktemp("shop") / "w")
    folder = write_issue(root, MANIFEST, ARTICLES)
    (folder / "images").mkdir()
    Image.new("RGB", (1800, 1200), "teal").save(folder / "images/p.jpg", "JPEG")
    problems = Problems()
    built = build(Workspace(root), folder, Settings(), problems)
    assert built is not None, [p.message for p in problems]
    return tagged(built.files[0])


def _number(reference: Any) -> int:
    assert isinstance(reference, IndirectObject), "an element must be an object of its own"
    return reference.idnum


def _marked(reader: PdfReader, page: Any) -> tuple[list[int], list[str]]:
    """MCIDs of a page's content, and what it paints outside of them and of artifacts."""
    numbers: list[int] = []
    loose: list[str] = []
    nesting: list[bool] = []
    contents = page.get_contents()
    operations = ContentStream(contents, reader).operations if contents is not None else []
    for operands, operator in operations:
        name = operator.decode()
        if name == "BMC":
            nesting.append(operands[0] == "/Artifact")
        elif name == "BDC":
            nesting.append(True)
            properties = operands[1]
            if isinstance(properties, DictionaryObject) and "/MCID" in properties:
                numbers.append(int(properties["/MCID"]))
            else:
                assert operands[0] == "/Artifact"
        elif name == "EMC":
            nesting.pop()
        elif (
            name in {"Tj", "TJ", "Do", "f", "f*", "S", "B", "B*", "b", "sh"} and True not in nesting
        ):
            loose.append(name)
    assert nesting == []
    return numbers, loose


def test_all_content_is_in_the_tree_or_an_artifact(issue: Tagged) -> None:
    """Each MCID is held by one element, which the ParentTree names; the rest is artifact."""
    held: dict[tuple[int, int], int] = {}
    for element in issue.walk():
        for kid in _kids(element):
            if isinstance(kid, int):
                place = (issue.pages[_number(element.raw_get("/Pg"))], int(kid))
                assert place not in held
                held[place] = element.indirect_reference.idnum  # type: ignore[union-attr]
    parents = issue.parent_tree()
    found = 0
    for number, page in enumerate(issue.reader.pages):
        marked, loose = _marked(issue.reader, page)
        assert loose == [], f"page {number + 1}"
        assert len(marked) == len(set(marked))
        if marked:
            owners = parents[int(page["/StructParents"])].get_object()
            assert {mcid: _number(owners[mcid]) for mcid in marked} == {
                mcid: held[number, mcid] for mcid in marked
            }
        found += len(marked)
    assert found == len(held) > 300


def test_furniture_is_an_artifact(issue: Tagged) -> None:
    """Folios and running heads are forms inside artifacts, with no marks of their own."""
    forms = 0
    for page in issue.reader.pages:
        contents = page.get_contents()
        data = contents.get_data() if contents is not None else b""
        for name in re.findall(rb"/Furniture\d+", data):
            before = data[: data.index(name)]
            assert before.rindex(b"/Artifact <</Type /Pagination>> BDC") > before.rfind(b"EMC")
            form = page["/Resources"]["/XObject"][name.decode()].get_object()
            assert b"MCID" not in form.get_data()
            assert "/StructParents" not in form
            forms += 1
    assert forms > 4


def test_every_link_annotation_is_held_by_its_link(issue: Tagged) -> None:
    links = {}
    for element in issue.walk():
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
                assert element["/S"] == "/Link"
                links[_number(kid.raw_get("/Obj"))] = element.indirect_reference
    parents = issue.parent_tree()
    annotations = list(issue.annotations())
    assert {a.indirect_reference.idnum for a in annotations} == set(links)  # type: ignore[union-attr]
    for annotation in annotations:
        own = annotation.indirect_reference
        assert own is not None
        assert parents[int(annotation["/StructParent"])] == links[own.idnum]
    assert all(
        any(isinstance(kid, DictionaryObject) and "/Obj" in kid for kid in _kids(link))
        for link in issue.of_kind("Link")
    )


def test_a_link_has_one_annotation_a_line(issue: Tagged) -> None:
    """Bold and slanted words in a link bring none of their own: WeasyPrint's are dropped."""
    places = Counter(
        (page.page_number, annotation.get_object()["/Dest"])
        for page in issue.reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    )
    assert places[0, "hai"] == 1  # the cover's, of two parts
    assert set(places.values()) <= {1, 2}


def test_links_say_where_they_lead(issue: Tagged) -> None:
    words = {}
    for annotation in issue.annotations():
        target = annotation.get("/Dest") or annotation["/A"]["/URI"]
        words[str(target)] = str(annotation["/Contents"])
    assert words["hai"] == "Bài thứ hai"
    assert words["ba"] == "Tin ba"
    assert words["mot--fn1"] == "Lời chú thích dài."
    assert words["https://example.org/a?b=1"] == "trang nhà (https://example.org/a?b=1)"


def test_links_between_articles_land_on_the_page_of_the_title(issue: Tagged) -> None:
    for name, title in (("hai", "Bài thứ hai"), ("ba", "Tin ba"), ("mot", "Bài thứ nhất")):
        place = issue.reader.named_destinations[name]
        page = issue.reader.get_destination_page_number(place)
        assert page is not None
        assert title in issue.reader.pages[page].extract_text().replace("\u00a0", " ")


def test_parent_tree_keys_are_each_used_once(issue: Tagged) -> None:
    numbers = [int(key) for key in issue.root["/ParentTree"]["/Nums"][::2]]
    used = [int(p["/StructParents"]) for p in issue.reader.pages if "/StructParents" in p]
    used += [int(a["/StructParent"]) for a in issue.annotations()]
    assert numbers == sorted(set(numbers)) == sorted(used)
    assert int(issue.root["/ParentTreeNextKey"]) > max(numbers)


def test_each_element_knows_its_parent(issue: Tagged) -> None:
    def check(element: DictionaryObject, reference: IndirectObject | None) -> None:
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                assert kid.raw_get("/P") == reference
                check(kid, kid.indirect_reference)

    check(issue.root, issue.root.indirect_reference)


def test_parts_are_sections_and_hold_articles(issue: Tagged) -> None:
    (document,) = _kids(issue.root)
    assert document["/Lang"] == "vi"
    kinds = [(str(kid["/S"]), str(kid["/T"])) for kid in _kids(document)]
    assert [title for kind, title in kinds if kind == "/Part"] == ["Phần một", "Phần hai"]
    one, two = (kid for kid in _kids(document) if kid["/S"] == "/Part")
    assert [kid["/T"] for kid in _kids(one)] == ["Bài thứ nhất", "Bài thứ hai"]
    assert {kid["/S"] for kid in (*_kids(one), *_kids(two))} == {"/Art"}
    first = next(iter(_kids(one)))
    assert "/Art" not in [kid["/S"] for kid in _kids(first)], "an article in an article"


def test_headings_skip_no_level(issue: Tagged) -> None:
    for article in (*issue.of_kind("Art"), *issue.of_kind("Sect")):
        if "/T" not in article:
            continue
        levels = [
            int(match.group(1))
            for element in issue.walk(below=article)
            if (match := re.fullmatch(r"/H([1-6])", element["/S"]))
        ]
        if levels:
            assert levels[0] == 1
            steps = [b - a for a, b in pairwise(levels)]
            assert max(steps, default=0) <= 1, article["/T"]


def test_list_items_hold_labels_and_bodies(issue: Tagged) -> None:
    items = issue.of_kind("LI")
    assert len(items) > 8
    for item in items:
        assert {kid["/S"] for kid in _kids(item)} <= {"/Lbl", "/LBody"}


def test_lists_say_how_they_are_numbered(issue: Tagged) -> None:
    ways = Counter(
        str(listing["/A"]["/ListNumbering"])
        for listing in issue.of_kind("L")
        if any(part["/S"] == "/Lbl" for item in _kids(listing) for part in _kids(item))
    )
    assert ways["/Decimal"] == 2  # the numbered list and the notes
    assert ways["/Disc"] + ways["/None"] >= 3
    assert set(ways) <= {"/Decimal", "/Disc", "/None", "/Circle"}


@pytest.mark.parametrize(
    ("label", "numbering"),
    [
        *[("1. ", "Decimal"), ("(12)", "Decimal"), ("b) ", "LowerAlpha"), ("B.", "UpperAlpha")],
        *[("iv.", "LowerRoman"), ("•", "Disc"), ("◦ ", "Circle"), ("– ", "None"), ("", "None")],
    ],
)
def test_numbering_of_a_label(label: str, numbering: str) -> None:
    assert numbering_of(label) == numbering


def test_table_cells_name_their_heads(issue: Tagged) -> None:
    """A table over several pages has its head on each: ids differ, cells name their own page's."""
    heads = {str(cell["/ID"]): cell for cell in issue.of_kind("TH")}
    assert len(heads) == len(issue.of_kind("TH"))
    assert len(issue.of_kind("Table")) > 2, "the long table is of one page"
    assert {cell["/A"]["/Scope"] for cell in heads.values()} == {"/Column"}
    cells = issue.of_kind("TD")
    assert len(cells) > 200
    for cell in cells:
        (name,) = cell["/A"]["/Headers"]
        assert heads[str(name)].raw_get("/Pg") == cell.raw_get("/Pg")


def test_id_tree_finds_every_id(issue: Tagged) -> None:
    pairs = issue.root["/IDTree"]["/Names"]
    names = [str(name) for name in pairs[::2]]
    assert names == sorted(set(names))
    found = {str(e["/ID"]): e.indirect_reference for e in issue.walk() if "/ID" in e}
    assert dict(zip(names, pairs[1::2], strict=True)) == found


def _placed_images(page: PageObject) -> list[list[float]]:
    """Where images are drawn on a page: the unit square under the matrix in force."""
    found: list[list[float]] = []
    things = page["/Resources"].get("/XObject", {})

    def visit(operator: bytes, operands: Any, cm: list[float], _tm: list[float]) -> None:
        if operator == b"Do" and things[operands[0]].get_object()["/Subtype"] == "/Image":
            xs, ys = sorted((cm[4], cm[4] + cm[0])), sorted((cm[5], cm[5] + cm[3]))
            found.append([xs[0], ys[0], xs[1], ys[1]])

    page.extract_text(visitor_operand_before=visit)
    return found


def test_figures_have_words_and_their_place_on_the_page(issue: Tagged) -> None:
    figures = issue.of_kind("Figure")
    assert len(figures) >= 4
    for figure in figures:
        assert figure["/Alt"] == "Một màu."
        page = issue.reader.pages[issue.pages[_number(figure.raw_get("/Pg"))]]
        box = [float(v) for v in figure["/A"]["/BBox"]]
        assert any(_filled(box, drawn) for drawn in _placed_images(page))


def _filled(box: list[float], drawn: list[float]) -> bool:
    """Whether an image drawn there fills the box: as wide or as high, the other way cut evenly."""
    left, bottom, right, top = (a - b for a, b in zip(box, drawn, strict=True))
    covers = min(left, bottom, -right, -top) > -0.5
    centred = abs(left + right) < 1 and abs(bottom + top) < 1
    return covers and centred and (abs(left) < 0.5 or abs(bottom) < 0.5)


def test_the_catalogue_says_it_is_tagged_and_in_which_language(issue: Tagged) -> None:
    root: Any = issue.reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert {page["/Tabs"] for page in issue.reader.pages} == {"/S"}


def test_an_image_used_twice_in_one_shape_is_there_once(issue: Tagged) -> None:
    """Five pages set it in four shapes: opening page and back cover crop it to the whole page."""
    images = {}
    for page in issue.reader.pages:
        for name, thing in page["/Resources"].get("/XObject", {}).items():
            image = thing.get_object()
            if image["/Subtype"] == "/Image":
                assert "/Interpolate" not in image
                images[_number(page["/Resources"]["/XObject"].raw_get(name))] = image._data
    assert len(issue.of_kind("Figure")) == 5
    assert len(images) == len(set(images.values())) == 4


def test_it_is_pdf_ua_1(issue: Tagged) -> None:
    """The sample issue is checked elsewhere; this one has every construct."""
    assert failed_rules(issue.path, "ua1") == []
