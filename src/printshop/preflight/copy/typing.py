"""C030 to C034: what slips in while typing: words twice, places kept free, signs unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from printshop.preflight.copy.matter import CopyMatter
from printshop.preflight.copy.prose import OPAQUE, CopyText, Line
from printshop.problems import Problems

_FUNCTION_WORDS = (
    "bị bởi các cho chỉ của cũng đã được đến hoặc khi là mà nên nếu nhưng như những ở rằng tại thì"
    " trên trong và vào về vì với vẫn"
)
"""That never stand twice in a row; our own list. Words are not in it that are doubled with a sense
(từ từ, ngày ngày, sẽ sẽ, này này) or by two words that meet (cuối cùng | cùng nhau, để | để ý,
tiếp theo | theo dõi, do | do dự, năm sau | sau khi)."""
_SKIMMING = frozenset(("bay", "lượn", "sà", "lướt", "lả"))
"""Before “là là” and “lả là” it is an adverb: bay là là mặt đất."""
_PLACES_FREE = (
    r"(?<!\w)x{3,}(?!\w)",
    r"\?{3,}",
    r"(?<!\w)(?:TODO|FIXME|TBD|TKTK)(?!\w)",
    r"(?i:lorem ipsum)",
    r"^[\ufffc\s]*\[(?:…|\.{3})\]$",
    r"(?i:[(\[<](?:sẽ )?(?:chèn|thêm|bổ sung|cập nhật|điền|để|đặt|dán)"
    r"(?: (?:ảnh|hình|bảng|tên|số|số liệu|chú thích|sau|tiếp|vào đây|ở đây|minh họa|minh hoạ))+"
    r"[)\]>])",
    r"(?i:[\[<](?:tên|họ tên|họ và tên|chức vụ|số liệu|ngày|ảnh|hình|tiêu đề|địa điểm)[\]>])",
    r"^[\ufffc\s]*(?i:(?:bài mới|viết bài vào đây.*))$",
)
"""What people write where something is still to come; the last is what `printshop new` writes."""

_TWICE = frozenset(_FUNCTION_WORDS.split())
_REPEATED = re.compile(r"(?<!\w)(?P<word>[^\W\d_]{1,5}) +(?P=word)(?!\w)", re.IGNORECASE)
_PLACE_FREE = re.compile("|".join(_PLACES_FREE))
_PERHAPS_FREE = re.compile(r"[\[<?]|\(\w|xxx|[TF][IOBK][DXKT]|(?i:orem ips|^\W*(?:bài|viết))")
"""What every one of them has: looked for first, because that is quick."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\ufeff]+")
_BULLET = re.compile("[•·●○◦▪■□◆❖➢✓\uf000-\uf0ff] ?(?=\\S)")
_WORD_BEFORE = re.compile(r"(\w+) $")


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each place; of unseen signs and places kept free, the first of a line."""
    for text in matter.texts:
        for line in text.sound:
            _check_line(text, line, problems)


def _check_line(text: CopyText, line: Line, problems: Problems) -> None:
    for match in _repeated(line.text):
        problems.add("C030", text.at(line, match.start()), word=match["word"])
    free = _PERHAPS_FREE.search(line.text) and _PLACE_FREE.search(line.text)
    if free:
        start = free.start() + len(free[0]) - len(free[0].lstrip(OPAQUE + " \t"))
        shown = free[0].strip(OPAQUE + " \t")
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        problems.add("C031", text.at(line, start), text=shown)
    if line.text.isascii():
        return
    unseen = [m for m in _UNSEEN.finditer(line.text) if _touches_text(line.text, m)]
    if unseen:
        code = f"{ord(unseen[0][0][0]):04X}"
        count = sum(len(match[0]) for match in unseen)
        problems.add("C032", text.at(line, unseen[0].start()), codepoint=code, count=count)
    if line.is_body:
        start = len(line.text) - len(line.text.lstrip(OPAQUE + " \t"))
        if bullet := _BULLET.match(line.text, start):
            problems.add("C034", text.at(line, start), sign=_sign(bullet[0][0]))


def _repeated(line: str) -> Iterator[re.Match[str]]:
    for match in _REPEATED.finditer(line):
        if match["word"].lower() not in _TWICE:
            continue
        before = _WORD_BEFORE.search(line, max(0, match.start() - 12), match.start())
        skimming = match["word"].lower() == "là" and before and before[1].lower() in _SKIMMING
        if not skimming:
            yield match


def _touches_text(line: str, match: re.Match[str]) -> bool:
    """Whether a letter, a figure or a space is next to it; emoji are joined by such signs too."""
    neighbours = line[max(0, match.start() - 1) : match.start()] + line[match.end() :][:1]
    return any(c.isalnum() or c.isspace() or c in OPAQUE for c in neighbours) or not neighbours


def _sign(character: str) -> str:
    """A bullet as it can be shown: a sign of Word's symbol font by its number."""
    return f"U+{ord(character):04X}" if "\ue000" <= character <= "\uf8ff" else character
