"""The acronyms that a text itself defines.

After Schwartz and Hearst, « A simple algorithm for identifying abbreviation definitions in
biomedical text » (PSB 2003): a short form in parentheses, a long form before it. Here letters
are matched word by word, not character by character, since French long forms are full of
function words (de, la, des) in which a letter would be found by chance.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from spe_search.french._data import FUNCTION_WORDS
from spe_search.french.fold import fold

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_SHORT = rf"{_CAPITAL}(?:{_CAPITAL}|[0-9&.\-\u2010\u2011]){{1,11}}(?<![.\-])\.?"
_AFTER = re.compile(rf"\(\s*(?P<short>{_SHORT})(?P<plural>s?)\s*\)")
_BEFORE = re.compile(rf"(?<!\w)(?P<short>{_SHORT})\s*\((?P<long>[^()]{{8,200}})\)")
_COLON = re.compile(rf"(?<!\w)(?P<short>{_SHORT})\s?:\s+(?P<long>[^():.;!?]{{8,200}})")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LETTER = re.compile(r"[^a-z0-9]")
_LIMIT = re.compile(r"[.!?;:()](?=\s|$)|\n[^\S\n]*[•]")
_SPACES = re.compile(r"\s+")
_WINDOW = 320  # characters: the longest official name in the report has 130
_IMPOSSIBLE = 1_000


def acronyms(text: str) -> dict[str, str]:
    """Return the acronyms a text defines.

    Three forms are read: « services publics d’emploi (SPE) », « CANAPÉ (Comité d’accueil …) »
    and « JADE : Jumelage, arrimage et démarchage en emploi ». A parenthesis whose letters do not
    fit the words beside it defines nothing.

    Args:
        text: any text; line breaks and blank lines within a name are tolerated.

    Returns:
        Folded acronym → its expansion, in the text's spelling with white space folded. The first
        definition of an acronym holds.
    """
    found: list[tuple[int, str, str]] = []
    for match in _AFTER.finditer(text):
        found.append((match.start(), match["short"], _long_before(match, text)))
    for match in _BEFORE.finditer(text):
        found.append((match.start(), match["short"], _long_within(match)))
    for match in _COLON.finditer(text):
        found.append((match.start(), match["short"], _long_after(match)))
    defined: dict[str, str] = {}
    for _, short, long in sorted(found):
        if long:
            defined.setdefault(fold(short).replace(".", ""), _SPACES.sub(" ", long).strip())
    return defined


def _letters(short: str) -> str:
    return _NOT_LETTER.sub("", fold(short))


def _long_before(match: re.Match[str], text: str) -> str:
    """Return the words before the parenthesis that spell its acronym, or nothing."""
    start = max(0, match.start() - _WINDOW)
    for limit in _LIMIT.finditer(text, start, match.start()):
        start = limit.end()
    words = list(_WORD.finditer(text, start, match.start()))
    letters = _letters(match["short"])
    folded = [fold(word[0]) for word in words]
    best, where = _IMPOSSIBLE, -1
    for at in range(len(words) - 2, -1, -1) if letters else ():
        if folded[at][0] == letters[0] and folded[at] not in FUNCTION_WORDS:
            price = _cost(letters, tuple(folded[at:]))
            if price < best:
                best, where = price, at
    if where < 0 or best > len(letters) // 2 + 1:
        return ""
    return text[words[where].start() : match.start()].rstrip(" \t\n,–-")


def _long_within(match: re.Match[str]) -> str:
    folded = tuple(fold(word[0]) for word in _WORD.finditer(match["long"]))
    letters = _letters(match["short"])
    fits = bool(folded) and _cost(letters, folded) <= 1
    return match["long"] if fits else ""


def _long_after(match: re.Match[str]) -> str:
    """Return the words after the colon up to the one that takes the last letter.

    Every letter must be an initial: after a colon comes anything, so a looser fit is chance.
    """
    words = list(_WORD.finditer(match["long"]))
    letters = _letters(match["short"])
    folded = [fold(word[0]) for word in words]
    for count in range(2, len(words) + 1):
        if folded[count - 1] in FUNCTION_WORDS:
            continue
        if _cost(letters, tuple(folded[:count])) == 0:
            return match["long"][: words[count - 1].end()]
    return ""


def _cost(letters: str, words: Sequence[str]) -> int:
    """Return how badly words fit the letters of an acronym: 0 if each letter is an initial.

    A content word that gives no letter costs 1, and so does every letter from within a word.
    """
    if not letters or not words[0].startswith(letters[0]):
        return _IMPOSSIBLE

    @functools.cache
    def rest(letter: int, at: int) -> int:
        if at == len(words):
            return 0 if letter == len(letters) else _IMPOSSIBLE
        word = words[at]
        price = rest(letter, at + 1) + (word not in FUNCTION_WORDS)
        taken, inside = letter, 0
        while taken < len(letters):
            inside = word.find(letters[taken], inside)
            if inside < 0 or (taken == letter and inside > 0):
                break
            taken += 1
            inside += 1
            price = min(price, taken - letter - 1 + rest(taken, at + 1))
        return price

    return rest(0, 0)
