"""Bring `locale/vi.po` up to date with the messages in the source (`make messages`).

New messages come in untranslated, vanished ones go; translations are never guessed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

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


def write(stream: BinaryIO, catalogue: Catalog) -> None:
    """Write a catalogue whose header has no invented persons and changes only with the file."""
    header = {
        "Project-Id-Version": "printshop",
        "POT-Creation-Date": dict(catalogue.mime_headers)["POT-Creation-Date"],
        "Language": str(catalogue.locale),
        "Plural-Forms": catalogue.plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = ['msgid ""', 'msgstr ""', *(f'"{name}: {text}\\n"' for name, text in header.items())]
    stream.write(("\n".join(lines) + "\n\n").encode())
    write_po(stream, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=96)


def main() -> None:
    """Rewrite each catalogue; say how many messages still want a translation."""
    for path in sorted((ROOT / "locale").glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.stem)
        catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            write(stream, catalogue)
        missing = [m.id for m in catalogue if m.id and not any(m.string or ())]
        print(f"{path.name}: {len(catalogue)} messages, {len(missing)} without a translation")
        for message in missing:
            print(f"  {message!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
