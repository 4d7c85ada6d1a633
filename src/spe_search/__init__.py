"""spe-search: semantic search over the annual reports of Québec's public employment services.

::

    from spe_search import Filters, SearchEngine

    engine = SearchEngine.open("index")
    for hit in engine.search("femmes dans la construction", filters=Filters(region="Outaouais")):
        print(hit.citation.quote, hit.citation.label)

A dossier of results is made by :mod:`spe_search.dossier` and written by :mod:`spe_search.export`,
which a search has no need to load.
"""

from spe_search.engine import SearchEngine
from spe_search.errors import SpeSearchError
from spe_search.locating import Located
from spe_search.types import (
    Answer,
    Citation,
    Document,
    Encoder,
    Filters,
    Hit,
    Initiative,
    Passage,
    Region,
    Section,
    Span,
    Why,
)

__all__ = [
    "Answer",
    "Citation",
    "Document",
    "Encoder",
    "Filters",
    "Hit",
    "Initiative",
    "Located",
    "Passage",
    "Region",
    "SearchEngine",
    "Section",
    "Span",
    "SpeSearchError",
    "Why",
]
