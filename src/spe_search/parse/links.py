"""Telling what a stray caption or link is about.

Links gather at the foot of a page and captions at its top; each is given to the item of that page
whose words it repeats the most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spe_search.french import fold

_WORD = re.compile(r"[^\W_]{4,}")
_PREFIX = 6


def owner_of(text: str, candidates: Sequence[str], default: int) -> int:
    """Return the index of the candidate whose rarest words ``text`` repeats.

    A word shared by several candidates counts less than one that a single one holds.

    Args:
        text: a caption or an address.
        candidates: the texts it may belong to.
        default: the answer when it repeats the words of none, or of several equally.
    """
    wanted = _stems(text)
    held = [_stems(candidate) for candidate in candidates]
    spread = Counter(stem for stems in held for stem in stems)
    scores = [sum(1 / spread[stem] ** 2 for stem in wanted & stems) for stems in held]
    best = max(scores, default=0.0)
    return scores.index(best) if best > 0 and scores.count(best) == 1 else default


def _stems(text: str) -> set[str]:
    return {word[:_PREFIX] for word in _WORD.findall(fold(text))}
