"""Bring `locale/vi.po` up to date with the messages in the source (`make messages`).

New messages come in untranslated, vanished ones go; translations are never guessed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Every message of the source, by file."""
    catalogue = Catalog(project="printshop", charset="utf-8", fuzzy=False)
    messages = extract_from_dir(ROOT / "src" / "printshop", keywords=KEYWORDS)
    for file, _line, message, comments, context in messages:
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalogue


def main() -> None:
    """Rewrite each catalogue; say how many messages still want a translation."""
    for path in sorted((ROOT / "locale").glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.stem)
        catalogue.update(extracted(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            write_po(stream, catalogue, sort_output=True, include_lineno=False, width=96)
        missing = [m.id for m in catalogue if m.id and not m.string]
        print(f"{path.name}: {len(catalogue)} messages, {len(missing)} without a translation")
        for message in missing:
            print(f"  {message!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
