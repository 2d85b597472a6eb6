from __future__ import annotations

import os
from pathlib import Path

import pytest

from printshop.render.cache import FragmentCache
from printshop.render.job import Fragment

KEY = "ab" + "0" * 62
OTHER = "cd" + "0" * 62


def fragment(name: str = "bài", size: int = 100) -> Fragment:
    return Fragment(name, b"%PDF" + b"\n\0x" * size, 2, {"bài": 0, "bài--h1": 1}, ("lạ",))


def entry(cache: FragmentCache, key: str = KEY) -> Path:
    return cache.folder / key[:2] / f"{key}.fragment"


def test_what_is_put_comes_back_whole(tmp_path: Path) -> None:
    cache = FragmentCache(tmp_path)
    cache.put(KEY, fragment())
    assert cache.get(KEY, "bài") == fragment()
    assert cache.get(OTHER, "bài") is None


def test_a_fragment_takes_the_name_it_is_asked_for(tmp_path: Path) -> None:
    cache = FragmentCache(tmp_path)
    cache.put(KEY, fragment("một"))
    found = cache.get(KEY, "hai")
    assert found is not None
    assert found.name == "hai"


@pytest.mark.parametrize("cut", [0, 10, 64, 70, 200, -1])
def test_a_truncated_entry_is_none(tmp_path: Path, cut: int) -> None:
    cache = FragmentCache(tmp_path)
    cache.put(KEY, fragment())
    entry(cache).write_bytes(entry(cache).read_bytes()[:cut])
    assert cache.get(KEY, "x") is None


def test_one_flipped_bit_is_seen_wherever_it_is(tmp_path: Path) -> None:
    cache = FragmentCache(tmp_path)
    cache.put(KEY, fragment(size=5))
    whole = entry(cache).read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1
        entry(cache).write_bytes(bytes(broken))
        assert cache.get(KEY, "bài") is None, place


def test_over_the_bound_the_least_recently_used_goes(tmp_path: Path) -> None:
    cache = FragmentCache(tmp_path)
    keys = [f"{i:02x}" + "0" * 62 for i in range(4)]
    for age, key in enumerate(keys):
        cache.put(key, fragment(size=500))
        os.utime(entry(cache, key), ns=(0, 1_000_000_000 + age))
    cache.limit = cache.info().size * 9 // 10  # room for three of the four
    assert cache.get(keys[0], "x") is not None  # used: now it is the youngest
    assert cache.trim() == 1
    assert cache.get(keys[1], "x") is None
    assert all(cache.get(key, "x") for key in (keys[0], keys[2], keys[3]))
    assert cache.info().size <= cache.limit


def test_clear_tells_what_there_was(tmp_path: Path) -> None:
    cache = FragmentCache(tmp_path)
    cache.put(KEY, fragment())
    cache.put(OTHER, fragment())
    assert cache.clear().entries == 2
    assert cache.info().entries == 0


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = FragmentCache(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        cache.put(KEY, fragment())
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
