"""What goes wrong in a layout's templates, as problems at the template's line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

from printshop.problems import Problems, Where
from printshop.sources import Workspace

_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template's own expressions can raise."""


@contextmanager
def noting_faults(
    workspace: Workspace, template: Path, item: str, problems: Problems
) -> Iterator[None]:
    """Make L003 of what a template raises in the block, each fault once; the block is left.

    Args:
        workspace: names the template's file.
        template: where no better place is known.
        item: what is being set.
        problems: L003 is noted here.
    """
    try:
        yield
    except _FAULTS as error:
        place = Where(workspace.name(template))
        if isinstance(error, jinja2.TemplateSyntaxError):
            place = Where(workspace.name(Path(error.filename or template)), error.lineno)
        elif found := _template_line(error):
            place = Where(workspace.name(found[0]), found[1])
        reason = _reason(error)
        told = [p for p in problems if p.code == "L003" and p.where == place]
        if not any(("reason", reason) in p.params for p in told):
            problems.add("L003", place, reason=reason, item=item)


def _reason(error: BaseException) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"no template {error.name}"
    if isinstance(error, RecursionError):
        return "it extends or includes itself; name the layout that is meant: `ban-tin/…`"
    return " ".join(str(error).split()) or type(error).__name__


def _template_line(error: BaseException) -> tuple[Path, int] | None:
    """The innermost template and its line, from the traceback that Jinja rewrites."""
    found = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            found = Path(file), trace.tb_lineno
        trace = trace.tb_next
    return found
