"""The search index: derived from the database, rebuildable at any time (docs/algorithms/search.md).

A room says what is to be found with `documents`, and says `changed` in the transaction that changed a record;
`index_changes` brings the index up to date; `find` searches.
"""

from tandem.directory.search.outbox import changed, when_changed
from tandem.directory.search.reading import Found, IndexMissing, count, find
from tandem.directory.search.registry import Entry, documents
from tandem.directory.search.writing import Busy, index_changes, rebuild

__all__ = [
    "Busy",
    "Entry",
    "Found",
    "IndexMissing",
    "changed",
    "count",
    "documents",
    "find",
    "index_changes",
    "rebuild",
    "when_changed",
]
