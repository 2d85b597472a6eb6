"""Where an issue wants white pages in its booklets: what `booklet` of the manifest says."""

from __future__ import annotations

from printshop.imposition.sequence import Blanks
from printshop.manifest.load import LoadedIssue
from printshop.problems import Problems
from printshop.problems.model import nearest
from printshop.settings import Trace


def blanks_of(loaded: LoadedIssue, trace: Trace, problems: Problems) -> Blanks:
    """The white pages of an issue, each after a page of its finished file.

    Args:
        loaded: the issue; what stands in it is a number of a page, or the id of an item, whose last
            page is meant.
        trace: of the build, for the pages of items.
        problems: B030 and B031 are noted here, at their place in the manifest.
    """
    booklet, after = loaded.issue.booklet, list[int]()
    last = {page.item: number for number, page in enumerate(trace.pages, start=1) if page.item}
    for index, named in enumerate(booklet.blanks):
        where = loaded.document.where(("booklet", "blanks", index))
        if named in last:
            after.append(last[named])
        elif not named.isdecimal():
            near, known = nearest(named, last), ", ".join(last)
            problems.add("B030", where, near=near, item=named[:60], known=known)
        elif len(named) > 6 or int(named) > len(trace.pages):
            problems.add("B031", where, page=named[:20], last=len(trace.pages))
        else:
            after.append(int(named))
    return Blanks(tuple(after), booklet.rest)
