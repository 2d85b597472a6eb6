"""The second build costs what changed; faults cost one result, never the earlier file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from printshop.build import build
from printshop.buildrecord import find_current
from printshop.problems import Problems
from printshop.progress import Silent
from printshop.render.workers import MemoryLimitError, TimeLimitError, WorkerDiedError
from printshop.settings import Built, Settings
from printshop.uptodate import bring_up_to_date
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

MANIFEST = """
number: 1
date: 2020-01-15
cover: { headlines: [c] }
sections:
  - title: Phần một
    items: [articles/a.md, articles/b.md, articles/c.md]
"""
LONG = "\n\n".join(["Câu văn đủ dài để chiếm nhiều dòng trên trang in. " * 12] * 9)


def article(title: str, text: str = "Một đoạn.") -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n"


ARTICLES = {f"{name}.md": article(f"Bài {name}") for name in "abc"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return bare_workspace(tmp_path / "w")


def run(root: Path, problems: Problems | None = None, **options: Any) -> Built | None:
    folder, settings = root / "issues/i", Settings(explain=True, **options)
    return build(Workspace(root), folder, settings, Problems() if problems is None else problems)


def rendered(built: Built | None) -> set[str]:
    assert built is not None
    return {name for name, reasons in built.explanations if reasons != ("kept",)}


def test_nothing_changed_nothing_rendered(shop: Path) -> None:
    write_issue(shop, MANIFEST, ARTICLES)
    first = run(shop)
    assert rendered(first) == {"a", "b", "c", "cover", "contents", "back-cover", "furniture"}
    assert rendered(run(shop)) == set()


def test_one_article_edited_is_rendered_alone(shop: Path) -> None:
    folder = write_issue(shop, MANIFEST, ARTICLES)
    run(shop)
    (folder / "articles/b.md").write_text(article("Bài b", "Đoạn đã sửa."), "utf-8")
    again = run(shop)
    assert rendered(again) == {"b"}
    assert dict(again.explanations)["b"] == ("html",)  # type: ignore[union-attr]


def test_one_article_a_page_longer_renders_what_prints_folios(shop: Path) -> None:
    folder = write_issue(shop, MANIFEST, ARTICLES)
    run(shop)
    (folder / "articles/b.md").write_text(article("Bài b", LONG), "utf-8")
    assert rendered(run(shop)) == {"b", "contents", "cover", "furniture"}


def test_a_changed_style_sheet_renders_everything_and_says_why(shop: Path) -> None:
    write_issue(shop, MANIFEST, ARTICLES)
    run(shop)
    style = shop / "layouts/ban-tin/style.css"
    style.write_text(style.read_text("utf-8") + "\np { color: #222222 }\n", "utf-8")
    built = run(shop)
    assert built is not None
    assert set(built.explanations) == {(name, ("stylesheet",)) for name in rendered(built)}


def test_a_damaged_entry_is_rendered_again(shop: Path) -> None:
    write_issue(shop, MANIFEST, ARTICLES)
    first = run(shop)
    assert first is not None
    before = first.files[0].read_bytes()
    for path in (shop / ".printshop/fragments").rglob("*.fragment"):
        path.write_bytes(path.read_bytes()[:-7])
    again = run(shop)
    assert "a" in rendered(again)
    assert first.files[0].read_bytes() == before


def test_a_cold_and_a_warm_build_give_the_same_bytes(shop: Path) -> None:
    write_issue(shop, MANIFEST, ARTICLES)
    first = run(shop)
    assert first is not None
    cold = first.files[0].read_bytes()
    first.files[0].unlink()
    run(shop)
    assert first.files[0].read_bytes() == cold


def test_a_full_disk_for_the_cache_is_a_warning(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_issue(shop, MANIFEST, ARTICLES)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("printshop.render.cache.write_whole", full)
    problems = Problems()
    assert run(shop, problems) is not None
    assert [p.code for p in problems] == ["O002"]


# -- the record of a finished build


def current(root: Path, settings: Settings | None = None) -> Built | None:
    return find_current(Workspace(root), root / "issues/i", settings or Settings(), Problems())


def built_once(root: Path) -> Path:
    folder = write_issue(root, MANIFEST, ARTICLES)
    problems = Problems()
    assert build(Workspace(root), folder, Settings(), problems) is not None, list(problems)
    return folder


def test_an_unchanged_issue_is_found_as_it_is(shop: Path) -> None:
    built_once(shop)
    found = current(shop)
    assert found is not None
    assert found.unchanged
    assert (found.pages, len(found.files)) == (6, 1)


@pytest.mark.parametrize(
    "change",
    [
        "issues/i/articles/a.md",
        "issues/i/issue.yaml",
        "issues/i/articles/new.md",
        "printshop.yaml",
        "layouts/ban-tin/style.css",
        "fonts/README.md",
        "dist/i/i-screen.pdf",
    ],
)
def test_whatever_changes_is_seen(shop: Path, change: str) -> None:
    built_once(shop)
    path = shop / change
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert current(shop) is None


def test_a_change_that_keeps_size_and_time_is_seen(shop: Path) -> None:
    folder = built_once(shop)
    path = folder / "articles/a.md"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Mot", b"Hai").replace("Một".encode(), b"Mott"))
    assert path.stat().st_size != 0
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert current(shop) is None


def test_other_options_are_another_build(shop: Path, tmp_path: Path) -> None:
    built_once(shop)
    assert current(shop, Settings(out=tmp_path / "elsewhere")) is None


def test_warnings_are_told_again(shop: Path) -> None:
    item = "{ article: articles/a.md, pages: 9 },"
    folder = write_issue(shop, MANIFEST.replace("articles/a.md,", item), ARTICLES)
    workspace, settings = Workspace(shop), Settings()
    for _ in range(2):
        problems = Problems()
        built = bring_up_to_date(workspace, folder, settings, problems, Silent())
        assert [p.code for p in problems] == ["R014"]
    assert built is not None
    assert built.unchanged
    strict = Settings(strict=True)
    assert bring_up_to_date(workspace, folder, strict, Problems(), Silent()) is None


def test_a_broken_record_is_no_record(shop: Path) -> None:
    built_once(shop)
    for path in (shop / ".printshop/builds").iterdir():
        path.write_text("{", "utf-8")
    assert current(shop) is None


# -- faults


@pytest.fixture
def short() -> Iterator[Path]:
    """A temporary folder with a short name."""
    with tempfile.TemporaryDirectory(prefix="ps") as name:
        yield Path(name)


class Failing(Executor):
    """An executor whose workers fail with `error` on the article called `name`."""

    def __init__(self, name: str, error: Exception) -> None:
        self.name, self.error = name, error

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if args[0].name == self.name:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args))
        return future


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TimeLimitError("1 s"), "R007"),
        (MemoryLimitError("9 MB"), "R008"),
        (WorkerDiedError("twice"), "R009"),
    ],
)
def test_a_job_that_fails_is_named_and_the_rest_goes_on(
    shop: Path, error: Exception, code: str
) -> None:
    folder = write_issue(shop, MANIFEST, ARTICLES)
    run(shop)
    earlier = (shop / "dist/i/i-screen.pdf").read_bytes()
    (folder / "articles/b.md").write_text(article("Bài b", "Khác."), "utf-8")
    (folder / "articles/c.md").write_text(article("Bài c", "Khác."), "utf-8")
    problems = Problems()
    built = build(Workspace(shop), folder, Settings(), problems, executor=Failing("b", error))
    assert built is None
    assert [(p.code, dict(p.params)["item"]) for p in problems] == [(code, "b")]
    assert (shop / "dist/i/i-screen.pdf").read_bytes() == earlier


def command(root: Path, *more: str) -> list[str]:
    # a shell's background jobs ignore Ctrl-C, and so would what they start
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from printshop.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    return [sys.executable, "-c", code, "build", "i", "-C", str(root), "--lang", "en", *more]


def test_a_worker_killed_in_the_middle_is_replaced(shop: Path) -> None:
    """The real thing: SIGKILL to the first worker process that appears."""
    articles = {f"{name}.md": article(f"Bài {name}", LONG * 3) for name in "abc"}
    write_issue(shop, MANIFEST, articles)
    building = subprocess.Popen(
        command(shop, "--jobs", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    killed = kill_a_worker(building.pid)
    out, err = building.communicate(timeout=120)
    assert killed, "no worker was seen"
    assert building.returncode == 0, err
    assert "pages" in out


def kill_a_worker(parent: int) -> bool:
    """Kill a process that the forkserver of `parent` has made."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for server in children(parent):
            for worker in children(server):
                os.kill(worker, signal.SIGKILL)
                return True
        time.sleep(0.005)
    return False


def children(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


@pytest.mark.parametrize("depth", ["", "a" * 90], ids=["forkserver", "spawn"])
def test_ctrl_c_leaves_nothing_behind(shop: Path, short: Path, depth: str) -> None:
    """In a temporary folder with a long name no forkserver can start: workers are spawned."""
    articles = {f"{name}.md": article(f"Bài {name}", LONG * 8) for name in "abc"}
    write_issue(shop, MANIFEST, articles)
    folder = short / depth
    folder.mkdir(exist_ok=True)
    building = subprocess.Popen(
        command(shop, "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while not any(folder.glob("printshop-workers-*/*")) and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(building.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, err = building.communicate(timeout=60)
    assert building.returncode == 130, err
    assert "Traceback" not in err
    assert "Stopped" in err
    assert not (shop / "dist/i").exists()
    assert [p for p in folder.iterdir() if p.name.startswith("printshop")] == []


def test_two_builds_at_once(shop: Path) -> None:
    write_issue(shop, MANIFEST, ARTICLES)
    both = [
        subprocess.Popen(
            command(shop, "-q"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for building in both:
        out, err = building.communicate(timeout=120)
        assert (building.returncode, out, err) == (0, "", "")
    made = (shop / "dist/i/i-screen.pdf").read_bytes()
    assert list((shop / "dist/i").iterdir()) == [shop / "dist/i/i-screen.pdf"]
    assert rendered(run(shop)) == set()
    assert (shop / "dist/i/i-screen.pdf").read_bytes() == made


def test_a_ctrl_c_that_a_library_swallows_is_raised_again() -> None:
    from printshop.cli.bars import progress_for

    progress = progress_for(quiet=True, json=False)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            progress.step("next")
    finally:
        progress.finish()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
