"""Checks of the copy, that is what was written and given: one module each, and this registry."""

from __future__ import annotations
