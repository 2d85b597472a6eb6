"""How commands with commands of their own behave: `printshop layouts`, `printshop presses`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class ListsByDefault(TyperGroup):
    """Without a command of its own, the group lists."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Options alone are those of the list."""
        own_option = bool(args) and args[0].startswith("-") and args[0] not in ctx.help_option_names
        if own_option or not (args or ctx.resilient_parsing):  # which is the shell's completion
            args = ["list", *args]
        return super().parse_args(ctx, args)
