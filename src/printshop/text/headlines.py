"""Titles broken by sense: which spaces of a Vietnamese title no line may end at.

The engine balances the lines of a title by width; what it may not part is said here, with U+00A0.
A title is read as syllables. Each rule names stretches of them to hold, the strongest rule first,
and a stretch is held whole or not at all: where the run that came of it would be longer than a
narrow column takes, the rule gives way. Rules look at the title *without* its glue and runs only
grow, so doing it twice is doing it once.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from printshop.text.typography import (
    NARROW_NO_BREAK_SPACE,
    NO_BREAK_SPACE,
    WORD_JOINER,
    plain,
)

__all__ = ["LONGEST", "break_chances", "headline"]

LONGEST = 18
"""Characters of an unbreakable run, unless told otherwise."""


def headline(title: str, longest: int = LONGEST) -> str:
    """Forbid line breaks in a title where a sub-editor would not allow them.

    Expects plain text that is typeset already: NFC, with glue or without. Ordinary spaces become
    no-break spaces and nothing else changes; no run longer than `longest` characters comes of it.
    """
    line = _Line(title, longest)
    if len(line.words) > 2:
        reading = _Reading(line.words)
        for first, last in (*_begun(reading, line.held), *_stretches(reading, longest)):
            line.hold(first, last)
    return line.text()


def break_chances(title: str, longest: int = LONGEST) -> list[str]:
    """Return the runs between which a line of the title may end, without their glue."""
    return [plain(run) for run in _CHANCE.split(headline(title, longest)) if run]


# --- The title as syllables ---------------------------------------------------------------------

_GLUE_SPACES = NO_BREAK_SPACE + NARROW_NO_BREAK_SPACE
_CHANCE = re.compile(rf"[^\S{_GLUE_SPACES}]+")
_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"([^\w%]*)(.*?)([^\w%]*)", re.DOTALL)

_TONES = {
    new: old
    for pairs in (
        "òa oà óa oá ỏa oả õa oã ọa oạ",
        "òe oè óe oé ỏe oẻ õe oẽ ọe oẹ",
        "ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ",
    )
    for old, new in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}
_TONE = re.compile("|".join(_TONES))
_Y = re.compile("(?<=^[hklmst])[yỳỷỹýỵ]$|(?<=^qu)[yỳỷỹýỵ]$")
_Y_TO_I = str.maketrans("yỳỷỹýỵ", "iìỉĩíị")


def _key(syllable: str) -> str:
    """Fold case, both placements of the tone mark (khoẻ, khỏe), and i for y (kĩ, kỹ)."""
    folded = _Y.sub(lambda match: match[0].translate(_Y_TO_I), syllable.lower())
    return _TONE.sub(lambda match: _TONES[match[0]], folded)


class _Word(NamedTuple):
    """A syllable, a number or a dash: what stands between two spaces."""

    start: int
    end: int
    width: int
    before: str
    core: str
    after: str
    key: str


def _words(title: str) -> Iterator[_Word]:
    for match in _WORD.finditer(title):
        bare = match[0].replace(WORD_JOINER, "")
        parts = _PARTS.fullmatch(bare)
        before, core, after = parts.groups() if parts else (bare, "", "")
        yield _Word(*match.span(), len(bare), before, core, after, _key(core))


class _Line:
    """A title of which stretches are held; a gap ``i`` follows word ``i``."""

    def __init__(self, title: str, longest: int) -> None:
        self.title = title
        self.longest = longest
        self.words = tuple(_words(title))
        gaps = [title[one.end : two.start] for one, two in pairwise(self.words)]
        self.held = [not gap.strip(_GLUE_SPACES) for gap in gaps]
        self.ours = [gap == " " for gap in gaps]
        self.widths = [len(gap) for gap in gaps]
        ends = (
            (title[: self.words[0].start], title[self.words[-1].end :]) if self.words else ("", "")
        )
        self.lead = len(ends[0]) - len(ends[0].rstrip(_GLUE_SPACES))
        self.tail = len(ends[1]) - len(ends[1].lstrip(_GLUE_SPACES))

    def hold(self, first: int, last: int) -> bool:
        """Hold the words from `first` to `last` as one run, if that may be."""
        gaps = [i for i in range(first, last) if not self.held[i]]
        if not all(self.ours[i] for i in gaps):
            return False
        if gaps and self._width(first, last) > self.longest:
            return False
        for i in gaps:
            self.held[i] = True
        return True

    def _width(self, first: int, last: int) -> int:
        while first and self.held[first - 1]:
            first -= 1
        while last < len(self.held) and self.held[last]:
            last += 1
        width = sum(word.width for word in self.words[first : last + 1])
        width += sum(self.widths[first:last])
        width += 0 if first else self.lead
        return width + (self.tail if last == len(self.held) else 0)

    def text(self) -> str:
        """The title with its glue."""
        cells = list(self.title)
        for i, word in enumerate(self.words[:-1]):
            if self.held[i] and self.ours[i]:
                cells[word.end] = NO_BREAK_SPACE
        return "".join(cells)


# --- Reading: what each syllable is ---------------------------------------------------------------


class _Unit(NamedTuple):
    """A word of the language: the syllables `first` to `last`."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class _Reading:
    """What the syllables of a title are to one another; glue has no part in it."""

    def __init__(self, words: tuple[_Word, ...]) -> None:
        self.words = words
        self.shouted = not any(word.core.islower() for word in words)
        self.units = tuple(self._units())
        self.unit_of = {i: unit for unit in self.units for i in range(unit.first, unit.last + 1)}

    def _units(self) -> Iterator[_Unit]:
        """Compounds of the lists, the longest first, and single syllables between them."""
        i = 0
        while i < len(self.words):
            size = next((n for n in range(_LONGEST_WORD, 1, -1) if self._listed(i, n)), 1)
            yield _Unit(i, i + size - 1)
            i += size

    def _listed(self, i: int, size: int) -> bool:
        words = self.words[i : i + size]
        phrase = " ".join(word.key for word in words)
        return phrase in _LISTED and all(self.joined(k) for k in range(i, i + size - 1))

    def joined(self, i: int) -> bool:
        """Whether no sign stands between word `i` and the next."""
        words = self.words
        if not 0 <= i < len(words) - 1:
            return False
        one, two = words[i], words[i + 1]
        return bool(one.core and two.core) and not one.after and not two.before

    def leans(self, i: int) -> bool:
        """Whether something that word `i` may lean on follows: all but a sign of its own."""
        return i < len(self.words) - 1 and not self.words[i].after and bool(self.words[i + 1].core)

    def single(self, i: int) -> bool:
        """Whether the word is no part of a compound."""
        return self.unit_of[i].size == 1

    def starts(self, i: int) -> bool:
        """Whether a capital is due at word `i` whatever it means."""
        if i == 0 or self.words[i].before:
            return True
        previous = self.words[i - 1]
        return not previous.core or bool(_STOP.search(previous.after))

    def capital(self, i: int) -> bool:
        """Whether the word has the capital of a name; acronyms and shouted titles have not."""
        core = self.words[i].core
        if self.shouted or not core[:1].isupper():
            return False
        return not (len(core) > 1 and core.isupper())

    def telling(self, i: int) -> bool:
        """Whether the word's capital tells of a name."""
        return self.capital(i) and not self.starts(i)

    def lower(self, i: int) -> bool:
        """Whether the word is written as no name is."""
        return not self.telling(i)

    def key(self, i: int) -> str:
        """The folded word; nothing outside the title."""
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def number(self, i: int) -> bool:
        """Whether the word is a number, in figures or in letters."""
        if _FIGURES.fullmatch(self.words[i].core):
            return True
        return self.key(i) in _NUMBER_WORDS and self.single(i) and self.lower(i)

    def counted(self, i: int) -> bool:
        """Whether a number or a quantifier stands before the word."""
        return self.joined(i - 1) and (self.number(i - 1) or self.key(i - 1) in _QUANTIFIERS)

    def function(self, i: int) -> bool:
        """Whether the word is a function word."""
        return self.key(i) in _FUNCTION_WORDS and self.single(i) and self.lower(i)

    def plain(self, i: int) -> bool:
        """Whether the word is a syllable that nothing is known of."""
        if not self.words[i].core.isalpha() or not self.single(i) or self.telling(i):
            return False
        return not (self.function(i) or self.number(i) or self.key(i) in _TRAILING)

    def alone(self, i: int) -> bool:
        """Whether the word is one syllable with a sense of its own, between others' words."""
        if not self.words[i].core.isalpha() or not self.single(i):
            return False
        if self.function(i) or self.number(i) or (self.joined(i - 1) and self.plain(i - 1)):
            return False
        return not (self.joined(i) and self.plain(i + 1))

    def label(self, i: int) -> bool:
        """Whether the word announces a number: số 62, tháng Chín, thứ hai."""
        if not self.joined(i) or self.key(i) not in _LABELS:
            return False
        core = self.words[i + 1].core
        if _FIGURES.match(core) or _ROMAN.fullmatch(core):
            return not self.counted(i) or bool(_YEAR.fullmatch(core)) or self.key(i) == "tháng"
        return self.key(i) in _ORDINAL_LABELS and self.key(i + 1) in _ORDINALS

    def counts(self, i: int) -> bool:
        """Whether the word is a number of what follows, not a date, a year or the name of a day."""
        core = self.words[i].core
        if not self.joined(i) or not self.number(i) or _YEAR.fullmatch(core):
            return False
        return not (i and self.label(i - 1))


_LONGEST_SYLLABLE = 7
_STOP = re.compile("[.:?!…]")
_FIGURES = re.compile(r"\d[\d.,]*(?:[-–]\d[\d.,]*)?%?")
_ROMAN = re.compile("[IVXLC]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?")


# --- The rules, the strongest first -------------------------------------------------------------


def _stretches(reading: _Reading, longest: int) -> Iterator[_Unit]:
    yield from _edges(reading)
    yield from _names(reading, longest)
    yield from _quoted(reading)
    yield from _numbers(reading)
    yield from (unit for unit in reading.units if unit.size > 1)
    yield from _leaning(reading, _STRONG)
    yield from _announced(reading)
    yield from _unlisted(reading)
    yield from _leaning(reading, _WEAK)
    yield from _trailing(reading)
    yield from _coupled(reading)
    yield from _heads(reading)


def _edges(reading: _Reading) -> Iterator[_Unit]:
    """No syllable alone at the end, no short one alone at the beginning, no dash before a line."""
    words = reading.words
    last = len(words) - 1
    if len(words[last].core) <= _LONGEST_SYLLABLE:
        yield _Unit(reading.unit_of[last - 1].first, last)
        yield _Unit(last - 1, last)
    if sum(map(str.isalpha, words[0].core)) <= 2:
        yield _Unit(0, 1)
    for i, word in enumerate(words[1:]):
        if not word.core:
            yield _Unit(i, i + 1)


def _begun(reading: _Reading, held: list[bool]) -> list[_Unit]:
    """Compounds that glue of the typesetter has tied to a neighbour: đồng chí~Trần.

    They go first, lest "chí Trần Thanh Cần" leave "đồng" behind. Order alone depends on glue here;
    a stretch that was refused once is refused again, because runs only grow.
    """
    tied = {i for i, shut in enumerate(held) if shut}
    return [unit for unit in reading.units if unit.size > 1 and tied & {unit.first - 1, unit.last}]


def _names(reading: _Reading, longest: int) -> Iterator[_Unit]:
    for run in _capitalised(reading):
        yield from _cut(reading, run, longest)


def _capitalised(reading: _Reading) -> Iterator[list[_Unit]]:
    """Runs of units with capitals that tell of a name."""
    run: list[_Unit] = []
    for unit in reading.units:
        if run and not (reading.telling(unit.first) and reading.joined(run[-1].last)):
            yield run
            run = []
        if run or reading.telling(unit.first) or _opens_name(reading, unit):
            run.append(unit)
    if run:
        yield run


def _opens_name(reading: _Reading, unit: _Unit) -> bool:
    """Whether a name begins with a word that has a capital anyway.

    So it does with a family name, and where just one capitalised syllable follows: after
    "Huyện" come two.
    """
    i = unit.first
    if unit.size > 1 or not reading.capital(i) or not reading.joined(i):
        return False
    follows = [k for k in (i + 1, i + 2) if k in reading.unit_of and reading.telling(k)]
    if i + 1 not in follows or not reading.single(i + 1):
        return False
    if reading.key(i) in _FAMILIES:
        return True
    alone = i + 2 not in follows or not reading.joined(i + 1)
    return alone and reading.key(i) not in _NOT_IN_NAMES


def _cut(reading: _Reading, run: list[_Unit], longest: int) -> list[_Unit]:
    """Cut a run of capitals into the fewest good pieces: none of one syllable, even ones first."""
    best: list[tuple[int, list[_Unit]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(end):
            piece = _Unit(run[start].first, run[end - 1].last)
            price = _price(reading, piece, end - start, longest)
            if price is not None:
                odd = piece.size % 2 if end < len(run) else 0
                ways.append((best[start][0] + price + odd, [*best[start][1], piece]))
        best.append(min(ways))
    return [piece for piece in best[-1][1] if piece.size > 1]


def _price(reading: _Reading, piece: _Unit, units: int, longest: int) -> int | None:
    """What a piece of a name costs, or None where it may not be."""
    if units == 1:
        return 2 if piece.size > 1 else 7
    words = reading.words[piece.first : piece.last + 1]
    if piece.size > 4 or sum(word.width + 1 for word in words) - 1 > longest:
        return None
    # Two words known by themselves may part: Thành ủy | Cần Thơ.
    return 5 if units == 2 and piece.size == 4 else 2


def _quoted(reading: _Reading) -> Iterator[_Unit]:
    """Quotations and brackets of up to three syllables."""
    for first, word in enumerate(reading.words):
        closing = {_PAIRS[sign] for sign in word.before if sign in _PAIRS}
        syllables = 0
        for last in range(first, len(reading.words)) if closing else ():
            syllables += bool(reading.words[last].core)
            if syllables > 3:
                break
            if closing & set(reading.words[last].after):
                yield _Unit(first, last)
                break


_PAIRS = {"“": "”", "‘": "’", "«": "»", "(": ")", "[": "]", '"': '"'}


def _numbers(reading: _Reading) -> Iterator[_Unit]:
    """A number and the word that it counts; a label and its number."""
    for i in range(len(reading.words) - 1):
        if reading.label(i):
            yield _Unit(i, i + 1)
        elif reading.counts(i):
            yield _Unit(i, reading.unit_of[i + 1].last)
        elif reading.key(i) in _ABOUT and reading.joined(i) and reading.number(i + 1):
            yield _Unit(i, i + 1)


def _leaning(reading: _Reading, function_words: Iterable[str]) -> Iterator[_Unit]:
    """Words that lean on what follows, from the last to the first: the nearest holds first."""
    for i in reversed(range(len(reading.words))):
        if reading.key(i) not in function_words or not reading.leans(i):
            continue
        if not reading.single(i) or not reading.lower(i):
            continue
        if reading.key(i) in _NOUNS and (reading.counted(i) or reading.function(i + 1)):
            continue
        yield _Unit(i, i + 1)


def _unlisted(reading: _Reading) -> Iterator[_Unit]:
    """Plain syllables in a row, two and two from the last: most are compounds that no list has."""
    for run in _plain_runs(reading):
        yield from (_Unit(i - 1, i) for i in range(run.last, run.first, -2))


def _plain_runs(reading: _Reading) -> Iterator[_Unit]:
    """Stretches of syllables that nothing is known of."""
    first = None
    for i in range(len(reading.words)):
        if not reading.plain(i):
            continue
        first = i if first is None else first
        if not (reading.joined(i) and reading.plain(i + 1)):
            yield _Unit(first, i)
            first = None


def _coupled(reading: _Reading) -> Iterator[_Unit]:
    """Single syllables on both sides of a dash: lúa - cá."""
    for i in range(len(reading.words) - 2, 0, -1):
        if not reading.words[i].core and reading.alone(i - 1) and reading.alone(i + 1):
            yield _Unit(i - 1, i + 1)


def _heads(reading: _Reading) -> Iterator[_Unit]:
    """A syllable that opens a phrase, most often a verb, and the word it governs.

    After a compound it may as well belong to that (phân bón giả), so there it stays free.
    """
    for first, i in _plain_runs(reading):
        opens = not reading.joined(i - 1) or reading.function(i - 1)
        if first < i or not opens or not reading.joined(i) or reading.telling(i + 1):
            continue
        if not reading.single(i + 1) or reading.number(i + 1):
            yield _Unit(i, reading.unit_of[i + 1].last)


def _announced(reading: _Reading) -> Iterator[_Unit]:
    """A word that announces a person or a place, and the name."""
    for one, two in pairwise(reading.units):
        phrase = " ".join(reading.key(i) for i in range(one.first, one.last + 1))
        if phrase in _ANNOUNCING and reading.joined(one.last) and reading.telling(two.first):
            yield _Unit(one.last, two.first)


def _trailing(reading: _Reading) -> Iterator[_Unit]:
    """Words that lean on what stands before them: này, nhau, mới."""
    for i in range(1, len(reading.words)):
        if reading.key(i) in _TRAILING and reading.joined(i - 1) and reading.single(i):
            yield _Unit(i - 1, i)


# --- The lists ----------------------------------------------------------------------------------


def _phrases(*lists: str) -> frozenset[str]:
    """Phrases separated by commas, folded."""
    return frozenset(
        " ".join(map(_key, phrase.split())) for text in lists for phrase in text.split(",")
    )


def _syllables(text: str) -> frozenset[str]:
    return frozenset(map(_key, text.split()))


_NUMBER_WORDS = _syllables(
    "một hai ba bốn sáu bảy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ chục vài mấy dăm nửa"
)
_QUANTIFIERS = _syllables("mỗi mọi nhiều từng hằng hàng cả bao")
_ABOUT = _syllables("hơn gần khoảng chừng trên dưới đủ")
_LABELS = _syllables(
    "số điều khoản điểm chương mục phần ngày tháng năm quý thứ khóa kỳ đợt lớp trang hình bảng tập"
    " tổ ấp khu phường quận đoạn hội quyết luận thị định tư án lần mùng mồng"
)
_ORDINAL_LABELS = _syllables("tháng thứ mùng mồng")
_ORDINALS = _syllables("nhất nhì giêng hai ba tư năm sáu bảy tám chín mười chạp một bốn")

# What a line must not end with.
_STRONG = _syllables(
    "của và hoặc với cho ở tại trong trên dưới từ đến tới về theo bằng là các những mỗi mọi từng"
    " để khi vì do nhờ bởi nếu thì mà như giữa ngoài sau trước qua cùng số sự cuộc nền niềm nỗi"
    " chiếc cuốn quyển tấm bức buổi lối vào nhằm hằng tuy dù nhưng"
)
# What it had better not end with.
_WEAK = _syllables(
    "có không chưa đã đang sẽ bị được rất hãy đừng chớ cần nên phải nhiều ít cũng vẫn còn hay cách"
    " cái con ngày tháng năm thứ ngay tự luôn chỉ càng bên gần mùa vừa sắp người"
)

_FUNCTION_WORDS = _STRONG | _WEAK
# Those that are nouns too: they do not lean where they are counted (ba con), nor on another of
# these words (năm và tháng).
_NOUNS = _syllables("ngày tháng năm con cái chiếc cuốn quyển tấm bức buổi cuộc số lối cách người")

_TRAILING = _syllables(
    "này đó ấy kia nọ nào gì nhau nữa rồi nay đây đấy mới nhỏ sạch lớn tốt đẹp giỏi cũ hơn nhất"
    " nghèo giả lại"
)

_ANNOUNCING = _phrases(
    "thành phố, tỉnh, huyện, quận, thị xã, thị trấn, phường, xã, đường, sông, kênh, rạch, cầu,"
    " chợ, ấp, khóm, làng, cù lao, đảo, vùng, bà, ông, anh, chị, em, cô, chú, bác, cụ, thầy, bé,"
    " chú bé, trưởng ấp, mẹ, má, đồng chí, bác sĩ, kỹ sư, giáo sư, nhà báo, nhà văn, nhà thơ,"
    " nghệ sĩ, liệt sĩ, anh hùng, trường, tết, lễ, ngày, luật, người"
)
_FAMILIES = _syllables(
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương Lý Đinh Trương Trịnh Đào Lâm"
    " Phùng Quách Đoàn"
)
_NOT_IN_NAMES = _ANNOUNCING | _STRONG | _WEAK | _NUMBER_WORDS | {"tháng"}

_NAMES = _phrases(
    "Việt Nam, Hồ Chí Minh, Bác Hồ, Cần Thơ, Ninh Kiều, Cái Răng, Bình Thủy, Ô Môn, Thốt Nốt,"
    " Phong Điền, Cờ Đỏ, Thới Lai, Vĩnh Thạnh, Hậu Giang, Sóc Trăng, Bạc Liêu, Cà Mau, Kiên Giang,"
    " An Giang, Đồng Tháp, Vĩnh Long, Trà Vinh, Bến Tre, Tiền Giang, Long An, Cửu Long, Mê Kông,"
    " Sài Gòn, Hà Nội, Đà Nẵng, Hải Phòng, Thừa Thiên, Điện Biên Phủ, Trường Sa, Hoàng Sa,"
    " Phú Quốc, Nam Bộ, Tây Nam Bộ, miền Nam, miền Bắc, miền Tây, miền Trung, phương Nam,"
    " Đông Nam Á, Nguyễn Ái Quốc, Tôn Đức Thắng, Phạm Văn Đồng, Võ Nguyên Giáp, Nam Kỳ,"
    " Bộ Chính trị, Ban Bí thư, Ban Thường vụ, Ban Chấp hành,"
    " Ban Dân vận, Ban Tuyên giáo, Ban Tổ chức, Ban Nội chính, Ban Chỉ đạo, Tết Nguyên đán,"
    " Tết Trung thu, Đoàn Thanh niên, Đội Thiếu niên, Hội Nông dân, Hội Phụ nữ, Hội Cựu chiến binh,"
    " Hội Chữ thập đỏ, Hội Khuyến học, Hội Người cao tuổi, Trung ương Đảng, Chữ thập đỏ"
)

_PARTY = """
đảng viên, đảng bộ, đảng ủy, cấp ủy, chi bộ, chi ủy, thành ủy, tỉnh ủy, huyện ủy, quận ủy,
trung ương, đại hội, hội nghị, nghị quyết, nghị định, chỉ thị, kết luận, quyết định, quy định,
thông tư, thông báo, kế hoạch, chương trình, hướng dẫn, báo cáo, tham luận, chuyên đề, đề án,
dự án, nhiệm kỳ, nhiệm vụ, giải pháp, mục tiêu, chỉ tiêu, chủ trương, đường lối, chính sách,
tuyên giáo, tuyên truyền, dân vận, dân vận khéo, kiểm tra, giám sát, kỷ luật, kỷ cương, tổ chức,
bí thư, phó bí thư, thường vụ, thường trực, chấp hành, ủy viên, ủy ban, chủ tịch, phó chủ tịch,
lãnh đạo, chỉ đạo, quản lý, điều hành, phân công, phối hợp, cán bộ, công chức, viên chức,
đoàn viên, hội viên, đoàn thể, mặt trận, tổ quốc, công đoàn, công đoàn viên, thanh niên,
thiếu niên, nhi đồng, phụ nữ, cựu chiến binh, nông dân, công nhân, trí thức, nhân dân, quần chúng,
đồng bào, đồng chí, dân tộc, tôn giáo, chính trị, tư tưởng, đạo đức, phong cách, lý luận, lịch sử,
truyền thống, cách mạng, kháng chiến, quốc hội, hội đồng, đại biểu, cử tri, tiếp xúc, chất vấn,
bầu cử, ứng cử, tiếp dân, đối thoại, góp ý, phê bình, tự phê bình, học tập, làm theo, quán triệt,
triển khai, thực hiện, thi hành, thi đua, khen thưởng, biểu dương, tuyên dương, tôn vinh,
điển hình, gương sáng, tấm gương, nêu gương, xây dựng, chỉnh đốn, đoàn kết, thống nhất, đổi mới,
sáng tạo, sáng kiến, phát huy, phát động, phát triển, hưởng ứng, tham gia, đóng góp, vận động,
phong trào, cuộc vận động, sơ kết, tổng kết, đánh giá, rút kinh nghiệm, kinh nghiệm, bài học,
sinh hoạt, hội thi, hội thảo, tọa đàm, tập huấn, bồi dưỡng, đào tạo, kiện toàn, sắp xếp, bộ máy,
tinh gọn, biên chế, cải cách, hành chính, thủ tục, dân chủ, cơ sở, nội bộ, văn kiện, tài liệu,
công tác, hoạt động, chất lượng, hiệu quả, nâng cao, tăng cường, đẩy mạnh, tập trung, chủ động,
tích cực, khắc phục, hạn chế, tồn tại, khó khăn, thuận lợi, thành tựu, thành tích, kết quả,
kết nạp, phát biểu, khai mạc, bế mạc, kỷ niệm, quốc khánh, chào mừng, ra mắt, ra quân, thăm hỏi,
chúc mừng, dâng hương, nguồn gốc, về nguồn, quốc phòng, an ninh, quân sự, quân đội, nhập ngũ,
tân binh, công an, dân quân, tự vệ, biên giới, biển đảo, chủ quyền, hòa bình, độc lập, tự do,
hạnh phúc, niềm tin, trách nhiệm, nghĩa vụ, quyền lợi, quyền hạn, vai trò, ý nghĩa, ý kiến,
nguyện vọng, tâm tư, dư luận, chi hội, liên hiệp, cộng sản, chi đoàn, đời sống
"""
_HEALTH = """
sức khỏe, y tế, trạm y tế, bệnh viện, bác sĩ, điều dưỡng, dược sĩ, y sĩ, người bệnh, bệnh nhân,
phòng bệnh, phòng chống, phòng ngừa, chữa bệnh, khám bệnh, mắc bệnh, trị bệnh, dịch bệnh,
bệnh dịch, bùng phát, lây lan, lây nhiễm, truyền nhiễm, sốt xuất huyết, sốt rét, tay chân miệng,
tiêu chảy, bệnh cúm, bệnh dại, đái tháo đường, tiểu đường, huyết áp, tăng huyết áp, tim mạch,
đột quỵ, ung thư, lao phổi, viêm phổi, viêm gan, viêm não, đau mắt đỏ, suy dinh dưỡng, dinh dưỡng,
béo phì, tiêm chủng, tiêm phòng, vắc xin, chủng ngừa, xét nghiệm, thuốc lá, rượu bia, ma túy,
thuốc men, kháng sinh, thảo dược, đông y, cấp cứu, sơ cứu, đuối nước, tai nạn, thương tích,
ngộ độc, an toàn, vệ sinh, thực phẩm, thức ăn, ăn uống, ăn chín, uống sôi, nấu chín, bữa ăn,
bữa cơm, nước sạch, nước uống, nước ngọt, nước mặn, rửa tay, xà phòng, muỗi vằn, diệt muỗi,
lăng quăng, bọ gậy, ngủ mùng, sinh sản, mang thai, bà bầu, thai phụ, sữa mẹ, nuôi con, dạy con,
trẻ em, trẻ nhỏ, giữ trẻ, trẻ con, người lớn, người già, cao tuổi, người cao tuổi, lớn tuổi,
khuyết tật, người khuyết tật, thể dục, thể thao, tập luyện, rèn luyện, hiến máu, tình nguyện,
nhân đạo, bảo hiểm, dân số, tuổi thọ, tinh thần, tâm lý, giấc ngủ, vận động viên, chăm sóc,
điều trị, theo dõi, phát hiện, triệu chứng, biến chứng, nguy cơ, đúng cách, xử trí
"""
_FARMING = """
nông nghiệp, nông thôn, nông thôn mới, nông hộ, nông sản, nông vụ, nhà nông, khuyến nông,
hợp tác xã, hợp tác, tổ hợp tác, liên kết, cánh đồng, cánh đồng lớn, đồng ruộng, đồng bằng,
lúa gạo, hạt gạo, hạt giống, cây giống, con giống, cây trồng, vật nuôi, trồng trọt, chăn nuôi,
thủy sản, thủy lợi, gia súc, gia cầm, cá tra, cây lúa, cây ăn trái, trái cây, vườn cây, vườn tạp,
rau màu, rau sạch, rau quả, hoa màu, hoa kiểng, đông xuân, hè thu, thu đông, vụ mùa, mùa vụ,
thu hoạch, năng suất, sản lượng, sản xuất, sản phẩm, phân bón, phân hữu cơ, hữu cơ, thuốc trừ sâu,
bảo vệ thực vật, thực vật, sâu bệnh, rầy nâu, đạo ôn, ốc bươu vàng, rơm rạ, giá thể, mùa nước nổi,
nước nổi, mùa mưa, mùa khô, mùa nắng, mùa lũ, mùa xuân, mùa hè, mùa thu, lũ lụt, triều cường,
hạn mặn, xâm nhập mặn, hạn hán, sạt lở, bờ sông, bờ bao, đê bao, kênh mương, đất đai, thổ nhưỡng,
phù sa, khí hậu, biến đổi, thời tiết, thiên tai, bão lũ, giông lốc, kỹ thuật, mô hình, luân canh,
xen canh, tưới tiêu, tiết kiệm, công nghệ, công nghệ cao, máy móc, cơ giới hóa, thương lái,
tiêu thụ, đầu ra, đầu tư, xuất khẩu, nhập khẩu, thị trường, thương hiệu, truy xuất, nuôi trồng,
gieo sạ, xuống giống, chợ nổi, làng nghề, miệt vườn, du lịch, sinh thái, sông nước, rừng tràm,
giống lúa,
cam sành, cá lóc, nước sông, nước lũ, xanh tốt
"""
_LEARNING = """
giáo dục, đào tạo nghề, dạy nghề, học nghề, việc làm, nhà trường, trường học, trường lớp, năm học,
năm học mới, khai giảng, khai trường, tựu trường, đi học, đến trường, đến lớp, bỏ học, học sinh,
sinh viên, học viên, học bổng, học phí, học hành, giáo viên, giáo sư, nhà giáo, thầy cô, thầy giáo,
cô giáo, phụ huynh, lớp học, môn học, bài tập, thi cử, kỳ thi, tốt nghiệp, tuyển sinh, mầm non,
mẫu giáo, tiểu học, trung học, đại học, cao đẳng, khuyến học, khuyến tài, tiếng Anh, ngoại ngữ,
tin học, máy tính, điện thoại, mạng xã hội, thông tin, truyền thông, báo chí, nhà báo, nhà văn,
nhà thơ, bài viết, bản tin, cộng tác viên, cộng tác, biên tập, văn bản, văn phòng, soạn thảo,
soạn văn bản, viết tin, chụp ảnh, hình ảnh, thư viện, tủ sách, đọc sách, cuốn sách, sách hay,
bạn đọc, tác giả, tác phẩm, văn học, văn nghệ, văn hóa, nghệ thuật, nghệ sĩ, âm nhạc,
đờn ca tài tử, cải lương, vọng cổ, di tích, di sản, bảo tồn, bảo tàng, lễ hội, trung thu,
nguyên đán, khoa học, nghiên cứu, kiến thức, kỹ năng, tri thức, chuyển đổi số, chuyển đổi, số hóa,
trực tuyến, dữ liệu, ứng dụng, phần mềm, thanh thiếu niên, tuổi trẻ, tuổi thơ, thiếu nhi, trẻ thơ,
ước mơ, lý tưởng, tương lai, thế hệ, gia sư, mùa hè xanh
"""
_LAW = """
pháp luật, pháp lý, hiến pháp, luật sư, bộ luật, luật đất đai, vi phạm, xử lý, xử phạt, phạt tiền,
tội phạm, tệ nạn, tham nhũng, lãng phí, tiêu cực, quan liêu, khiếu nại, tố cáo, khởi kiện, tòa án,
kiểm sát, viện kiểm sát, thanh tra, hòa giải, hòa giải viên, tranh chấp, hợp đồng, chứng thực,
công chứng, hộ tịch, hộ khẩu, khai sinh, khai tử, kết hôn, ly hôn, hôn nhân, con nuôi, thừa kế,
di chúc, tạm trú, thường trú, đăng ký, căn cước, giấy tờ, hồ sơ, một cửa, dịch vụ, dịch vụ công,
lệ phí, tiếp cận, công khai, minh bạch, công dân, quyền công dân, người dân, có quyền, bình đẳng,
bình đẳng giới, bạo lực, bạo hành, xâm hại, bảo vệ, giao thông, đường bộ, đường thủy, lái xe,
người lái xe, mũ bảo hiểm, nồng độ cồn, hành lang, vỉa hè, lòng đường, trật tự, đô thị, khu dân cư,
dân cư, tổ dân phố, tổ tự quản, tự quản, nhà nước, chính quyền, cơ quan, đơn vị, doanh nghiệp,
trung tâm, đa khoa, khu công nghiệp, nông trường, ban quản lý, ban chấp hành, văn phòng,
hợp pháp, có hiệu lực, hiệu lực, ban hành, bổ sung, sửa đổi, sửa chữa, sử dụng, đúng hạn, quy chế,
quy ước, hương ước, hỏi đáp, giải đáp, tư vấn, trợ giúp, cháy nổ, phòng cháy, chữa cháy, cứu nạn,
cứu hộ, lừa đảo, cảnh giác, tín dụng đen
"""
_HOUSEHOLD = """
gia đình, hộ nghèo, cận nghèo, hộ cận nghèo, thoát nghèo, giảm nghèo, xóa đói, làm giàu, vươn lên,
an sinh, xã hội, kinh tế, tài chính, ngân hàng, ngân sách, tín dụng, vay vốn, nguồn vốn, vốn vay,
thu nhập, chi tiêu, chi phí, giá cả, tiểu thương, hàng hóa, hàng Việt, tiêu dùng, người tiêu dùng,
mua sắm, buôn bán, kinh doanh, khởi nghiệp, nghề nghiệp, lao động, người lao động, tiền lương,
hưu trí, người có công, thương binh, liệt sĩ, anh hùng, tình nghĩa, nhà tình nghĩa, tình thương,
đại đoàn kết, từ thiện, thiện nguyện, hỗ trợ, giúp đỡ, chia sẻ, đùm bọc, nghĩa tình, xóm giềng,
hàng xóm, bà con, chị em, anh em, con em, con cái, con cháu, con người, con đường, cha mẹ, ông bà,
vợ chồng, ba mẹ, mẹ con, nội trợ, bếp ăn, nhà ở, nhà cửa, nhà vệ sinh, góc bếp, mẹo vặt, tiền điện,
tiền nước, dùng điện, dùng nước, dùng thuốc, tiết kiệm điện, điện nước, điện lực, máy lạnh,
tủ lạnh, bóng đèn, năng lượng, mặt trời, rác thải, phân loại, phân loại rác, túi ni lông, ni lông,
đồ nhựa, tái chế, môi trường, ô nhiễm, xanh sạch đẹp, cây xanh, tuyến đường, cầu đường, bê tông,
chiếu sáng, hạ tầng, công trình, khởi công, khánh thành, cộng đồng, khu phố, ấp văn hóa, văn minh,
nếp sống, lối sống, cuộc sống, tình làng, nghĩa xóm, quê hương, đất nước, làng xóm, thành phố,
thị xã, thị trấn, địa phương, địa bàn, khu vực, vùng sâu, vùng xa, vùng ven, ngoại thành,
nội thành, ngày mai, hôm nay, hằng ngày, hàng ngày, hằng năm, hàng năm, đầu năm, cuối năm, đầu mùa,
cuối tuần, giữa năm, năm qua, vừa qua, thời gian, thời kỳ, thời đại, giai đoạn, tình hình,
bước đầu, bước ngoặt, từng bước, ngay từ, bắt đầu, kết thúc, chuẩn bị, lưu ý, chú ý, ghi nhớ,
cần biết, lời khuyên, câu hỏi, câu chuyện, trả lời, làm gì, thế nào, như thế nào, vì sao, tại sao,
bao giờ, bao nhiêu, làm sao, ở đâu, khi nào, bên nhau, cùng nhau, với nhau, làm việc, lề lối,
lối làm việc, việc tốt, người tốt, gương người tốt, cách làm, cách làm hay, làm hay, mô hình hay,
việc hay, chuyện hay, đi qua, thông qua, trải qua, vượt qua, vượt khó, trở về, trở thành, mang về,
đi về, trở lại, nhìn lại, giữ gìn, gìn giữ, gắn kết, gắn bó, lan tỏa, tỏa sáng, bền vững,
thiết thực, đồng bộ, quyết liệt, quyết tâm, nỗ lực, đồng lòng, đồng thuận, chung tay, chung sức,
góp sức, góp phần, hướng về, hướng tới, hướng đến, tiến tới, chào đón, đón nhận, trao tặng,
trao quà, tặng quà, phần quà, tấm lòng, ấm áp, nụ cười, niềm vui, mùa vàng, bình yên, giàu đẹp,
văn nghệ sĩ, thân thiện, thông minh, bộ đội, biên phòng, trưởng ấp, hành vi, mức phạt, bừa bãi,
thường kỳ, hàng loạt, lợi ích, lợi nhuận, chủ quan, khách quan, ứng phó, đại tướng, con gái,
con trai, bạn trẻ, chú bé, cô bé, cậu bé, em bé, lần thứ, xưa và nay, làm kinh tế, đơn giản,
dễ dàng, phù hợp, cần thiết, quan trọng, chủ yếu, cơ bản, toàn dân, toàn diện, toàn quốc,
toàn thành phố, cả nước, mọi người, người ta, tự nguyện, tự giác, tự hào, tự tin, tự học, lý do,
công bằng, không khí, không gian, trong lành, sạch sẽ, gọn gàng, máy bay, xe máy, xe đạp, xe buýt,
bến xe, bến tàu, cầu treo, đường sá, đi bộ, nước mắm, cà phê
"""

_LISTED = _NAMES | {
    phrase
    for phrase in _phrases(_PARTY, _HEALTH, _FARMING, _LEARNING, _LAW, _HOUSEHOLD)
    if " " in phrase
}
_LONGEST_WORD = max(phrase.count(" ") + 1 for phrase in _LISTED)
