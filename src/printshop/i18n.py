"""Messages in English and Vietnamese, by GNU gettext.

The language is chosen once, by the command line (`--lang`, then `LANGUAGE`, `LC_ALL`,
`LC_MESSAGES`, `LANG`). Texts of the catalogue of problems are marked with `N_` where they are
defined and translated with `_` where they are printed.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "vi")
_LOCALE_DIR = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:  # noqa: N802 - the customary name, known to extractors
    """Mark `message` for the catalogue without translating it yet."""
    return message


def _(message: str) -> str:
    """Translate `message` into the language in force."""
    return _translations.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a message that counts `n` things."""
    return _translations.ngettext(one, many, n)


def decimal(number: float, places: int = 1) -> str:
    """`12.5`, and with a comma in Vietnamese."""
    text = f"{number:.{places}f}"
    return text.replace(".", ",") if _language == "vi" else text


def language() -> str:
    """The language in force: `en` or `vi`."""
    return _language


def set_language(code: str) -> None:
    """Put `code` in force; a language without a catalogue speaks English."""
    global _translations, _language
    _language = code if code in LANGUAGES else "en"
    _translations = gettext.translation(
        "printshop", _LOCALE_DIR, languages=[_language], fallback=True
    )


def language_from_environment(environ: Mapping[str, str] = os.environ) -> str:
    """The first language of ours that the POSIX variables ask for; English otherwise."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in environ.get(variable, "").split(":"):
            code = wish.split(".")[0].split("_")[0].lower()
            if code in LANGUAGES:
                return code
            if code in ("c", "posix"):
                return "en"
    return "en"
