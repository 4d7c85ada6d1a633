"""spe-search: semantic search over the annual reports of Québec's public employment services.

::

    from spe_search import Filters, SearchEngine

    engine = SearchEngine.open("index")
    for hit in engine.search("femmes dans la construction", filters=Filters(region="Outaouais")):
        print(hit.citation.quote, hit.citation.label)

A dossier of results is made by :mod:`spe_search.dossier` and written by :mod:`spe_search.export`,
which a search has no need to load.
"""

from spe_search.compare import Comparable, Difference, Entry, Matrix, MatrixRow, Shared, Trait
from spe_search.coverage import Coverage, Gap
from spe_search.engine import SearchEngine
from spe_search.errors import SpeSearchError
from spe_search.indicators import Indicator
from spe_search.locating import Located
from spe_search.synthesis import LanguageModel, Sentence, Synthesis
from spe_search.themes import Facet, FacetValue, MapPoint, Themes
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
    Tag,
    Why,
)

__all__ = [
    "Answer",
    "Citation",
    "Comparable",
    "Coverage",
    "Difference",
    "Document",
    "Encoder",
    "Entry",
    "Facet",
    "FacetValue",
    "Filters",
    "Gap",
    "Hit",
    "Indicator",
    "Initiative",
    "LanguageModel",
    "Located",
    "MapPoint",
    "Matrix",
    "MatrixRow",
    "Passage",
    "Region",
    "SearchEngine",
    "Section",
    "Sentence",
    "Shared",
    "Span",
    "SpeSearchError",
    "Synthesis",
    "Tag",
    "Themes",
    "Trait",
    "Why",
]
