"""Everything that knows French at the level of text.

One analyser serves the lexical index, the highlighter, the spelling mender and the thesaurus, so
that a query and a report are always read alike. A change to what :func:`terms` returns must
change :data:`ANALYSER_VERSION`: an index records it and is refused under another.
"""

from __future__ import annotations

from spe_search.french.acronyms import acronyms
from spe_search.french.fold import fold
from spe_search.french.sentences import sentences
from spe_search.french.terms import stem, tally, terms
from spe_search.french.tokens import words

ANALYSER_VERSION: str = "2"

__all__ = [
    "ANALYSER_VERSION",
    "acronyms",
    "fold",
    "sentences",
    "stem",
    "tally",
    "terms",
    "words",
]
