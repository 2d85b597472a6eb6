"""printshop: bulletin issues from a manifest to screen, press and archive."""

__version__ = "0.1.0"
