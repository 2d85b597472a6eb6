"""The specimen's issues as data: every kind and variant of a layout, within the limits it sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from printshop.geometry import pt
from printshop.layout.contract import FieldRule, Kind, LayoutSpec
from printshop.specimen.drawings import Drawing, drawings
from printshop.specimen.words import MARK, STACKED, Words, cut, shortest

DATE = "2020-01-15"
LONG, MIDDLE, SHORT = 110, 56, 0
"""Characters of a title, where the layout sets no limit."""
_LEAD = 320
_MARGIN = 0.95
"""Of the words that a layout allows: it counts a little otherwise."""

_WORD_WIDTH = 2.1
"""Of a word with its space, by the size of the type."""
_LADDER = 3
_HEIGHTS = (1.85, 1.45, 1.13, 0.88, 0.69, 0.54, 0.42, 0.33, 0.26, 0.2)
"""Heights of fillers whose lines stand in one column, as shares of the type area's, and how many
there are of each. Those over 1 are for layouts that set them in two; a filler too high is not used.
"""
_LINE, _TITLE_LINES = 16.5, 3
"""Height of a short paragraph of a filler in pt, and that of its title in such lines."""

Data = dict[str, Any]
Body = Sequence[int | str]
"""So many paragraphs, or a block of Markdown as it is."""


@dataclass(frozen=True)
class Number:
    """An issue of the specimen: its manifest, the texts of its articles, its pictures."""

    manifest: Data
    articles: dict[str, str]
    """By file name."""
    pictures: tuple[Drawing, ...]


@dataclass(frozen=True)
class Amounts:
    """How much there is of what must suit the pages: guesses, to be bettered after a build."""

    front: float = 1.0
    """Text on the front page, which has no second one to run over to."""
    fillers: float = 1.0
    """Height of the fillers for parts of pages."""


@dataclass(frozen=True)
class Limits:
    """What a kind asks of its fields."""

    kind: Kind | None

    def rule(self, name: str) -> FieldRule:
        """The rule for a field; one that asks nothing where there is none."""
        return (self.kind.fields.get(name) if self.kind else None) or FieldRule()

    def least(self, name: str) -> int:
        """The least that may stand there, where anything does."""
        rule = self.rule(name)
        return max(rule.min or 0, int(rule.required))

    def count(self, name: str, wanted: int) -> int:
        """So many, or as near to it as may be."""
        rule = self.rule(name)
        fewer = wanted if rule.max is None else min(wanted, rule.max)
        return max(fewer, self.least(name)) if fewer or rule.required else 0

    def title(self, words: Words, wanted: int | str) -> str:
        """A title about so long, or with these words, or as near to it as may be."""
        least, most = self.least("title"), self.rule("title").max or LONG
        if isinstance(wanted, str):
            return wanted if least <= len(wanted) <= most else words.title(most, least)
        if wanted == SHORT:
            return shortest(most, least)
        return words.title(max(min(wanted, most), least), least)

    def text(self, words: Words, name: str, sentences: int) -> str | None:
        """Some sentences; None where there may be nothing."""
        rule = self.rule(name)
        if not sentences and not rule.required:
            return None
        if rule.max == 0:
            return None
        return words.upto(rule.max, max(1, sentences), self.least(name))


@dataclass(frozen=True)
class Story:
    """What an article of the specimen is to be."""

    name: str
    body: Body
    title: int | str = MIDDLE
    pictures: tuple[tuple[str, str | None], ...] = ()
    """Names of drawings with their widths."""
    kicker: bool = True
    lead: bool = True
    place: bool = False
    credit: bool = True
    notes: int = 0
    variant: str | None = None
    words: int | None = None
    """About so many at most, title and lead included."""
    placed: Data = field(default_factory=dict)
    """What the manifest says of it besides."""


# -- blocks of Markdown

HEADING = "## Chữ mẫu: đề mục trong bài"
SUBHEADING = "### Đề mục nhỏ hơn, dài thêm vài tiếng để xuống dòng"
LISTS = """\
- một mục ngắn;
- một mục dài hơn, đủ để chữ phải xuống dòng thứ hai và cho thấy lề của danh sách;
- một mục có mục con:
    - mục con thứ nhất;
    - mục con thứ hai.

Danh sách có số:

1. chọn khổ giấy;
2. kẻ lề, chia cột, đặt lưới dòng cho cả hai trang đối nhau;
3. xếp chữ và hình."""
NARROW = """\
Bảng: Cỡ chữ thường dùng

| Chỗ dùng | Điểm |
| --- | ---: |
| Bài | 10 |
| Lời chú | 8,2 |
| Tựa | 23 |"""
WIDE = """\
Bảng: Khổ giấy và số trang của một tay in

| Khổ giấy | Rộng (mm) | Cao (mm) | Trang | Cách gấp |
| --- | ---: | ---: | ---: | --- |
| A3 | 297 | 420 | 4 | gấp một lần, đóng ghim giữa |
| A4 | 210 | 297 | 8 | gấp hai lần rồi xén ba mặt |
| A5 | 148 | 210 | 16 | gấp ba lần rồi xén ba mặt |"""
LONG_TABLE = "\n".join(
    [
        "Bảng: Ba mươi tư hàng, qua trang sau phải nhắc lại hàng đầu",
        "",
        "| Hàng | Việc | Ghi chú | Phút |",
        "| ---: | --- | --- | ---: |",
        *(
            f"| {n} | {('xếp chữ', 'kẻ đường', 'đặt hình', 'soát lỗi')[n % 4]} | "
            f"{('cột trái', 'cột phải', 'cả trang')[n % 3]} | {5 + 7 * n % 40} |"
            for n in range(1, 35)
        ),
    ]
)
BOX = """\
::: box Chữ mẫu trong khung
Khung chứa phần nói thêm, đứng riêng khỏi bài.

- một điều cần nhớ;
- một điều nữa, dài hơn một chút để xuống dòng;
- điều cuối cùng.
:::"""
QUESTIONS = """\
::: questions Chữ mẫu: câu hỏi gợi ý
1. Lề trang rộng bao nhiêu thì vừa?
2. Khi nào đặt hình tràn lề, khi nào đặt trong cột?
3. Bảng dài qua trang thì phải nhắc lại điều gì?
:::"""
PULL = """\
::: pull
Khoảng trắng không phải chỗ bỏ phí; nó là quãng nghỉ của trang.
:::"""
QUOTATION = """\
> Người dàn trang giỏi biết bớt, chứ không chỉ biết thêm. Hai họ chữ là đủ cho một tờ báo, ba họ \
chữ đã phải dè chừng."""
WEB = "Liên kết ra ngoài: [trang chữ mẫu](https://example.org/chu-mau) chỉ để thử."

IMPRINT = {
    "licence": "(chữ mẫu) số 00/GP-XBBT, ngày 00/00/0000",
    "printed_at": "(chữ mẫu) nhà in và địa chỉ",
    "copies": 1000,
    "frequency": "1 kỳ/tháng",
    "responsible": "(chữ mẫu) họ tên và chức vụ",
    "editors": "(chữ mẫu) họ tên, họ tên, họ tên",
    "address": "(chữ mẫu) số nhà, đường, thành phố",
    "phone": "000 0000 000",
    "email": "chu-mau@example.org",
    "notes": ["Chữ mẫu của một kiểu trình bày, không phải ấn phẩm phát hành."],
}


def see(name: str) -> str:
    """A paragraph with a link to an article and its page."""
    return f"Chữ mẫu có liên kết: [xem trang {{page}}](article:{name}), rồi chữ chạy tiếp sau đó."


def numbers(
    spec: LayoutSpec, name: str, palette: str, amounts: Amounts | None = None
) -> list[Number]:
    """The issues of a layout's specimen: one, and one more for each thing that excludes another.

    Args:
        spec: the layout.
        name: the layout's name.
        palette: the palette to set them in; empty for the layout's own.
        amounts: how much there is of what must suit the pages.
    """
    fronts = _variants(spec, "front")
    own_imprint = "imprint" in spec.kinds or spec.imprint == "closing"
    both_ends = own_imprint and "back-cover" in spec.kinds
    count = max(len(fronts), 2 if both_ends else 1)
    made = []
    for i in range(count):
        front = fronts[i] if i < len(fronts) else None
        writer = _Writer(spec, name, palette, amounts or Amounts(), first=i == 0)
        made.append(writer.number(front=i < len(fronts), front_variant=front))
    return made


def _variants(spec: LayoutSpec, kind: str) -> list[str | None]:
    """The templates of a kind: None for its own, then its variants; empty where it has none."""
    found = spec.kinds.get(kind)  # type: ignore[call-overload]
    return [None, *found.variants] if found else []


class _Writer:
    """Writes one issue."""

    def __init__(
        self, spec: LayoutSpec, name: str, palette: str, amounts: Amounts, *, first: bool
    ) -> None:
        self.spec, self.name, self.palette, self.first = spec, name, palette, first
        self.amounts = amounts
        self.words = Words()
        self.drawings = drawings(spec)
        self.articles: dict[str, str] = {}
        self.used: dict[str, Drawing] = {}
        self.parts = 0
        """Sections there are already."""

    def offers(self, kind: str) -> bool:
        return kind in self.spec.kinds

    def limits(self, kind: str) -> Limits:
        return Limits(self.spec.kinds.get(kind))  # type: ignore[call-overload]

    # -- the issue

    def number(self, *, front: bool, front_variant: str | None) -> Number:
        limits = self.limits("cover")
        manifest: Data = {
            "number": "0",
            "date": DATE,
            "layout": self.name,
            "title": cut(f"{MARK} của kiểu {self.name}", limits.rule("theme").max or 200),
        }
        if self.palette:
            manifest["options"] = {"palette": self.palette}
        head = self.front(front_variant) if front else None
        sections = list(self.sections() if self.first else self.few_sections())
        ids = list(self.articles)
        if head:
            manifest["front"] = {**head, "headlines": self.headlines("front", ids[::-1], 3)}
        manifest["cover"] = self.cover(ids) if self.offers("cover") else None
        if self.offers("contents"):
            manifest["contents"] = {"title": "Mục lục"}
            if self.first:
                manifest["contents"]["note"] = f"{MARK}: bài, hình và bảng trong số này là giả."
        else:
            manifest["contents"] = None
        manifest["sections"] = sections
        if self.offers("filler"):
            manifest["fillers"] = list(self.spare_fillers())
        manifest["imprint"] = IMPRINT
        manifest["back_cover"] = (
            self.back_cover() if self.first and self.offers("back-cover") else None
        )
        return Number(manifest, self.articles, tuple(self.used.values()))

    def cover(self, ids: Sequence[str]) -> Data:
        limits = self.limits("cover")
        made: Data = {"headlines": self.headlines("cover", ids, 4 if self.first else 0)}
        if limits.count("image", int(self.first)):
            made |= self.image("trang")
            if caption := limits.text(self.words, "caption", 1):
                made["caption"] = caption
        return made

    def headlines(self, kind: str, ids: Sequence[str], wanted: int) -> list[Data]:
        count = self.limits(kind).count("headlines", wanted)
        lines: list[Data] = [{"article": name} for name in ids[:count]]
        if len(lines) > 1:
            lines[1]["text"] = f"{MARK}: dòng tin ngoài bìa"
        return lines

    def front(self, variant: str | None) -> Data:
        limits = self.limits("front")
        stories = [
            self.article(
                Story(
                    f"trang-nhat-{i + 1}",
                    (12,),
                    pictures=() if i else (("ngang", None),),
                    lead=i == 0,
                    title=40 if i else MIDDLE,
                    words=self.page_share(0.04 if i else 0.1),
                )
            )
            for i in range(limits.count("stories", max(1, round(3 * self.amounts.front))))
        ]
        made: Data = {"articles": stories}
        if variant:
            made["variant"] = variant
        briefs = limits.count("briefs", 4)
        if briefs:
            made["sidebar"] = {
                "title": "Tin vắn",
                "articles": [
                    self.article(
                        Story(
                            f"tin-ben-{i + 1}",
                            (2,),
                            title=36,
                            kicker=False,
                            lead=False,
                            words=self.page_share(0.03),
                        )
                    )
                    for i in range(briefs)
                ],
            }
        return made

    def page_share(self, share: float) -> int:
        """About so many words take this share of a page."""
        spec = self.spec
        body = spec.type.get("body")
        size, leading = (body.size, body.leading) if body else (10, spec.baseline)
        lines = pt(spec.geometry.text_height) / leading * spec.columns
        return int(
            self.amounts.front * share * lines * pt(spec.column_width) / (size * _WORD_WIDTH)
        )

    def back_cover(self) -> Data:
        limits = self.limits("back-cover")
        made: Data = {}
        if limits.count("image", 1):
            made |= self.image("trang")
        if limits.count("title", 1):
            made["title"] = limits.title(self.words, MIDDLE)
        if text := limits.text(self.words, "text", 2):
            made["text"] = text
        return made

    # -- sections

    def sections(self) -> Iterator[Data]:
        yield from self.section("Bài viết", self.stories(), picture=True, opener=True)
        yield from self.section("Trong bài viết", self.elements(), opener=True)
        yield from self.section("Biến thể của bài", self.variants())
        yield from self.section("Tin ngắn", self.groups())
        yield from self.section("Trang ảnh", self.photo_pages())
        yield from self.section("Trang nhà", self.filler_pages())

    def few_sections(self) -> Iterator[Data]:
        story = Story("bai-them", (8, HEADING, 4), pictures=(("ngang", None),))
        yield from self.section("Bài thêm", iter([self.item(story)]))

    def section(
        self, title: str, items: Iterable[Data], *, opener: bool = False, picture: bool = False
    ) -> Iterator[Data]:
        """A section, or several where the layout bounds what stands in one."""
        listed = list(items)
        most = self.limits("section").rule("items").max or max(1, len(listed))
        for i in range(0, len(listed), most):
            self.parts += 1
            made: Data = {"title": title, "id": f"phan-{self.parts}"}
            if i:
                made["title"] += f" ({i // most + 1})"
            elif opener and self.offers("opener"):
                made["title"] = cut(title, self.limits("opener").rule("title").max or LONG)
                made |= self.opener(picture=picture)
            yield {**made, "items": listed[i : i + most]}

    def opener(self, *, picture: bool) -> Data:
        limits = self.limits("opener")
        made: Data = {"opener": "page"}
        if limits.count("image", int(picture)):
            made |= {**self.image("trang"), "start": "recto"}
        if text := limits.text(self.words, "text", 2 if picture else 0):
            made["text"] = text
        return made

    def stories(self) -> Iterator[Data]:
        """Articles with much and with little of everything."""
        six = ("ngang", "dung", "toan-canh", "vuong", "ngang-4-3", "dung-3-4")
        thirty = (4, HEADING, 5, SUBHEADING, 5, PULL, 6, HEADING, 5, BOX, 5)
        for story in (
            Story(
                "bai-dai",
                (4, HEADING, 4, SUBHEADING, 3, PULL, 3),
                title=LONG,
                pictures=(("ngang", None),),
                place=True,
                placed={"start": "recto"},
            ),
            Story("bai-ngan", (1,), title=SHORT, kicker=False, lead=False, credit=False),
            Story(
                "chu-hoa-hai-dau",
                (4, HEADING, 5),
                title=STACKED,
                pictures=(("dung", "column"),),
                lead=False,
                place=True,
            ),
            Story(
                "ba-muoi-doan",
                thirty,
                pictures=tuple((name, None) for name in six),
                kicker=False,
                notes=2,
            ),
            Story("hinh-tran-le", (6,), pictures=(("ngang-16-9", "bleed"),), credit=False),
            Story("hinh-it-diem", (5,), pictures=(("it-diem", "column"),), lead=False),
            Story("hinh-toan-canh", (6,), pictures=(("toan-canh", "span"),), kicker=False),
        ):
            yield self.item(story)

    def elements(self) -> Iterator[Data]:
        """What may stand within an article."""
        for story in (
            Story("danh-sach", (2, LISTS, 2, QUOTATION, see("bang-bieu"), WEB, 2), notes=3),
            Story("bang-bieu", (1, NARROW, 2, WIDE, 2, LONG_TABLE, 2), title=SHORT),
            Story("khung-chu", (2, BOX, 2, PULL, 2, QUESTIONS, see("bai-dai"), 2), lead=False),
        ):
            yield self.item(story)

    def variants(self) -> Iterator[Data]:
        for variant in _variants(self.spec, "article")[1:]:
            assert variant
            yield self.item(
                Story(
                    f"{variant}-co-hinh",
                    (5, HEADING, 4),
                    title=LONG,
                    pictures=(("ngang", None),),
                    variant=variant,
                )
            )
            yield self.item(
                Story(
                    f"{variant}-khong-hinh",
                    (3,),
                    title=SHORT,
                    kicker=False,
                    lead=False,
                    credit=False,
                    variant=variant,
                )
            )

    def groups(self) -> Iterator[Data]:
        limits = self.limits("group")
        for n, variant in enumerate(_variants(self.spec, "group")):
            made: Data = {"group": limits.title(self.words, MIDDLE), "id": f"tin-ngan-{n + 1}"}
            if variant:
                made["variant"] = variant
            count = limits.count("articles", 6)
            yield {**made, "articles": [self.brief(f"tin-{n + 1}-{i + 1}") for i in range(count)]}

    def brief(self, name: str) -> str:
        """A short article; every third has a picture."""
        i = len(self.articles)
        pictures = (("ngang-4-3", None),) if i % 3 == 0 else ()
        return self.article(
            Story(name, (1 + i % 2,), pictures=pictures, kicker=i % 2 == 0, lead=False)
        )

    def photo_pages(self) -> Iterator[Data]:
        limits = self.limits("photos")
        variants = _variants(self.spec, "photos")
        shapes = [name for name in self.drawings if name not in ("trang", "it-diem")]
        counts = sorted({limits.count("pictures", n) for n in range(2, 9)}) if variants else []
        for n in range(max(len(counts), len(variants) if counts else 0)):
            count, variant = counts[n % len(counts)], variants[n % len(variants)]
            made: Data = {
                "photos": limits.title(self.words, (MIDDLE, SHORT)[n % 2]),
                "id": f"trang-anh-{n + 1}",
            }
            if variant:
                made["variant"] = variant
            if text := limits.text(self.words, "text", (n + 1) % 2):
                made["text"] = text
            chosen = [shapes[(n + i) % len(shapes)] for i in range(count)]
            yield {**made, "pictures": [self.picture(name, None) for name in chosen]}

    # -- fillers

    def filler_pages(self) -> Iterator[Data]:
        for n, style in enumerate(_variants(self.spec, "filler")):
            apart = {} if self.spec.flow == "item" else {"pages": 1}
            yield {**self.filler(f"trang-nha-{n + 1}", style, 2 + n % 3), **apart}

    def spare_fillers(self) -> Iterator[Data]:
        """For pages and parts of pages that stay white.

        One of each style; then lists of lines, so high that some one suits any white space.
        """
        styles = _variants(self.spec, "filler")
        for n in range(2):
            yield {**self.filler(f"tron-trang-{n + 1}", styles[n % len(styles)], 3), "size": "page"}
        kind = self.spec.kinds.get("filler")
        if kind is None or kind.part is None:
            return
        for n, style in enumerate(styles):
            yield {**self.filler(f"cuoi-trang-{n + 1}", style, 3), "size": "part"}
        for n in range((_LADDER if self.first and self.spec.flow == "item" else 1) * len(_HEIGHTS)):
            share = _HEIGHTS[n % len(_HEIGHTS)] * self.amounts.fillers
            yield self.lines(f"dong-ke-{n + 1}", share)

    def lines(self, name: str, share: float) -> Data:
        """A filler of short lines that takes about this share of the type area's height."""
        rule = self.limits("filler").rule("text")
        count = max(1, int(share * pt(self.spec.geometry.text_height) / _LINE) - _TITLE_LINES)
        lines = [f"Dòng mẫu {n + 1}" for n in range(count)]
        while rule.max is not None and len(lines) > 1 and len("\n\n".join(lines)) > rule.max:
            lines.pop()
        return {**self.filler(name, None, 1), "text": "\n\n".join(lines), "size": "part"}

    def filler(self, name: str, style: str | None, sentences: int) -> Data:
        limits = self.limits("filler")
        made: Data = {"filler": limits.title(self.words, 40), "id": name}
        if style:
            made["style"] = style
        if text := limits.text(self.words, "text", sentences):
            made["text"] = text
        wants = sentences > 2 and style not in ("quotation", "tip")
        if limits.count("image", int(wants)):
            made |= self.image("ngang")
        return made

    # -- articles and pictures

    def item(self, story: Story) -> Data:
        made: Data = {"article": self.article(story), **story.placed}
        return {**made, "variant": story.variant} if story.variant else made

    def article(self, story: Story) -> str:
        """Write an article; its path."""
        limits, words = self.limits("article"), self.words
        front: Data = {"title": limits.title(words, story.title)}
        if limits.count("kicker", int(story.kicker)):
            front["kicker"] = cut(f"{MARK}, dòng trên tựa", limits.rule("kicker").max or 40)
        if limits.count("lead", int(story.lead)):
            most = limits.rule("lead").max
            front["lead"] = words.upto(min(most or _LEAD, _LEAD), 4, limits.least("lead"))
        if limits.count("credit", int(story.credit)):
            front["credit"] = cut(f"{MARK}: Họ và tên", limits.rule("credit").max or 60)
        if story.place:
            front["place"] = "CHỮ MẪU"
        front["date"] = DATE
        pictures = self.pictures_of(story, limits)
        if pictures:
            front["pictures"] = pictures
        body = self.body(story, limits, f"{front['title']} {front.get('lead', '')}")
        if pictures and limits.rule("picture").max == 0:
            body = _with_pictures(body, [picture["file"] for picture in pictures])
        head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10**6)
        self.articles[story.name] = f"---\n{head}---\n\n" + "\n\n".join(body) + "\n"
        return f"articles/{story.name}.md"

    def pictures_of(self, story: Story, limits: Limits) -> list[Data]:
        wanted = list(story.pictures)
        if not wanted and limits.rule("picture").required:
            wanted = [("ngang", None)]
        count = limits.count("pictures", len(wanted))
        taken = {name for name, _ in wanted}
        wanted += [(name, None) for name in self.drawings if name not in taken]
        return [self.picture(name, width) for name, width in wanted[:count]]

    def body(self, story: Story, limits: Limits, before: str) -> list[str]:
        """The blocks of an article, with no more words and no fewer than the layout allows."""
        blocks: list[str] = []
        texts: list[int] = []
        for part in story.body:
            for text in self.words.paragraphs(part) if isinstance(part, int) else [part]:
                texts += [len(blocks)] if isinstance(part, int) else []
                blocks.append(text)
        blocks[texts[0]] = f"{MARK}. {blocks[texts[0]]}"
        rule = limits.rule("words")
        bounds = [n for n in (story.words, rule.max) if n is not None]
        if bounds:
            most = max(1, int(min(bounds) * _MARGIN) - _count([before]))
            while len(blocks) > 1 and _count(blocks) > most:
                blocks.pop()
            blocks[0] = _first_words(blocks[0], most)
        while _count([before, *blocks]) * _MARGIN < (rule.min or 0):
            blocks += self.words.paragraphs(1)
        texts = [i for i in texts if i < len(blocks)]
        notes = min(limits.count("notes", story.notes), len(texts))
        for n in range(notes):
            blocks[texts[n]] += f"[^{n + 1}]"
        return blocks + [f"[^{n + 1}]: {MARK}. {self.words.sentences(1)}" for n in range(notes)]

    def picture(self, name: str, width: str | None) -> Data:
        drawing = self.use(name)
        made = {
            "file": drawing.file,
            "caption": f"{MARK}: {self.words.sentences(1)}",
            "credit": "Họ và tên",
            "alt": drawing.alt,
        }
        return {**made, "width": width} if width else made

    def image(self, name: str) -> Data:
        """A picture as the manifest names one."""
        drawing = self.use(name)
        return {"image": drawing.file, "alt": drawing.alt, "credit": "Họ và tên"}

    def use(self, name: str) -> Drawing:
        return self.used.setdefault(name, self.drawings[name])


def _with_pictures(blocks: Sequence[str], files: Sequence[str]) -> list[str]:
    """The blocks with the pictures between them: none is left to stand under the title."""
    result = []
    waiting = list(files)
    for block in blocks:
        result.append(block)
        if waiting and not block.startswith(("#", "[^")):
            result.append(f"![]({waiting.pop(0)})")
    return [*result, *(f"![]({file})" for file in waiting)]


def _first_words(text: str, count: int) -> str:
    """So many words of a text, or the whole sentences among them."""
    words = text.split()
    return text if len(words) <= count else cut(text, len(" ".join(words[:count]))) + " …"


def _count(blocks: Iterable[str]) -> int:
    return sum(len(block.split()) for block in blocks)
