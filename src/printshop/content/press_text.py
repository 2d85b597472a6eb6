"""Press articles as pasted from a web page: their parts found, nothing lost.

Such a text has a title, often a date, a lead that begins with a place or source code, captions
without their pictures, paragraphs, a credit, and the page's furniture: counters, buttons, links.
What a line is shows in its form, its length and its neighbours. Each finding is a `Guess` that
says how sure it is; each line that is left out is in `dropped` with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from printshop.i18n import N_
from printshop.text.slugs import fold
from printshop.text.typography import normalise

__all__ = ["Caption", "Dropped", "Guess", "PressArticle", "read_press_text"]


@dataclass(frozen=True)
class Caption:
    """The words under a picture that the text does not hold."""

    text: str
    credit: str
    after_paragraph: int
    """How many paragraphs of the body stand before it."""


@dataclass(frozen=True)
class Dropped:
    """A line left out, and why (in English; translate it where it is shown)."""

    line_number: int
    text: str
    reason: str


@dataclass(frozen=True)
class Guess:
    """What a field was read as, from which line, and whether that can be relied on."""

    field: str
    value: str
    line_number: int
    sure: bool


@dataclass(frozen=True)
class PressArticle:
    """The parts of a press article, in plain text."""

    title: str = ""
    kicker: str = ""
    published: dt.datetime | None = None
    place: str = ""
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    headings: frozenset[int] = frozenset()
    """Which of the paragraphs, counted from 0, are headings."""
    captions: tuple[Caption, ...] = ()
    authors: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    dropped: tuple[Dropped, ...] = ()
    guesses: tuple[Guess, ...] = ()


def read_press_text(text: str) -> PressArticle:
    """Find the parts of a press article.

    Args:
        text: one article; line ends, spaces and Unicode form may be any.
    """
    lines = _lines(text)
    reader = _Reader(wrap_width=_wrap_width(lines))
    paragraphs = reader.joined(lines)
    paragraphs = reader.without_page_ends(paragraphs)
    paragraphs = reader.without_furniture(paragraphs)
    paragraphs = reader.without_title(paragraphs)
    paragraphs = reader.without_credits(paragraphs)
    reader.take_text(paragraphs)
    return reader.article()


# --- Lines --------------------------------------------------------------------------------------

_Kind = Literal["text", "date", "drop", "related", "comments", "credit", "photo", "source"]

_SPACES = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_INVISIBLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufffc\ufffe\uffff]")
_BEYOND_LATIN_1 = re.compile("[Đđ\u1ea0-\u1ef9]")


@dataclass
class _Line:
    number: int
    text: str
    gap: bool
    """Whether it is the first line, or an empty one stands before it."""
    kind: _Kind = "text"
    reason: str = ""
    inside: bool = False
    """Whether a sentence runs through it to the next line, figures as it may hold."""


def _clean(text: str) -> str:
    text = _INVISIBLE.sub("", normalise(text))
    if _BEYOND_LATIN_1.search(text):  # else U+00AD may be the ư of a legacy encoding
        text = text.replace("\u00ad", "")
    return _SPACES.sub(" ", text)


def _lines(text: str) -> list[_Line]:
    """The lines that hold something, each with what its form alone says it is."""
    lines: list[_Line] = []
    gap = True
    for number, raw in enumerate(_clean(text).split("\n"), start=1):
        stripped = raw.strip()
        if stripped:
            kind, reason = _kind(stripped)
            lines.append(_Line(number, stripped, gap, kind, reason))
        gap = not stripped
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        inside = not line.gap and not after.gap and before.kind == after.kind == "text"
        if inside and line.kind in ("date", "drop") and _runs_through(before.text, after.text):
            line.kind, line.inside = "text", True
    return lines


def _runs_through(before: str, after: str) -> bool:
    """Whether a sentence runs from one line to the next but one."""
    return not _ends(before) and after[0].islower()


# --- What a line is by its form -----------------------------------------------------------------

COUNTER = N_("a counter")
BUTTON = N_("a button of the page")
TAGS = N_("keywords")
LINK = N_("a link to another text")
TRAIL = N_("the way to the page")
ORNAMENT = N_("an ornament")
RELATED = N_("links to other texts")
COMMENTS = N_("readers’ comments")
NO_DATE = N_("not a date that can be")
LATER_DATE = N_("a second date")
AGAIN = N_("the title again")

_COUNT = r"\(?\d[\d., ]{0,11}\)?"
_COUNTED = (
    "(?:số )?(?:lượt|lần) ?(?:xem|đọc|truy cập|in|tải|thích|chia sẻ)?|(?:người )?(?:xem|đọc)"
    "|đã xem|(?:số )?bình luận|(?:page)?views?|hits?|likes?|shares?|comments?"
)
_COUNTER = re.compile(
    rf"{_COUNT}(?: ?(?:{_COUNTED}))?|(?:{_COUNTED}) ?:? ?{_COUNT}(?: (?:lượt|lần))?(?: xem| đọc)?",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[\s|•·«»<>\[\](↑↓→←-]*"
    r"(?:(?:in trang(?: này)?|in(?: bài(?: viết)?)?|bản in|print|(?:gửi )?e-?mail|gửi bài viết"
    r"|gửi (?:cho )?bạn bè|chia sẻ(?: bài viết)?|quay lại|trở lại|trở về|về trang chủ|trang chủ"
    r"|(?:lên )?đầu trang|về đầu trang|facebook|twitter|zalo|google ?\+?|linkedin|youtube|viber"
    r"|messenger|thích|like|share|tweet|sao chép liên kết|copy link|lưu bài(?: viết)?|cỡ chữ"
    r"|nghe đọc bài|đọc bài|xem thêm|rss|phản hồi|a ?[+-]+)(?!\w)[\s|•·/,;:«»<>\[\]()^↑↓→←-]*)+",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:tags?|từ kho[áa]|từ khóa(?: liên quan)?|thẻ)(?: ?: ?.*)?|(?:#[^\s#]+\s*)+", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:>>+|»|→) ?.+|(?:xem|đọc) thêm ?: ?.+|mời xem(?: thêm)? ?: ?.+|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"(?:trang chủ|home) ?[>»/|›].+", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:các |những )?(?:tin|bài)(?: tức| bài| viết)?"
    r" (?:liên quan|khác|cũ hơn|mới hơn|mới|mới nhất|đã đưa|đã đăng|nổi bật|(?:được )?đọc nhiều"
    r"(?: nhất)?|xem nhiều(?: nhất)?|cùng chuyên mục|cùng loại|tiếp theo) ?[:.…]*"
    r"|(?:cùng chuyên mục|có thể bạn quan tâm|đọc nhiều nhất|xem nhiều nhất|tin nóng) ?[:.…]*",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:(?:gửi |viết )?bình luận(?: của (?:bạn|bạn đọc))?|ý kiến (?:của )?bạn(?: đọc)?)"
    r" ?(?:\(\d+\))? ?:?",
    re.IGNORECASE,
)
_PARTS = re.compile(r" *[|•·] *")
_LONGEST = 1000
"""A longer line is text, whatever it looks like."""

_ROLE = (
    "(?:bài viết|tin|bài|ảnh|hình ảnh|tác giả|người viết|thực hiện|biên soạn|biên tập|sưu tầm"
    "|tổng hợp|clip|video|đồ họa|đồ hoạ)"
)
_ROLES = rf"(?<!\w){_ROLE}(?: ?(?:,|và|&|\+|/|[-–]) ?{_ROLE})* ?: ?"
_CREDIT = re.compile(rf"\(?(?={_ROLES})(?P<all>.+)", re.IGNORECASE)
_CREDIT_PART = re.compile(rf"(?P<roles>{_ROLES})(?P<names>.*?)(?=[ ,;.–-]*{_ROLES}|$)", re.I)
_PHOTO = re.compile(
    r"\(?(?:nguồn ảnh|ảnh minh họa|ảnh minh hoạ|ảnh|hình|photo) ?: ?(?P<who>[^()]+?)\)?",
    re.IGNORECASE,
)
_ILLUSTRATION = re.compile(r"\(?ảnh (?:minh họa|minh hoạ|tư liệu)\)?\.?", re.IGNORECASE)
_SOURCE = re.compile(r"\(?(?:theo )?nguồn(?: tin)? ?: ?[^()]+\)?", re.IGNORECASE)


def _kind(line: str) -> tuple[_Kind, str]:
    """What a line is by its form; the reason where it is to be dropped."""
    if len(line) > _LONGEST:
        return "text", ""
    found = _date(line)
    if found is not None:
        return ("date", "") if found.when else ("drop", NO_DATE)
    if _COMMENTS.fullmatch(line):
        return "comments", COMMENTS
    if _RELATED.fullmatch(line):
        return "related", RELATED
    if reason := _furniture(line):
        return "drop", reason
    return _named(line), ""


def _furniture(line: str) -> str:
    """Why a line is no part of the article; nothing if it may be one."""
    if not re.search(r"[^\W_]", line):
        return ORNAMENT
    parts = [part for part in _PARTS.split(line) if part]
    if all(_COUNTER.fullmatch(part) or _BUTTON.fullmatch(part) for part in parts):
        return COUNTER if _COUNTER.fullmatch(parts[0]) else BUTTON
    if _TAGS.fullmatch(line):
        return TAGS
    if _TRAIL.fullmatch(line):
        return TRAIL
    return LINK if _LINK.fullmatch(line) and not _ends(line) else ""


def _named(line: str) -> _Kind:
    words = _count(line)
    if words <= 12 and (_PHOTO.fullmatch(line) or _ILLUSTRATION.fullmatch(line)):
        return "photo"
    if words <= 12 and _SOURCE.fullmatch(line):
        return "source"
    credit = _CREDIT.fullmatch(line)
    if credit and words <= 16:
        parts = [match["names"] for match in _CREDIT_PART.finditer(credit["all"])]
        prose = words > 6 and line.endswith(".")
        if parts and not prose and all(part[:1].isupper() for part in parts):
            return "credit"
    return "text"


# --- Dates ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Date:
    when: dt.datetime | None
    """None where the figures are no day of the calendar."""
    rest: str
    """What else stands in the line: a counter or a name."""


_DATE_BIT = re.compile(
    r"(?P<label>(?:ngày (?:đăng|cập nhật|xuất bản|viết|tạo)|đăng(?: tải)?|cập nhật(?: lần cuối)?"
    r"|xuất bản|thời gian|post(?:ed)?|date|ngày|lúc|vào|năm)(?!\w))"
    r"|(?P<weekday>(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)(?!\w))"
    r"|(?P<zone>\(?(?:GMT|UTC) ?\+ ?\d+(?::00)?\)?)"
    r"|(?P<iso>(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})(?=\D|$)T?)"
    r"|(?P<day>(?P<d2>\d{1,2}) ?[/.-] ?(?P<m2>\d{1,2}) ?[/.-] ?(?P<y2>\d{4})(?!\d))"
    r"|(?P<words>(?P<d3>\d{1,2}),? tháng (?P<m3>\d{1,2})(?: năm|,)? (?P<y3>\d{4})(?!\d))"
    r"|(?P<time>(?P<hour>\d{1,2}) ?(?:[:hg]|giờ) ?(?P<minute>\d{2})(?!\d)(?::\d{2}(?!\d))?"
    r"(?: phút)?(?: ?(?P<half>AM|PM|SA|CH)(?!\w))?)"
    r"|(?P<between>[\s,|/•·:.()–—-]+)",
    re.IGNORECASE,
)


def _date(line: str) -> _Date | None:
    """Read a line that holds a date and no more than a counter or a name besides."""
    day: tuple[str, str, str] | None = None
    hour = minute = 0
    timed = False
    position = 0
    while position < len(line) and (bit := _DATE_BIT.match(line, position)):
        groups = bit.groupdict()
        if bit.lastgroup in ("iso", "day", "words") or any(groups[f"y{n}"] for n in "123"):
            if day:
                break
            day = next((groups[f"y{n}"], groups[f"m{n}"], groups[f"d{n}"])
                       for n in "123" if groups[f"y{n}"])  # fmt: skip
        elif groups["time"]:
            if timed:
                break
            timed, hour, minute = True, int(groups["hour"]), int(groups["minute"])
            afternoon = (groups["half"] or "").upper() in ("PM", "CH")
            hour += 12 if afternoon and hour < 12 else 0
        position = bit.end()
    rest = line[position:].strip(" -–|")
    if day is None or not (_furniture(rest) or (timed and _is_name(rest)) if rest else True):
        return None
    try:
        year, month, day_of_month = (int(figure) for figure in day)
        return _Date(dt.datetime(year, month, day_of_month, hour, minute), rest)
    except ValueError:
        return _Date(None, rest)


# --- Words and sentences ------------------------------------------------------------------------

_CLOSERS = "”’\"')]»*_ "
_CODE = re.compile(
    r"\((?P<code>[^()]{2,30})\) ?(?P<dash>[-–—:.]?) ?(?=\S)"
    r"|(?P<bare>[^\W\d_][\w.]{2,13}) ?[-–—] (?=[^\W\d_])"
)
_SOURCES = re.compile(
    "BCT|BTGTW|CAND|ĐCSVN|LĐO|LLCT|NDO|QĐND|SGGP|TCCS|TGCT|TGTW|TPO|TTO|TTXVN|VGP|VNA|VOV|VTV"
)
_UNNAMED = re.compile("PV|BBT|CTV|BTV")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net)", re.IGNORECASE)
_LIST_MARK = re.compile(r"[-–+*•] |\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,5})[.)/] ?(?=\D)", re.IGNORECASE)
_OPENERS = re.compile(
    r"(?:các )?(?:đồng chí|đ/c|ông|bà|đại biểu|lãnh đạo|quang cảnh|toàn cảnh|khung cảnh|một góc"
    r"|cán bộ|đoàn viên|hội viên|học sinh|nông dân|người dân|bà con|chiến sĩ|hình ảnh|ảnh)(?!\w)",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"[.!?…][”\")]? +(?=[“\"(]?[^\W\d_a-zà-ỹ])")
_MARKED = re.compile(
    r"(?P<text>.+?) ?(?:[_|(–-]|(?<=[.!?…”\s])) ?\(?(?:nguồn ảnh|ảnh) ?: ?"
    r"(?P<who>[^():]{2,60}?)\)?\.?",
    re.IGNORECASE,
)
_ILLUSTRATED = re.compile(r".+\(ảnh (?:minh họa|minh hoạ|tư liệu)[^()]*\)\.?", re.IGNORECASE)
_NAME_BREAK = re.compile(r" ?[,;&+] ?| [-–] | ?/ ?| và ")


def _count(text: str) -> int:
    return len(text.split())


def _ends(text: str) -> bool:
    """Whether the text ends as a sentence, or as the line before a list."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", "…", ":", ";"))


def _is_sentence(text: str) -> bool:
    return _ends(text) and _count(text) >= 8


def _is_name(text: str) -> bool:
    """Whether a line holds nothing but names: all words begin with capitals."""
    parts = _NAME_BREAK.split(text)
    return all(_is_unnamed(part) or _is_personal(part.split()) for part in parts)


def _is_personal(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= 5 and all(w.isalpha() and w[0].isupper() for w in words)


def _is_unnamed(text: str) -> bool:
    return bool(_SOURCES.fullmatch(text) or _UNNAMED.fullmatch(text))


def _names(text: str) -> list[str]:
    """Persons in a credit's text; names in capitals are written as usual."""
    parts = [part.strip(" .()") for part in _NAME_BREAK.split(text)]
    return [
        part.title() if part.isupper() and _count(part) > 1 else part
        for part in parts
        if part and not _is_unnamed(part)
    ]


def _code(text: str) -> tuple[str, str, bool] | None:
    """The place or source code a text begins with, the rest, and whether it is surely one."""
    match = _CODE.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if bare := match["bare"]:
        known = _SOURCES.fullmatch(bare) or _DOMAIN.fullmatch(bare)
        return (bare, rest, True) if known and rest[:1].isupper() else None
    code = match["code"].strip()
    letters = [c for c in code if c.isalpha()]
    capital = _count(code) <= 2 and sum(c.isupper() for c in letters) * 2 > len(letters)
    if capital or _DOMAIN.fullmatch(code):
        return code, rest, True
    place = code[0].isupper() and _count(code) <= 4 and match["dash"] in ("-", "–", "—")
    return (code, rest, False) if place else None


# --- Paragraphs ---------------------------------------------------------------------------------


@dataclass
class _Paragraph:
    lines: list[_Line]

    @property
    def kind(self) -> _Kind:
        return self.lines[0].kind

    @property
    def number(self) -> int:
        return self.lines[0].number

    @property
    def text(self) -> str:
        """Its lines as one; a code that was divided after its hyphen is whole again."""
        parts = [self.lines[0].text]
        for before, line in pairwise(self.lines):
            divided = re.search(r"\w[-/]$", before.text[-2:])
            parts.append(line.text if divided else f" {line.text}")
        return "".join(parts)

    def as_text(self) -> _Paragraph:
        return _Paragraph([replace(line, kind="text") for line in self.lines])


def _fills(line: _Line, following: _Line, width: int) -> bool:
    """Whether `line` is so full that the first word of the next had no room in it."""
    return len(line.text) + 1 + len(following.text.split(" ")[0]) >= width * 0.9


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width at which the text was wrapped by hand or by a mail program; 0 if it was not."""
    text = [line for line in lines if line.kind == "text"]
    pairs = [(a, b) for a, b in pairwise(text[1:]) if not b.gap and b.number == a.number + 1]
    width = max((len(a.text) for a, _ in pairs), default=0)
    full = sum(_fills(a, b, width) for a, b in pairs)
    return width if len(pairs) >= 3 and width <= 120 and full >= 0.6 * len(pairs) else 0


@dataclass
class _Reader:
    """Takes the parts of an article one by one."""

    wrap_width: int
    title: str = ""
    kicker: str = ""
    published: dt.datetime | None = None
    place: str = ""
    lead: str = ""
    source: str = ""
    photographers: str = ""
    paragraphs: list[str] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    captions: list[Caption] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    def article(self) -> PressArticle:
        if self.lead and not self.paragraphs:
            self.paragraphs, self.lead = [self.lead], ""
            self.guesses = [g for g in self.guesses if g.field != "lead"]
        captions = [replace(c, credit=c.credit or self.photographers) for c in self.captions]
        return PressArticle(
            title=self.title,
            kicker=self.kicker,
            published=self.published,
            place=self.place,
            lead=self.lead,
            paragraphs=tuple(self.paragraphs),
            headings=frozenset(self.headings),
            captions=tuple(captions),
            authors=tuple(dict.fromkeys(self.authors)),
            credit="; ".join(self.credits),
            source=self.source,
            dropped=tuple(sorted(self.dropped, key=lambda d: d.line_number)),
            guesses=tuple(sorted(self.guesses, key=lambda g: g.line_number)),
        )

    def guess(self, name: str, value: str, paragraph: _Paragraph, *, sure: bool) -> None:
        self.guesses.append(Guess(name, value, paragraph.number, sure))

    def drop(self, paragraph: _Paragraph, reason: str) -> None:
        self.dropped += [Dropped(line.number, line.text, reason) for line in paragraph.lines]

    # Lines to paragraphs

    def joined(self, lines: Sequence[_Line]) -> list[_Paragraph]:
        """Paragraphs: lines that were broken by hand are put together."""
        text = [line for line in lines if line.kind == "text"]
        spaced = sum(line.gap for line in text) * 2 >= len(text)
        paragraphs: list[_Paragraph] = []
        for line in lines:
            before = paragraphs[-1].lines[-1] if paragraphs else None
            if before and self._continues(before, line, text[0] if text else line, spaced):
                paragraphs[-1].lines.append(line)
            else:
                paragraphs.append(_Paragraph([line]))
        if paragraphs and paragraphs[0].kind in ("credit", "photo", "source"):
            paragraphs[0] = paragraphs[0].as_text()
        for paragraph in paragraphs:
            if len(paragraph.lines) > 1 and self.wrap_width:
                self.guess("wrapped", str(self.wrap_width), paragraph, sure=True)
                break
            if len(paragraph.lines) > 1:
                sure = all(line.text[0].islower() for line in paragraph.lines[1:])
                self.guess("paragraph", paragraph.text, paragraph, sure=sure)
        return paragraphs

    def _continues(self, before: _Line, line: _Line, first: _Line, spaced: bool) -> bool:
        a, b = before.text, line.text
        if line.gap or not before.kind == line.kind == "text" or _code(b):
            return False
        if line.inside:
            return True
        if _ends(a) and (not self.wrap_width or _LIST_MARK.match(b) or _is_name(b) or _is_theo(b)):
            return False
        if _LIST_MARK.match(b) and b[0] in "-–+*•":
            return False
        if b[0].islower() or a.endswith(","):
            return True
        if self.wrap_width:
            return _fills(before, line, self.wrap_width)
        return spaced and before is not first and 50 <= len(a) <= 110 and len(b) <= 110

    # What belongs to the page

    def without_page_ends(self, paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
        """Drop lists of links up to where the text goes on, and readers' comments."""
        kept: list[_Paragraph] = []
        zone = ""
        for i, paragraph in enumerate(paragraphs):
            kind = paragraph.kind
            if kind == "related":
                zone = RELATED
            elif kind == "comments":
                begun = any(p.kind == "text" and _is_sentence(p.text) for p in kept)
                done = not any(p.kind == "credit" for p in paragraphs[i + 1 :])
                if not (begun and done):
                    self.drop(paragraph, BUTTON)
                    continue
                zone = COMMENTS
            elif zone == RELATED and (kind == "credit" or _is_prose(paragraph)):
                zone = ""
            if zone:
                self.drop(paragraph, zone)
            else:
                kept.append(paragraph)
        return kept

    def without_furniture(self, paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
        """Drop counters and buttons; read the date, but leave it in place as a landmark."""
        kept = []
        for paragraph in paragraphs:
            if paragraph.kind == "drop":
                self.drop(paragraph, paragraph.lines[0].reason)
                continue
            if paragraph.kind == "date":
                self._take_date(paragraph)
            kept.append(paragraph)
        return kept

    def _take_date(self, paragraph: _Paragraph) -> None:
        line = paragraph.lines[0]
        found = _date(line.text)
        if self.published or found is None or found.when is None:
            self.drop(paragraph, LATER_DATE)
            return
        self.published = found.when
        self.guess("date", f"{found.when:%Y-%m-%d %H:%M}", paragraph, sure=True)
        if found.rest and (reason := _furniture(found.rest)):
            self.dropped.append(Dropped(line.number, found.rest, reason))
        elif found.rest:
            self._take_bare_name(found.rest, paragraph)

    # Title and kicker

    def without_title(self, paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
        """Take the title, the kicker over it and its repetitions; dates go, too."""
        rest = [p for p in paragraphs if p.kind != "date"]
        run = list(_title_run(paragraphs))
        if not run:
            return rest
        dated = any(p.kind == "date" for p in paragraphs[paragraphs.index(run[0]) :])
        if len(run) > 1 and _is_kicker(run[0].text, run[1].text, 6 if dated else 4):
            kicker = run.pop(0)
            self.kicker = kicker.text
            self.guess("kicker", kicker.text, kicker, sure=False)
            rest.remove(kicker)
        heads = [run[0]]
        if dated:
            for paragraph in run[1:]:
                if paragraph.lines[0].gap or fold(paragraph.text) == fold(heads[0].text):
                    break
                heads.append(paragraph)
        self.title = " ".join(p.text for p in heads)
        sure = not self.kicker and len(heads) == 1 and _count(self.title) <= 30
        self.guess("title", self.title, heads[0], sure=sure)
        rest = [p for p in rest if p not in heads]
        for paragraph in rest[:3]:
            if fold(paragraph.text) == fold(self.title):
                self.drop(paragraph, AGAIN)
                rest.remove(paragraph)
        return rest

    # Credits

    def without_credits(self, paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
        """Take the credit lines: those that say so, then those that only look like it."""
        rest: list[_Paragraph] = []
        for i, paragraph in enumerate(paragraphs):
            last = not any(p.kind == "text" for p in paragraphs[i + 1 :])
            after_caption = bool(rest) and rest[-1].kind == "text" and not _ends(rest[-1].text)
            at_end = paragraph.kind == "photo" and last and rest and not after_caption
            if paragraph.kind == "credit" or at_end:
                self._take_credit(paragraph)
            elif paragraph.kind == "source" and last and not self.source:
                self.source = paragraph.text
                self.guess("source", self.source, paragraph, sure=True)
            elif paragraph.kind == "source":
                rest.append(paragraph.as_text())
            else:
                rest.append(paragraph)
        return self._without_unmarked_credits(rest)

    def _without_unmarked_credits(self, paragraphs: list[_Paragraph]) -> list[_Paragraph]:
        rest = list(paragraphs)
        while len(rest) > 1 and rest[-1].kind == "text":
            last = rest[-1].text
            if not self.source and _is_theo(last):
                self.source = last
                self.guess("source", last, rest[-1], sure=not last.endswith("."))
            elif not self.credits and _is_name(last):
                self._take_bare_name(last, rest[-1])
            else:
                break
            rest.pop()
        return rest

    def _take_credit(self, paragraph: _Paragraph) -> None:
        self.credits.append(paragraph.text)
        self.guess("credit", paragraph.text, paragraph, sure=True)
        for part in _CREDIT_PART.finditer(paragraph.text):
            roles = fold(part["roles"])
            names = part["names"].strip(" .,;()-–")
            if re.search(r"\banh\b", roles):
                self.photographers = self.photographers or names
            if re.sub(r"\b(?:hinh )?anh\b", "", roles).strip(" :,&+/-–"):
                self.authors += _names(names)

    def _take_bare_name(self, name: str, paragraph: _Paragraph) -> None:
        self.credits.append(name)
        self.authors += _names(name)
        self.guess("credit", name, paragraph, sure=False)

    # Lead, captions, headings, paragraphs

    def take_text(self, paragraphs: Sequence[_Paragraph]) -> None:
        """Take what is left, in order."""
        lead = self._find_lead(paragraphs)
        for i, paragraph in enumerate(paragraphs):
            later = paragraphs[i + 1 : i + 6]
            if paragraph.kind == "photo":
                self._take_photo_line(paragraph)
            elif paragraph is lead:
                self._take_lead(paragraph)
            elif not self._take_caption(paragraph, later, lead):
                self._take_body(paragraph, later)

    def _find_lead(self, paragraphs: Sequence[_Paragraph]) -> _Paragraph | None:
        """The paragraph that is the lead; the place code is taken off where it stands."""
        texts = [p for p in paragraphs if p.kind == "text"]
        prose = [p for p in texts if _is_sentence(p.text)]
        for i, paragraph in enumerate(texts[:3]):
            found = _code(paragraph.text)
            if found is None:
                continue
            self.place, rest, sure = found
            self.guess("place", self.place, paragraph, sure=sure)
            paragraph.lines = [replace(paragraph.lines[0], text=rest)]
            before = next((p for p in texts[:i] if p in prose and not _OPENERS.match(p.text)), None)
            chosen = before or paragraph
            return chosen if len(texts) > texts.index(chosen) + 1 and _count(rest) <= 120 else None
        if prose and _count(prose[0].text) < 80 and len(texts) >= texts.index(prose[0]) + 3:
            opening = texts[: texts.index(prose[0])]
            return prose[0] if all(_count(p.text) <= 40 for p in opening) else None
        return None

    def _take_lead(self, paragraph: _Paragraph) -> None:
        self.lead = paragraph.text
        coded = any(g.field == "place" and g.line_number == paragraph.number for g in self.guesses)
        self.guess("lead", self.lead, paragraph, sure=coded and _count(self.lead) < 80)

    def _take_photo_line(self, paragraph: _Paragraph) -> None:
        """A line `Ảnh: …`: who made the picture above it, or what it shows."""
        match = _PHOTO.fullmatch(paragraph.text)
        who = match["who"].strip() if match else paragraph.text
        if not _is_photo_credit(paragraph):
            self._add_caption(who, "", paragraph, sure=True)
        elif self.captions and self._is_open(self.captions[-1]):
            self.captions[-1] = replace(self.captions[-1], credit=who)
        elif self.paragraphs and self._is_short_last():
            self.headings.discard(len(self.paragraphs) - 1)
            self._add_caption(self.paragraphs.pop(), who, paragraph, sure=False)
        else:
            self._add_caption("", who, paragraph, sure=True)

    def _is_open(self, caption: Caption) -> bool:
        """Whether nothing stands between the caption and here, and it wants a credit."""
        return caption.after_paragraph == len(self.paragraphs) and not caption.credit

    def _is_short_last(self) -> bool:
        last = self.paragraphs[-1]
        return _is_one_sentence(last)

    def _take_caption(
        self, paragraph: _Paragraph, later: Sequence[_Paragraph], lead: _Paragraph | None
    ) -> bool:
        text = paragraph.text
        if _count(text) > 70 or len(text) > _LONGEST:
            return False
        marked = _MARKED.fullmatch(text)
        if marked and _count(marked["text"]) <= 60 and _count(marked["who"]) <= 8:
            self._add_caption(marked["text"], marked["who"].strip(), paragraph, sure=True)
            return True
        if _ILLUSTRATED.fullmatch(text) and _count(text) <= 60:
            self._add_caption(text, "", paragraph, sure=True)
            return True
        if not _is_one_sentence(text):
            return False
        if later and _is_photo_credit(later[0]):
            self._add_caption(text, "", paragraph, sure=not _ends(text))
            return True
        signs = self._caption_signs(paragraph, later)
        if signs == {"unended"} and self.captions and _is_heading(text, later[0]):
            return False
        first = not self.paragraphs
        if (first and signs) or (lead and not self.lead) or "opener alone" in signs:
            sure = first and len(signs) >= 2 and bool({"broken", "unended"} & signs)
            self._add_caption(text, "", paragraph, sure=sure)
            return True
        return False

    def _caption_signs(self, paragraph: _Paragraph, later: Sequence[_Paragraph]) -> set[str]:
        """What speaks for a caption in a short paragraph; nothing does without text after it."""
        text = paragraph.text
        if not any(p.kind == "text" and _count(p.text) > _count(text) for p in later):
            return set()
        opener, unended, photo = bool(_OPENERS.match(text)), not _ends(text), self.photographers
        signs = {
            "broken": len(paragraph.lines) > 1 and not self.wrap_width,
            "unended": unended,
            "opener": opener and photo,
            "opener alone": opener and photo and unended and _count(text) >= 5,
        }
        return {sign for sign, there in signs.items() if there}

    def _add_caption(self, text: str, credit: str, paragraph: _Paragraph, *, sure: bool) -> None:
        self.captions.append(Caption(text.strip(), credit, len(self.paragraphs)))
        self.guess("caption", text.strip() or credit, paragraph, sure=sure)

    def _take_body(self, paragraph: _Paragraph, later: Sequence[_Paragraph]) -> None:
        text = paragraph.text
        if later and _is_heading(text, later[0]):
            self.headings.add(len(self.paragraphs))
            self.guess("heading", text, paragraph, sure=False)
        self.paragraphs.append(text)


def _is_prose(paragraph: _Paragraph) -> bool:
    """Whether a paragraph under a list of links is the article's text again."""
    return paragraph.kind == "text" and _ends(paragraph.text) and _count(paragraph.text) >= 30


def _is_theo(text: str) -> bool:
    named = re.fullmatch(r"\(?Theo [^()]{2,60}\)?\.?", text)
    return bool(named) and _count(text) <= 8 and any(w[0].isupper() for w in text.split()[1:])


def _is_one_sentence(text: str) -> bool:
    """Whether a text is as short and simple as captions are."""
    simple = not (_NEXT_SENTENCE.search(text) or _LIST_MARK.match(text) or text.endswith(":"))
    return simple and _count(text) <= 45


def _is_photo_credit(paragraph: _Paragraph) -> bool:
    """Whether a paragraph only says who made the picture above it."""
    match = _PHOTO.fullmatch(paragraph.text) if paragraph.kind == "photo" else None
    return match is not None and not _ends(match["who"]) and _count(match["who"]) <= 6


def _is_heading(text: str, following: _Paragraph) -> bool:
    if following.kind != "text" or _ends(text) or _count(text) > 14:
        return False
    if text[0].islower() or text[0] in "-–+*•" or text.endswith(","):
        return False
    return _is_sentence(following.text) and _count(following.text) > _count(text)


def _is_kicker(text: str, following: str, limit: int) -> bool:
    return limit >= _count(text) < _count(following) and not _OPENERS.match(following)


def _title_run(paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """The short texts at the top: title, kicker, what is broken off them; at least one text."""
    begun = False
    for paragraph in paragraphs:
        if paragraph.kind == "date" and begun:
            return
        if paragraph.kind != "text":
            continue
        plain_end = paragraph.text.rstrip(_CLOSERS).endswith((".", ":", ";"))
        if begun and (plain_end or _count(paragraph.text) > 25 or _code(paragraph.text)):
            return
        begun = True
        yield paragraph
