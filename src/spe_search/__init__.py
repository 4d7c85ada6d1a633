"""spe-search: semantic search over the annual reports of Québec's public employment services.

::

    from spe_search import Filters, SearchEngine

    engine = SearchEngine.open("index")
    for hit in engine.search("femmes dans la construction", filters=Filters(region="Outaouais")):
        print(hit.citation.quote, hit.citation.label)
"""

from spe_search.compare import Comparable, Difference, Entry, Matrix, MatrixRow, Shared, Trait
from spe_search.engine import SearchEngine
from spe_search.errors import SpeSearchError
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
    "Comparable",
    "Difference",
    "Document",
    "Encoder",
    "Entry",
    "Filters",
    "Hit",
    "Initiative",
    "Matrix",
    "MatrixRow",
    "Passage",
    "Region",
    "SearchEngine",
    "Section",
    "Shared",
    "Span",
    "SpeSearchError",
    "Trait",
    "Why",
]
