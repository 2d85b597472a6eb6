import struct
import zlib
from pathlib import Path


def make(root: Path) -> None:
    """A PNG of a few bytes that says it has 3600 megapixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        data += struct.pack(">I", len(body)) + name + body
        data += struct.pack(">I", zlib.crc32(name + body))
    (root / "issues/i/images/a.jpg").write_bytes(data)
