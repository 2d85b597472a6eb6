"""Build hook: compile the message catalogues into the package, and add stock data to wheels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STOCK = ("layouts", "fonts", "presses", "printers", "labels")


class CompileCatalogues(BuildHookInterface):
    """Write `src/printshop/locale/<language>/LC_MESSAGES/printshop.mo`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue before the files of the wheel are chosen.

        A wheel carries the stock layouts, fonts, print houses, printers and label sheets; an
        editable install reads the checkout's own, and a source distribution has them where the
        checkout has.
        """
        compile_catalogues(Path(self.root))
        if self.target_name == "wheel" and version != "editable":
            stock = {f"{self.root}/{name}": f"printshop/stock/{name}" for name in STOCK}
            build_data["force_include"].update(stock)


def compile_catalogues(root: Path) -> None:
    """Compile `locale/<language>.po` for each language found under `root`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "locale").glob("*.po")):
        target = root / "src/printshop/locale" / source.stem / "LC_MESSAGES/printshop.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.stem)
        with target.open("wb") as stream:
            write_mo(stream, catalogue)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent)
