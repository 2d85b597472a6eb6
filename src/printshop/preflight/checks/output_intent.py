"""What the file says that it is made for (F044 to F046).

PDF/X: one output intent `/GTS_PDFX`, whose profile is that of a printer (`prtr`) in CMYK. PDF/X-1a
may leave the profile out where the registry of the ICC knows the condition by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from printshop.i18n import _
from printshop.preflight.model import Document, Finding, OutputIntent, finding
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F044 without an intent, F045 of its profile, F046 of its condition."""
    if rules.standard == "none" or not document.pages:
        return
    intents = [intent for intent in document.intents if intent.kind == "GTS_PDFX"]
    if not intents:
        yield finding("F044", standard=rules.standard)
        return
    intent = intents[0]
    reason = _("there are several") if len(intents) > 1 else _profile_trouble(intent, rules)
    if reason:
        yield finding("F045", reason=reason)
    wanted = rules.condition.identifier
    if not _same(wanted, intent):
        found = intent.identifier or intent.info or intent.condition or "–"
        yield finding("F046", found=found, wanted=wanted)


def _profile_trouble(intent: OutputIntent, rules: PressSpec) -> str:
    if not intent.profile_class:
        named = intent.identifier and "color.org" in intent.registry
        return "" if rules.standard == "PDF/X-1a" and named else _("it has none")
    if intent.profile_class.strip() != "prtr":
        return _("it is of the kind `{kind}`, not a printer's").format(kind=intent.profile_class)
    taken = ("CMYK", "GRAY") if rules.inks == "black" else ("CMYK",)
    space = intent.profile_space.strip()
    if space not in taken:
        return _("its colours are {space}, not CMYK").format(space=space or "?")
    channels = {"CMYK": 4, "GRAY": 1}[space]
    if intent.profile_channels != channels:
        return _("the file says it has {found} inks, it has {true}").format(
            found=intent.profile_channels, true=channels
        )
    return ""


def _same(wanted: str, intent: OutputIntent) -> bool:
    """Whether the intent names the condition; one called `Custom` may name it elsewhere."""
    name = _plain(wanted)
    if intent.identifier and _plain(intent.identifier) != "custom":
        return _plain(intent.identifier) in (name, name + "l")
    return name in _plain(f"{intent.info} {intent.condition}")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
