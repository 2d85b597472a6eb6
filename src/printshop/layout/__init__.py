"""A layout's declaration and templates; `Issue` + `Article`s + `Layout` to a `Plan` of jobs."""

from printshop.layout.load import Layout, known_layouts, load_layout
from printshop.layout.options import with_options
from printshop.layout.plan import Piece, Plan, furniture_job
from printshop.layout.planner import make_plan

__all__ = [
    "Layout",
    "Piece",
    "Plan",
    "furniture_job",
    "known_layouts",
    "load_layout",
    "make_plan",
    "with_options",
]
