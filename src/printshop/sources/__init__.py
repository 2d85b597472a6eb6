"""Reading what people wrote: files, paths and YAML, each value with its place.

Every function takes the run's `Problems` and returns `None` where the input is past use; nothing
here raises for bad input.
"""

from printshop.sources.fields import Picture, WhenWritten, as_date
from printshop.sources.validate import validate
from printshop.sources.yamltext import Document, parse_yaml, read_yaml
from printshop.workspace import Workspace, read_text

__all__ = [
    "Document",
    "Picture",
    "WhenWritten",
    "Workspace",
    "as_date",
    "parse_yaml",
    "read_text",
    "read_yaml",
    "validate",
]
