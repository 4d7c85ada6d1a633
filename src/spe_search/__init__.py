"""spe-search: semantic search over the annual reports of Québec's public employment services.

::

    from spe_search import Filters, SearchEngine

    engine = SearchEngine.open("index")
    for hit in engine.search("femmes dans la construction", filters=Filters(region="Outaouais")):
        print(hit.citation.quote, hit.citation.label)

A dossier of results is made by :mod:`spe_search.dossier` and written by :mod:`spe_search.export`,
which a search has no need to load.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    Tag,
    Why,
)

if TYPE_CHECKING:
    from spe_search.compare import Comparable, Difference, Entry, Matrix, MatrixRow, Shared, Trait
    from spe_search.coverage import Coverage, Gap
    from spe_search.indicators import Indicator
    from spe_search.locating import Located
    from spe_search.synthesis import LanguageModel, Sentence, Synthesis
    from spe_search.themes import Facet, FacetValue, MapPoint, Themes

# What a search has no need of is imported when it is first named.
_LATER = {
    "Comparable": "spe_search.compare",
    "Difference": "spe_search.compare",
    "Entry": "spe_search.compare",
    "Matrix": "spe_search.compare",
    "MatrixRow": "spe_search.compare",
    "Shared": "spe_search.compare",
    "Trait": "spe_search.compare",
    "Coverage": "spe_search.coverage",
    "Gap": "spe_search.coverage",
    "Indicator": "spe_search.indicators",
    "Located": "spe_search.locating",
    "LanguageModel": "spe_search.synthesis",
    "Sentence": "spe_search.synthesis",
    "Synthesis": "spe_search.synthesis",
    "Facet": "spe_search.themes",
    "FacetValue": "spe_search.themes",
    "MapPoint": "spe_search.themes",
    "Themes": "spe_search.themes",
}

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


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
