"""The program `printshop`: language first, then the commands, then exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from printshop.i18n import LANGUAGES, _, language_from_environment, set_language
from printshop.problems.exits import Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the console script's entry."""
    first, rest = _globals_first(sys.argv[1:] if arguments is None else arguments)
    set_language(_wanted_language(first))
    try:
        from printshop.cli.commands import application

        application()(args=[*first, *rest], prog_name="printshop", standalone_mode=True)
    except SystemExit as leaving:
        return _code(leaving.code)
    except KeyboardInterrupt:
        return say_stopped()
    except Exception as error:  # a defect of ours: one line, and how to see more
        if "--debug" in first:
            raise
        what = f"{type(error).__name__}: {error}"
        print(
            _("printshop failed by a defect of its own: {what}").format(what=what), file=sys.stderr
        )
        print(_("Run it again with `--debug` and report what it prints."), file=sys.stderr)
        return Exit.INTERNAL
    return Exit.OK


def say_stopped() -> Exit:
    """Tell what Ctrl-C did."""
    print(_("Stopped. Nothing was left half-written."), file=sys.stderr)
    return Exit.INTERRUPTED


def run() -> None:
    """Console script."""
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough of a help text
        from printshop.cli.session import drop_output

        drop_output()
    sys.exit(code)


def _code(code: object) -> int:
    if code is None:
        return Exit.OK
    if code == 130:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.USAGE


def _globals_first(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """`--lang` and `--debug`, wherever they stand before a `--`, and the other arguments."""
    first: list[str] = []
    rest: list[str] = []
    coming = iter(arguments)
    for argument in coming:
        if argument == "--":
            rest += [argument, *coming]
        elif argument == "--lang":
            first.append(f"--lang={next(coming, '')}")
        elif argument == "--debug" or argument.startswith("--lang="):
            first.append(argument)
        else:
            rest.append(argument)
    return first, rest


def _wanted_language(options: Sequence[str]) -> str:
    """The language that `--lang` names, otherwise the environment's."""
    named = [o.removeprefix("--lang=") for o in options if o.startswith("--lang=")]
    return named[-1] if named and named[-1] in LANGUAGES else language_from_environment()
