"""Checks of a finished file: one module each, and this registry.

A check takes the document and the print house's rules and gives findings. It never fails for bad
input: what it cannot judge it says in a finding, or leaves to the check that reports damage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from printshop.preflight.model import Document, Finding
from printshop.press.contract import PressSpec

Check = Callable[[Document, PressSpec], Iterable[Finding]]

CHECKS: dict[str, Check] = {}
"""By the module's name, in the order of reports."""
