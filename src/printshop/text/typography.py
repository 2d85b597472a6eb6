"""Vietnamese text made ready for setting: Unicode form, quotes, and words that stay together.

Everything here is a pure function on strings. A line break is forbidden with characters, never
with markup, because inline boxes are what makes layout slow:

- U+2060 WORD JOINER after a sign at which Pango would break inside a token;
- U+00A0 NO-BREAK SPACE between words. U+202F, the narrow one, is never written: some display
  faces lack it, and the gap it leaves does not match its neighbours in a justified line. One that
  the author wrote is kept and counts as glue.

A rule is a pattern whose match is held whole. Rules look at the text *without* its glue and only
name the places to hold, so gluing twice is gluing once and no visible character ever changes.
A line feed or a second space in a row is never matched.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

__all__ = [
    "RULES",
    "Rule",
    "Spot",
    "Step",
    "ToneStyle",
    "glue",
    "normalise",
    "plain",
    "quotes",
    "tone_style",
    "typeset",
    "typeset_runs",
]

WORD_JOINER = "\u2060"
NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

Step = Literal["normalise", "quotes", "glue"]


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a text, and what replaces them; never empty."""

    start: int
    end: int
    new: str


# --- Unicode form -----------------------------------------------------------------------------

_RUBBISH = dict.fromkeys(map(ord, "\u200b\ufeff"))
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_UNGLUED = str.maketrans({WORD_JOINER: None, NO_BREAK_SPACE: " ", NARROW_NO_BREAK_SPACE: " "})


def normalise(text: str) -> str:
    """Return the text in NFC, with ``\\n`` line ends and without zero-width spaces and BOMs.

    U+00AD and U+0085 are kept: in text of a legacy encoding that nobody has converted yet they
    are the letter ư and an ellipsis, and dropping them here would lose letters without a word.
    Spaces are neither collapsed nor trimmed.
    """
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", text.translate(_RUBBISH)))


def plain(text: str) -> str:
    """Undo glue: for metadata, bookmarks, search and comparison."""
    return text.translate(_UNGLUED)


# --- Quotes, ellipses, dashes -----------------------------------------------------------------


class _Curl(NamedTuple):
    opening: str
    closing: str
    prime: str


_CURLS = {'"': _Curl("“", "”", "″"), "'": _Curl("‘", "’", "′")}
_OPENS = {curl.opening: straight for straight, curl in _CURLS.items()}
_CLOSES = {curl.closing: straight for straight, curl in _CURLS.items()}

_QUOTE = re.compile("[\"'“”‘’]|\n[ \t]*\n")
_THREE_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_DOUBLE_DASH = re.compile(r"(?<=\S\s)--(?=\s)")
_BEFORE_OPENING = frozenset("([{<-–—/:“‘")


def quotes(text: str) -> str:
    """Return the text with curled quotes, ``…`` for three dots and ``–`` for a spaced ``--``.

    A straight quote opens at the start of a line and after a space, a bracket, a dash, a slash, a
    colon or an opening quote; elsewhere it closes. ``'`` between letters or before a figure is an
    apostrophe. After a figure with no such quote open it is a prime: ``5"`` is five inches, but
    ``"Đề án 06"`` ends in a closing quote. A blank line ends what was left open. Rows of more than
    three dots are fill-in lines and stay.
    """
    return _apply([text], _quote_edits(text))[0]


def _quote_edits(text: str) -> list[Edit]:
    edits = [Edit(i, i + 1, sign) for i, sign in _curled(text).items()]
    edits += [Edit(*match.span(), "…") for match in _THREE_DOTS.finditer(text)]
    edits += [Edit(*match.span(), "–") for match in _DOUBLE_DASH.finditer(text)]
    return edits


def _curled(text: str) -> dict[int, str]:
    """Give each straight quote of the text, by position, the sign it stands for."""
    signs: dict[int, str] = {}
    pending: set[str] = set()
    for match in _QUOTE.finditer(text):
        sign, i = match[0], match.start()
        before, after = signs.get(i - 1, text[i - 1 : i]), text[i + 1 : i + 2]
        if sign in _CURLS:
            sign = signs[i] = _curl(sign, before, after, pending)
        if sign.isspace():
            pending.clear()
        elif sign in _OPENS:
            pending.add(_OPENS[sign])
        elif sign in _CLOSES and not (before.isalpha() and after.isalpha()):
            pending.discard(_CLOSES[sign])
    return signs


def _curl(straight: str, before: str, after: str, pending: Collection[str]) -> str:
    curl = _CURLS[straight]
    may_open = not before or before.isspace() or before in _BEFORE_OPENING
    if straight == "'" and after.isdecimal() and may_open:
        return curl.closing
    dangling = not after or after.isspace()
    if may_open and not (dangling and straight in pending):
        return curl.opening
    if before.isdecimal() and straight not in pending:
        return curl.prime
    return curl.closing


# --- Glue: the vocabulary of the rules --------------------------------------------------------

_VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
_LOWER = _VOWELS + "bcdđfghjklmnpqrstvwxz"
_UPPER = _LOWER.upper()


def _either_case(phrases: str) -> str:
    """Build an alternation of phrases, separated by commas, in either case of the first letter."""
    words = sorted((phrase.strip() for phrase in phrases.split(",")), key=len, reverse=True)
    return "|".join(f"[{word[0].lower()}{word[0].upper()}]{word[1:]}" for word in words)


def _one_of(words: str) -> str:
    """Build an alternation of words separated by spaces, the longest first."""
    return "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True)))


# Words and abbreviations that want a number after them.
_NUMBERED = _either_case(
    "số, điều, khoản, điểm, chương, mục, phần, phụ lục, nghị quyết, nghị định, kết luận, chỉ thị,"
    " quyết định, quy định, thông tư, kế hoạch, hướng dẫn, công văn, thông báo, ngày, tháng, năm,"
    " quý, thứ, khóa, khoá, thế kỷ, trang, hình, bảng, tập, tổ, ấp, phường, quận, khu vực,"
    " đại hội, nhiệm kỳ, giai đoạn"
)
_NUMERAL = r"\d|[IVXLC]++(?!\w)"

_SCALES = _one_of("trăm nghìn ngàn vạn triệu tỷ tỉ")
_UNITS = _one_of(
    "% ‰ °C °F ° mm cm dm m km mm² cm² m² km² m³ ha g kg mg tạ tấn lít ml l W kW MW kWh V A Hz MHz"
    " GHz kB MB GB TB h giây phút giờ tuần tuổi lần đồng đ USD VND VNĐ EUR euro"
    " hộ người em cháu ca lượt suất căn chiếc con cây xã phường huyện quận tỉnh ấp thôn"
)
# "10 tháng" is a span of time, "10 tháng 3" is a date and may break before "tháng".
_SPANS = r"(?:ngày|tháng|năm)(?! \d)"

_ACADEMIC = "(?:PGS|GS|ThS|TS|BS|DS|KS|LS|NGƯT|NGND|NSƯT|NSND)"
_SHORTENED = r"(?:TP|Tp|TX|Tx|TT|Tt|Q|P|H|X|Đ|tr|Tr|Nxb|NXB)\."
_COMRADE = r"(?:[đĐ]ồng chí|[đĐ]/c\.?)"
_PERSON = _either_case(
    "ông, bà, anh, chị, em, cô, chú, bác, cụ, thầy, bác sĩ, giáo sư, tiến sĩ, thạc sĩ, kỹ sư,"
    " luật sư, nhà báo, nhà văn, nhà thơ, nghệ sĩ, liệt sĩ, anh hùng"
)
_PLACE = _either_case(
    "thành phố, tỉnh, huyện, quận, thị xã, thị trấn, phường, xã, đường, thành ủy, thành uỷ,"
    " tỉnh ủy, tỉnh uỷ, huyện ủy, huyện uỷ, quận ủy, quận uỷ"
)
_BYLINE = "(?:" + _either_case("tin, bài, ảnh, tác giả, nguồn") + "):"
_LEAD = rf"(?:{_COMRADE}|{_ACADEMIC}\.?|{_SHORTENED}|T[PpXx]|{_BYLINE}|{_PERSON}|{_PLACE})"

_FAMILY = _one_of(
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Trịnh Đào"
    " Lâm Mai Tô Tạ Phùng Vương Lương Lưu Châu Thái Thạch Hà Cao Quách Đàm Nghiêm Chu Tống Tôn"
)
# Offices that follow a name without a comma; they are no syllables of it.
_OFFICE = (
    "(?:[BT]í thư|[ỦU][yỷ] viên|Phó|Trưởng (?:[bB]an|[pP]hòng|[đĐ]oàn)|Chủ (?:tịch|nhiệm|biên)"
    "|Giám đốc|Tổng (?:[bB]í|[gG]iám|[bB]iên)|Thường (?:trực|vụ)|(?:Thành|Tỉnh|Huyện) (?:ủy|uỷ)"
    r"|Bộ trưởng|Thứ trưởng|Thủ tướng|Hiệu trưởng|Viện trưởng)(?!\w)"
)
_SYLLABLE = rf"(?!{_OFFICE})[{_UPPER}][{_LOWER}]*+(?!\w)"
_NAME = rf"(?:{_SYLLABLE} ){{0,3}}(?P<keep>{_SYLLABLE} {_SYLLABLE})(?! {_SYLLABLE})"

_CODE = rf"[{_UPPER}]\w{{0,11}}+"
_CAPITALS = rf"[{_UPPER}]{{2}}\w{{0,10}}+"


# --- Glue: the rules --------------------------------------------------------------------------


class Rule(NamedTuple):
    """One reason to hold words together.

    A match of ``pattern``, or its group ``keep`` where there is one, is held whole: no break after
    any of its characters, so a match that ends in a space holds that space too.
    """

    name: str
    pattern: re.Pattern[str]
    holds: str
    example: str


def _rule(name: str, pattern: str, holds: str, example: str) -> Rule:
    return Rule(name, re.compile(pattern), holds, example)


RULES: tuple[Rule, ...] = (
    _rule(
        "document-number",
        rf"(?<![\w/.-])(?:\d{{1,6}}+(?:/\d{{4}}+)?|{_CAPITALS})(?:[-/]{_CODE}){{1,4}}+(?![\w/])",
        "the number or code of a document",
        "30/2020/NĐ-CP",
    ),
    _rule(
        "slash",
        r"(?<![\w/.,:@-])(?:\d[\d.,]{0,15}+\w{0,8}+|\w{1,8}+)(?:/\w{1,8}+){1,2}+(?![\w/]|[.@]\w)",
        "short words and units joined by a slash",
        "và/hoặc 100km/h",
    ),
    _rule(
        "range",
        r"[-–](?<=[\dIVXLC].)(?=[\dIVXLC]|nay(?!\w))",
        "both ends of a range",
        "2016–2020",
    ),
    _rule(
        "numbered",
        rf"(?<!\w)(?=\w++(?: \w++)?:? (?:{_NUMERAL}))(?:{_NUMBERED})(?P<keep>:? )(?={_NUMERAL})",
        "the last word of a label and its number or date",
        "Kết luận số 62",
    ),
    _rule(
        "point",
        r" (?<=[đĐ]iểm )(?=[a-zđ](?!\w))",
        "a point of a clause and its letter",
        "điểm a khoản 2",
    ),
    _rule(
        "quantity",
        r"(?<![\w.,])(?<!năm )(?<!Năm )\d++(?:[.,]\d++)*+"
        rf"(?: (?:{_SCALES})(?!\w)){{0,2}}+(?: (?:{_UNITS}|{_SPANS})(?!\w))?+",
        "a number, its scale and its unit",
        "259 tỷ đồng",
    ),
    _rule(
        "title",
        rf"(?<!\w){_ACADEMIC}(?:\. ?(?=\w)| (?=[{_UPPER}]))",
        "an academic title and the next word",
        "PGS. TS. Nguyễn",
    ),
    _rule(
        "abbreviation",
        rf"(?<!\w)(?:{_SHORTENED} ?(?=\w)|T[PpXx] (?=[{_UPPER}]))",
        "a shortened word of place or page and the next word",
        "TP. Cần",
    ),
    _rule(
        "initial",
        rf"(?<![\w.])(?:[{_UPPER}][{_LOWER}]?\.){{1,4}}+ (?=[{_UPPER}])",
        "initials and the name they belong to",
        "V.I. Lênin",
    ),
    _rule(
        "comrade",
        rf"(?<!\w)(?:[đĐ]ồng (?P<keep>chí )|[đĐ]/c\.? )(?={_SYLLABLE})",
        "đồng chí and the first syllable of the name",
        "đồng chí Trần",
    ),
    _rule(
        "name-after-title",
        rf"(?<!\w)(?=\S{{1,12}}+(?: \S{{1,12}}+)? [{_UPPER}]){_LEAD} {_NAME}",
        "the last two syllables of a person or place after a word that announces one",
        "huyện Vĩnh Thạnh",
    ),
    _rule(
        "name-by-family",
        rf"(?<!\w)(?=(?:{_FAMILY}) ){_NAME}",
        "the last two syllables of a name that begins with a common family name",
        "Trần Thanh Cần",
    ),
    _rule(
        "aside",
        r" (?<=\S )(?=[-–—] )",
        "the dash of an aside and the word before it",
        "chính trị - xã hội",
    ),
)

# Where Pango breaks: at a space, and after these signs. It never breaks a sign between figures.
_OPENING = re.compile(r" |[-/](?=[^\s\d])|(?<!\d)[-/](?=\d)|–(?=\S)|(?<!\d)\.(?=\d)")


def glue(text: str, *, rules: Iterable[Rule] = RULES) -> str:
    """Forbid line breaks where the rules say so; expects the text of one paragraph in NFC.

    The visible text never changes: ``plain(glue(text)) == plain(text)``.
    """
    return _apply([text], _glue_edits(text, rules))[0]


def _glue_edits(text: str, rules: Iterable[Rule] = RULES) -> list[Edit]:
    bare = plain(text)
    places = _places_of_bare(text)
    return [
        Edit(places[i], places[i] + 1, new)
        for i in _held(bare, rules)
        if (new := _glued(text, places[i])) is not None
    ]


def _held(bare: str, rules: Iterable[Rule]) -> set[int]:
    """Find the openings of an unglued text that some rule holds shut."""
    return {
        i
        for rule in rules
        for start, end in _spans(rule, bare)
        for i in range(start, end)
        if _OPENING.match(bare, i)
    }


def _spans(rule: Rule, bare: str) -> Iterator[tuple[int, int]]:
    grouped = "keep" in rule.pattern.groupindex
    for match in rule.pattern.finditer(bare):
        yield match.span("keep") if grouped and match["keep"] else match.span()


def _places_of_bare(text: str) -> Sequence[int]:
    """Map each character of the unglued text to its place in the text."""
    if WORD_JOINER not in text:
        return range(len(text))
    return [i for i, character in enumerate(text) if character != WORD_JOINER]


def _glued(text: str, i: int) -> str | None:
    """Return what replaces the character so that no line ends after it, if that needs anything."""
    if text[i] == " ":
        return NO_BREAK_SPACE
    if text[i] in (NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE) or text[i + 1 : i + 2] == WORD_JOINER:
        return None
    return text[i] + WORD_JOINER


# --- All of it, over one text or over the runs of a paragraph -----------------------------------


def typeset(text: str, *, skip: Collection[Step] = ()) -> str:
    """Normalise, curl quotes and glue the text of one paragraph, but for the steps to skip."""
    return typeset_runs([text], skip=skip)[0]


def typeset_runs(runs: Sequence[str], *, skip: Collection[Step] = ()) -> list[str]:
    """Typeset the text runs of one paragraph that inline markup separates, as one text.

    The answer has as many runs as the question. A replacement that crosses a border lands in the
    run where it begins. Give U+FFFC for what must be seen but not touched, such as inline code or
    a picture, and a line feed for a forced line break.
    """
    done = list(runs) if "normalise" in skip else [normalise(run) for run in runs]
    if "quotes" not in skip:
        done = _apply(done, _quote_edits("".join(done)))
    if "glue" not in skip:
        done = _apply(done, _glue_edits("".join(done)))
    return done


def _apply(runs: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    """Edit the joined runs and cut them again at the same borders."""
    cells = list("".join(runs))
    for start, end, new in edits:
        cells[start:end] = [new, *[""] * (end - start - 1)]
    edited = []
    border = 0
    for run in runs:
        edited.append("".join(cells[border : border + len(run)]))
        border += len(run)
    return edited


# --- Tone marks -------------------------------------------------------------------------------


class Spot(NamedTuple):
    """A syllable and where it starts in the text."""

    syllable: str
    start: int


class ToneStyle(NamedTuple):
    """Syllables in oa, oe, uy whose tone mark shows which of the two spellings the text follows."""

    old: tuple[Spot, ...]
    new: tuple[Spot, ...]

    @property
    def mixed(self) -> bool:
        """Whether both spellings occur."""
        return bool(self.old and self.new)


_ONSET = "(?<![^\\W\\d_])(?:ngh|[bcdđghklmnprstvx]h?|gi|ng)?"
_OLD_TONE = re.compile(rf"{_ONSET}(?:[òỏõóọ][ae]|[ùủũúụ]y)(?!\w)", re.IGNORECASE)
_NEW_TONE = re.compile(rf"{_ONSET}(?:o[àảãáạèẻẽéẹ]|u[ỳỷỹýỵ])(?!\w)", re.IGNORECASE)


def tone_style(text: str) -> ToneStyle:
    """Find syllables in the old (hòa, thúy) and the new (hoà, thuý) placement of the tone mark.

    Only open rhymes tell them apart; ``uy`` after q is written one way in both. Nothing is changed.
    """
    return ToneStyle(_spots(_OLD_TONE, text), _spots(_NEW_TONE, text))


def _spots(pattern: re.Pattern[str], text: str) -> tuple[Spot, ...]:
    places = _places_of_bare(text)
    return tuple(Spot(match[0], places[match.start()]) for match in pattern.finditer(plain(text)))
