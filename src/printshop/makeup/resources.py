"""What pages draw with: find every resource dictionary; keep each image once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Pdf


def resource_dictionaries(pdf: Pdf) -> list[pikepdf.Object]:
    """Each resource dictionary of the pages, and of the forms and patterns they use, once."""
    seen: set[tuple[int, int]] = set()
    found: list[pikepdf.Object] = []
    waiting: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    while waiting:
        holder = waiting.pop()
        resources = holder.get("/Resources")
        if resources is None or resources.objgen in seen:
            continue
        if resources.is_indirect:
            seen.add(resources.objgen)
        found.append(resources)
        for inner in _drawn_in(resources):
            if inner.objgen not in seen:
                seen.add(inner.objgen)
                waiting.append(inner)
    return found


def _drawn_in(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Forms, tiling patterns and soft masks: they have resources of their own."""
    for kind in ("/XObject", "/Pattern"):
        for thing in resources.get(kind, Dictionary()).values():
            if "/Resources" in thing:
                yield thing
    for state in resources.get("/ExtGState", Dictionary()).values():
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and "/G" in mask:
            yield mask.G


def unite_images(pdf: Pdf) -> None:
    """Make images of the same content one object, and drop `/Interpolate`.

    Fragments bring their own copy of each image. PDF/A forbids interpolation, which WeasyPrint
    asks for.
    """
    kept: dict[bytes, pikepdf.Object] = {}
    for resources in resource_dictionaries(pdf):
        things = resources.get("/XObject", Dictionary())
        for name, thing in list(things.items()):
            if thing.get("/Subtype") == Name.Image:
                things[name] = _the_one(thing, kept)


def _the_one(image: pikepdf.Object, kept: dict[bytes, pikepdf.Object]) -> pikepdf.Object:
    """The image of this content that was met first; its masks are looked at before it."""
    if "/Interpolate" in image:
        del image["/Interpolate"]
    for key in ("/SMask", "/Mask"):
        if isinstance(image.get(key), pikepdf.Stream):
            image[key] = _the_one(image[key], kept)
    return kept.setdefault(_content(image), image)


def _content(image: pikepdf.Object) -> bytes:
    """A hash of all that an image is, masks by their place: those are united already."""
    digest = hashlib.sha256(image.read_raw_bytes())
    for key in sorted(set(image.keys()) - {"/Length"}):
        value = image[key]
        stream = isinstance(value, pikepdf.Stream)
        digest.update(key.encode() + b"=")
        digest.update(repr(value.objgen).encode() if stream else _plain(value))
    return digest.digest()


def _plain(value: object) -> bytes:
    return (
        value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else repr(value).encode()
    )
