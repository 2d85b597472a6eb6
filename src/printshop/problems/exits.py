"""Exit codes of the command line, in one place."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told."""

    OK = 0
    PROBLEMS = 1
    """The input has errors (or warnings, with `--strict`); nothing was written."""
    USAGE = 2
    """The command line itself is wrong."""
    ENVIRONMENT = 3
    """The machine lacks something: a system library, a font, a program."""
    OUTPUT = 4
    """The result could not be written: disk full, folder read-only."""
    INTERNAL = 70
    """A defect of printshop (`EX_SOFTWARE` of sysexits.h)."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C (128 + SIGINT)."""
