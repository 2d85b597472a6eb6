"""What the command line says about itself: help, version, language, completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from printshop import __version__
from printshop.cli.app import main
from printshop.cli.commands import application

COMMANDS = sorted(c.name or "" for c in application().registered_commands)
HEAVY = ("pydantic", "weasyprint", "PIL", "yaml", "rich", "jinja2", "pikepdf", "pypdf", "fontTools")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_command_has_help_with_an_example(
    command: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", lang, command, "--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert len(lines) > 3
    example = lines[-1]
    assert example.startswith(("Example: printshop ", "Ví dụ: printshop "))
    assert example.split(": printshop ", 1)[1].split()[0] == command


def test_the_commands() -> None:
    assert {"build", "new", "init", "schema", "doctor"} <= set(COMMANDS)


def test_help_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert "printshop build" in out
    assert all(name in out for name in COMMANDS)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"printshop {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build"],
        ["build", "x", "--nonsense"],
        ["schema", "nonsense"],
        ["init"],
        ["--lang", "xx", "schema"],
        ["schema", "--lang", "xx"],
        ["schema", "--lang"],
    ],
)
def test_a_wrong_command_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "vi", "schema", "issue"],
        ["--lang=vi", "schema", "issue"],
        ["schema", "--lang", "vi", "issue"],
        ["schema", "issue", "--lang", "vi"],
        ["schema", "issue", "--lang=vi"],
        ["schema", "issue", "--debug"],
        ["--debug", "schema", "issue"],
    ],
)
def test_global_options_stand_anywhere(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert '"title": "printshop issue"' in capsys.readouterr().out


def test_the_language_is_put_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from printshop.i18n import language

    monkeypatch.setenv("LANGUAGE", "en")
    for arguments, code in [
        (["schema"], "en"),
        (["schema", "--lang", "vi"], "vi"),
        (["--lang", "vi", "schema", "--lang", "en"], "en"),
    ]:
        assert main(arguments) == 0
        assert language() == code
    capsys.readouterr()


def test_two_hyphens_end_the_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    assert main(["new", "-C", str(tmp_path), "--", "--lang"]) == 1
    assert "M008" in capsys.readouterr().err


def test_debug_after_the_command_shows_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(kind: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("printshop.schemas.json_schema", defect)
    assert main(["schema"]) == 70
    with pytest.raises(ZeroDivisionError):
        main(["schema", "--debug"])


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from printshop.cli.app import main; main(['--help']);"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    (tmp_path / "printshop.yaml").touch()
    for name in ("2017-09", "2017-10", "tet", "empty"):
        (tmp_path / "issues" / name).mkdir(parents=True)
        if name != "empty":
            (tmp_path / "issues" / name / "issue.yaml").touch()
    return tmp_path


def complete(words: str, where: Path) -> list[str]:
    """What bash is offered for `words`."""
    environment = {
        **os.environ,
        "_PRINTSHOP_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from printshop.cli.app import run; run()"],
        capture_output=True,
        text=True,
        check=True,
        cwd=where,
        env=environment,
    )
    return done.stdout.split()


def test_completion_offers_issues(issues: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert complete("printshop build ", issues / "issues") == ["2017-09", "2017-10", "tet"]
    assert complete("printshop build 20", issues) == ["2017-09", "2017-10"]
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert complete("printshop build ", elsewhere) == []
    assert complete(f"printshop build -C {issues} t", elsewhere) == ["tet"]


def test_completion_offers_commands(tmp_path: Path) -> None:
    assert "doctor" in complete("printshop d", tmp_path)


def test_completion_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show-completion", "bash"]) == 0
    assert "_PRINTSHOP_COMPLETE=complete_bash" in capsys.readouterr().out
