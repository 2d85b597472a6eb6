"""What a rendering depends on, as SHA-256: the same key, the same bytes (invariant 2)."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from printshop.render.job import RenderJob

_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5", "pillow")
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango-1.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "harfbuzz", "hb_version_string"),
}


@dataclass(frozen=True)
class Inputs:
    """The inputs of one rendering, each by its digest; what `--explain` compares."""

    html: str
    stylesheet: str
    assets: str
    options: str
    fonts: str
    engine: str

    @property
    def key(self) -> str:
        """The digest of all of them."""
        return digest("\n".join(asdict(self).values()))

    def changed_since(self, earlier: dict[str, str]) -> list[str]:
        """The names of the inputs that differ from `earlier`."""
        return [name for name, value in asdict(self).items() if earlier.get(name) != value]


def inputs_of(job: RenderJob, fonts: str) -> Inputs:
    """The inputs of `job` with the fonts whose digest is `fonts`."""
    return Inputs(
        html=digest(job.html),
        stylesheet=digest("\0".join(sheet.css for sheet in job.sheets)),
        assets=digest("\n".join(sorted(f"{a.sha256} {a.media_type}" for a in job.assets))),
        options=digest(f"tagged={job.tagged} grid={job.grid}"),
        fonts=fonts,
        engine=engine_digest(),
    )


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fonts_digest(folder: Path) -> str:
    """The digest of every file below `folder`: its name there and its bytes."""
    parts = [
        f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in (".ttf", ".otf", ".ttc", ".pcf")
    ]
    return digest("\n".join(parts))


@cache
def engine_digest() -> str:
    """The digest of everything but the job that decides the bytes: versions and our own code."""
    return digest("\n".join(f"{name} {version}" for name, version in engine_versions().items()))


@cache
def engine_versions() -> dict[str, str]:
    """Versions of the engine, its libraries and our render code; nothing heavy is imported."""
    versions = {name: metadata.version(name) for name in _PACKAGES}
    versions |= {name: _library_version(*found) for name, found in _LIBRARIES.items()}
    code = resources.files("printshop.render")
    sources = sorted(f.name for f in code.iterdir() if f.name.endswith(".py"))
    text = "".join(code.joinpath(name).read_text("utf-8") for name in sources)
    return {**versions, "render": digest(text)}


def _library_version(soname: str, name: str, function: str) -> str:
    try:
        library = ctypes.CDLL(soname)
    except OSError:
        found = ctypes.util.find_library(name)
        if found is None:
            return "none"
        library = ctypes.CDLL(found)
    tell = getattr(library, function)
    tell.restype = ctypes.c_char_p
    return bytes(tell()).decode()
