"""The registry of commands: made after the language is chosen, so that help speaks it."""

from __future__ import annotations

from typing import Annotated

import typer

from printshop import __version__
from printshop.cli import (
    archive,
    build,
    cache,
    check,
    distribute,
    doctor,
    import_,
    impose,
    init,
    layouts,
    new,
    presses,
    printers,
    proof,
    schema,
)
from printshop.i18n import LANGUAGES, _


def application() -> typer.Typer:
    """The program with all its commands."""
    app = typer.Typer(
        name="printshop",
        help=_("Turns a bulletin issue, described in a YAML manifest, into finished pages."),
        epilog=_("Example: printshop build 2017-09"),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for module in (
        build,
        check,
        proof,
        impose,
        archive,
        distribute,
        import_,
        new,
        init,
        layouts,
        presses,
        printers,
        cache,
        schema,
        doctor,
    ):
        module.register(app)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"printshop {__version__}")
        raise typer.Exit


def _known_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(_("languages: {known}").format(known=", ".join(LANGUAGES)))
    return value


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Print the version.")
        ),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            callback=_known_language,
            metavar="en|vi",
            help=_("Language of messages; by default that of the system (LANG)."),
        ),
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help=_("Show the details of a defect of printshop."))
    ] = False,
) -> None:
    pass
