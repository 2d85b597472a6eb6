"""Imports run one way (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "printshop"

ROOMS = [
    {"i18n", "__init__"},
    {"problems"},
    {
        "geometry",
        "output",
        "progress",
        "text",
        "environment",
        "workspace",
        "settings",
        "colour",
        "external",
        "stockplace",
        "record",
    },
    {"sources", "pdf", "lettering"},
    {"manifest", "content", "press"},
    {"render"},
    {"layout", "makeup"},
    {"prepress", "preflight", "imposition", "distribution", "archive"},
    {"targets", "schemas", "importing"},
    {
        "stockroom",
        "diagnosis",
        "issuebook",
        "editionrecord",
        "edition",
        "wholepages",
        "buildrecord",
        "kept",
    },
    {"newissue"},
    {"build"},
    {"uptodate", "specimen"},
    {"checkup", "imposing", "distributing", "auditing", "exporting", "yearindex"},
    {"proofing", "archiving"},
    {"cli"},
]
"""Rooms from the ground up: a room imports itself and rooms below, never its neighbours."""

FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOOR else "__init__"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if node.module == "printshop" else {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.split(".")[0] == "printshop"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_every_room_has_a_floor() -> None:
    rooms = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in modules()}
    assert rooms - set(FLOOR) == set()


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_run_down(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    wrong = [
        name
        for name in imports(path)
        if (room := room_of(name)) != own and room != "__init__" and FLOOR[room] >= FLOOR[own]
    ]
    assert wrong == []


def test_only_the_engine_knows_weasyprint() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in modules()
        if any(
            isinstance(node, (ast.Import, ast.ImportFrom))
            and "weasyprint"
            in (getattr(node, "module", None) or "", *(a.name.split(".")[0] for a in node.names))
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }
    assert {name for name in users if not name.startswith(("render/", "environment"))} == set()
    assert "render/engine.py" in users


def test_the_recipe_fits_a_screen() -> None:
    """`build()` names every stage; its body is under sixty lines."""
    tree = ast.parse((SOURCE / "build.py").read_text("utf-8"))
    (recipe,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "build"]
    assert recipe.end_lineno is not None
    assert recipe.end_lineno - recipe.lineno <= 70


def test_every_target_that_can_be_named_can_be_made() -> None:
    """Names are told apart from what makes them, so that the command line stays light."""
    from printshop import settings, targets

    assert tuple(targets.TARGETS) == settings.TARGETS
