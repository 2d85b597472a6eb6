"""Numbers and names as office papers write them: in Vietnamese, ready to be set.

Those `…_in_force` are for the terminal, in the reader's language.

`.` between thousands, `,` before decimals, and no line ends between a number and its unit
(docs/explanation/vietnamese-text.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from printshop.distribution.model import IssueName, Parcel, Recipient, Route, Sender
from printshop.i18n import language
from printshop.text.headlines import headline
from printshop.text.typography import NO_BREAK_SPACE as NBSP
from printshop.text.typography import typeset


def whole(number: int) -> str:
    """`2.400`; a true minus sign before what is negative."""
    return f"{number:,}".replace(",", ".").replace("-", "−")


def decimal(number: float, places: int) -> str:
    """`1.234,50`, rounded half up as people do."""
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def kilograms(grams: float, places: int = 1) -> str:
    """The number of kilograms, without the unit."""
    return decimal(grams / 1000, places)


def weight_of(routes: Iterable[Route]) -> str:
    """What routes weigh together, in kg: the sum of what is said of each of them."""
    tenths = (Decimal(str(r.grams / 1000)).quantize(Decimal("0.1"), ROUND_HALF_UP) for r in routes)
    return decimal(float(sum(tenths)), 1)


def counted(number: int, unit: str) -> str:
    """`50 bản`, on one line."""
    return f"{whole(number)}{NBSP}{unit}"


def signed(number: int) -> str:
    """`+10`, `−5`."""
    return f"+{whole(number)}" if number > 0 else whole(number)


def in_force(number: str) -> str:
    """A number with a decimal point, or of digits alone, in the language in force: `0,5`."""
    return number.replace(".", ",") if language() == "vi" else number


def whole_in_force(number: int) -> str:
    """`1.925` in Vietnamese, `1925` in English."""
    return whole(number) if language() == "vi" else str(number)


def decimal_in_force(number: str) -> str:
    """What `decimal` gave, `1.234,5`; `1234.5` in English."""
    return number if language() == "vi" else number.replace(".", "").replace(",", ".")


_LONGEST = 18
"""Characters of a name that are kept on one line: a label is narrow."""


def unit_name(recipient: Recipient) -> str:
    """A recipient's name; lines end where its sense allows."""
    return headline(typeset(recipient.unit), _LONGEST)


def issue_title(issue: IssueName) -> str:
    """`Thông tin công tác số 9 (9/2017)`; a number that says the year is not told it again."""
    title = f"{issue.bulletin} {issue_number(issue)}"
    return typeset(title)


def issue_number(issue: IssueName) -> str:
    """`số 9 (9/2017)`."""
    number = f"số{NBSP}{issue.number}"
    if str(issue.date.year) in issue.number:
        return number
    return f"{number}{NBSP}({issue.date.month}/{issue.date.year})"


def parcel_of(parcel: Parcel) -> str:
    """`Kiện 2/3 – 50 bản`; only the copies where there is no other parcel."""
    copies = counted(parcel.copies, "bản")
    if parcel.of == 1:
        return copies
    return f"Kiện{NBSP}{parcel.number}/{parcel.of}{NBSP}– {copies}"


def packed(parcel: Parcel, bundle: int) -> str:
    """`70 bản = 1 bó × 50 + 20 lẻ`; `8 bản, không đủ bó`."""
    copies = counted(parcel.copies, "bản")
    if not parcel.bundles:
        return f"{copies}, không đủ bó"
    bundles = f"{counted(parcel.bundles, 'bó')}{NBSP}×{NBSP}{whole(bundle)}"
    return f"{copies} = {bundles} + {counted(parcel.loose, 'lẻ')}"


def contact_of(recipient: Recipient) -> str:
    """Who receives, with telephone: `Văn thư, ĐT 0292…`."""
    phone = f"ĐT{NBSP}{recipient.phone.replace(' ', NBSP)}" if recipient.phone else ""
    return ", ".join(filter(None, [typeset(recipient.contact), phone]))


def sender_lines(sender: Sender) -> tuple[str, str]:
    """The sender's name, and where to find it: address or else place, and telephone."""
    phone = f"ĐT{NBSP}{sender.phone.replace(' ', NBSP)}" if sender.phone else ""
    place = typeset(sender.address or sender.place)
    return typeset(sender.publisher), ", ".join(filter(None, [place, phone]))


def route_name(route: Route, routes: int) -> str:
    """What a route is called; nothing where the list has no routes at all."""
    if route.name:
        return typeset(route.name)
    return "Chưa phân tuyến" if routes > 1 else ""
