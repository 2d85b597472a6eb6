"""The program `printshop`: language first, then the commands, then exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from printshop.i18n import _, language_from_environment, set_language
from printshop.problems.exits import Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the console script's entry."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_wanted_language(given))
    from printshop.cli.commands import application

    try:
        application()(args=given, prog_name="printshop", standalone_mode=True)
    except SystemExit as leaving:
        return _code(leaving.code)
    except KeyboardInterrupt:
        print(_("Stopped. Nothing was left half-written."), file=sys.stderr)
        return Exit.INTERRUPTED
    except Exception as error:  # a defect of ours: one line, and how to see more
        if "--debug" in given:
            raise
        what = f"{type(error).__name__}: {error}"
        print(
            _("printshop failed by a defect of its own: {what}").format(what=what), file=sys.stderr
        )
        print(_("Run it again with `--debug` and report what it prints."), file=sys.stderr)
        return Exit.INTERNAL
    return Exit.OK


def run() -> None:
    """Console script."""
    sys.exit(main())


def _code(code: object) -> int:
    if code is None:
        return Exit.OK
    if code == 130:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.USAGE


def _wanted_language(arguments: Sequence[str]) -> str:
    """`--lang` wherever it stands, otherwise the environment's language."""
    for i, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
    return language_from_environment()
