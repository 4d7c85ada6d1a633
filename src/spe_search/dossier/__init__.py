"""A dossier: what a reader keeps of several searches, in an order of their own, to take away.

Each quote carries its whole reference, so that a dossier can be kept, read again and written to a
file (:mod:`spe_search.export`) without the index it came from.
"""

from spe_search.dossier.entries import (
    answer_entry,
    citation_entry,
    entries_of,
    hit_entry,
    item_entries,
    matrix_entry,
    quote_of,
)
from spe_search.dossier.model import (
    AnswerEntry,
    Dossier,
    Entry,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableCell,
    TableEntry,
    dossier_from_json,
    dossier_to_json,
    quotes_of,
    read_dossier,
)

__all__ = [
    "AnswerEntry",
    "Dossier",
    "Entry",
    "ExcerptEntry",
    "NoteEntry",
    "Quote",
    "TableCell",
    "TableEntry",
    "answer_entry",
    "citation_entry",
    "dossier_from_json",
    "dossier_to_json",
    "entries_of",
    "hit_entry",
    "item_entries",
    "matrix_entry",
    "quote_of",
    "quotes_of",
    "read_dossier",
]
