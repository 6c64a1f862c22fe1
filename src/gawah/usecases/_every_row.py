"""Every row of the case that filters leave, page by page, in order of time."""

from collections.abc import Iterator

from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters, Row

_PAGE = 10_000


def every_row(work: Workspace, filters: Filters, query: str = "") -> Iterator[Row]:
    """The rows; where there is a query, those whose text holds it. Only a page of them is held at once."""
    after = None
    while True:
        if query:
            rows = work.vault.search(query, filters, after=after, limit=_PAGE)
        else:
            rows = work.vault.page(filters, after=after, limit=_PAGE)
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].position
