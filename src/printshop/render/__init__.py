"""`RenderJob` to `Fragment`. The only room that knows WeasyPrint; it knows nothing of issues."""

from printshop.render.job import Asset, Fragment, Grid, RenderFailure, RenderJob, Sheet

__all__ = ["Asset", "Fragment", "Grid", "RenderFailure", "RenderJob", "Sheet"]
