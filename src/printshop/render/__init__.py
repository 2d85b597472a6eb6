"""`RenderJob` to `Fragment`. The only room that knows WeasyPrint; it knows nothing of issues."""

from printshop.render.job import Asset, Fragment, RenderFailure, RenderJob

__all__ = ["Asset", "Fragment", "RenderFailure", "RenderJob"]
