"""The index form of one folded word.

Folding comes before stemming, so that accents never decide whether two words meet. The Snowball
stemmer (Porter's French algorithm, https://snowballstem.org/algorithms/french/stemmer.html) needs
some accents to know a feminine or a participle; :func:`canonical` gives back what folding takes,
and mends what the algorithm leaves apart (« emploi », « emplois ») or glues (« organisme »,
« organe »).
"""

from __future__ import annotations

import functools
import re
import threading

import Stemmer

from spe_search.french._data import IRREGULAR, KEPT_WHOLE, PLURAL_IS

_SNOWBALL = Stemmer.Stemmer("french", 0)
_LOCK = threading.Lock()  # a Stemmer object must not be used by two threads at once

# In order: the first rule that fits is the only one used. Before each, the letters it may end with.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (last, re.compile(pattern), replacement)
    for last, pattern, replacement in (
        ("est", r"(?<=\w\w)ifi(?:ee?s?|ent)$", "ifier"),  # qualifiée; Snowball takes -ie off
        ("es", r"(?<=\w\w)ees?$", "e"),  # employée(s) -> employé
        ("esx", r"(?<=\w\w)(?:euses?|eux)$", "eur"),  # travailleuse, nombreux -> one form
        ("es", r"(?<=\w\wt)rices?$", "eur"),  # formatrice -> formateur, then the rules below
        ("es", r"(?<=\w\w)eures?$", "eur"),  # entrepreneure
        ("es", r"(?<=\w(?:ll|[an]g|ch))e(?:res?|rs)$", "er"),  # conseillère, étrangers
        ("es", r"(?<=\w\wi)eres?$", "er"),  # ouvrière
        ("ns", r"(?<=\w\w)ifications?$", "ifier"),  # qualification meets qualifier
        ("nsr", r"(?<=\w\w)icat(?:ions?|eurs?)$", "iquer"),  # communication meets communiquer
        ("t", r"(?<=\w\w)euriat$", "eur"),  # entrepreneuriat meets entrepreneur
        ("ts", r"(?<=\w\w\w)ariats?$", "aire"),  # partenariat meets partenaire
        ("es", r"(?:(?<=\w\w\wit)|(?<=\w\w\waut))aires?$", "e"),  # universitaire, université
        ("fs", r"(?<=\w\w\w)ifs?$", "ive"),  # actif meets active
        ("s", r"(?:(?<=\w\w[mc]is)|(?<=\w\w(?:quis|pris|clus)))$", "e"),  # compris, comprise
        ("s", r"(?<=\w\w[uoy])s$", ""),  # individus, numéros: Snowball leaves these plurals
        ("s", r"(?<=\w\w\wa)s$", ""),  # schémas
        ("s", r"(?<=\w\w[^ao]i)s$", ""),  # apprentis
    )
)
_RULES_BY_LAST: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    letter: tuple((rule, to) for last, rule, to in _RULES if letter in last) for letter in "efnrstx"
}
# -ation and -ateur go even where Snowball's R2 is too short, or « formation » would never meet
# « former »; four letters must be left, or « citation » would meet « cité ».
_ATION = re.compile(r"(?<=\w\w\w\w)at(?:ions?|eurs?)$")
# The endings of « finir » leave so little of a short word that it meets any other: « génie » and
# « gens », « profit » and « profs », « voirie » and « voir ». There the i of the ending stays, but
# for the verbs whose i goes when they are conjugated (« sortir », « sortant »).
_SHORT = 4
_ENDING_IN_I = re.compile(r"i(?:es?|s|t|r\w*|ss\w*)?")
_LOSE_THEIR_I = frozenset(
    ["cour", "dorm", "ment", "offr", "ouvr", "part", "sent", "serv", "sort", "suiv", "vet"]
)
_VOWELS = frozenset("aeiouy")
_UNDOUBLE = re.compile(r"([nlt])\1$")


def canonical(word: str) -> str:
    """Bring the genders and plurals of a folded word to one spelling, before the stemmer."""
    if (irregular := IRREGULAR.get(word)) is not None:
        return irregular
    if len(word) < 4 or word in KEPT_WHOLE:
        return word
    if word in PLURAL_IS:
        return word[:-1]
    for pattern, replacement in _RULES_BY_LAST.get(word[-1], ()):
        changed, count = pattern.subn(replacement, word)
        if count:
            return _ATION.sub("er", changed)
    return _ATION.sub("er", word)


@functools.lru_cache(maxsize=65_536)
def stem_folded(word: str) -> str:
    """Return the index form of a folded word.

    Acronyms come out whole: three letters or fewer and words without a vowel are not stemmed.
    """
    base = canonical(word)
    if word in KEPT_WHOLE or base in KEPT_WHOLE:
        return base
    if len(base) < 4:
        # « ans » meets « an »; a two-letter « SPE » or « OSE » has no ending to lose.
        return base[:-1] if len(base) == 3 and base[-1] == "s" and base[-2] in "nt" else base
    if _VOWELS.isdisjoint(base):
        return base[:-1] if base[-1] == "s" else base
    with _LOCK:
        stemmed = str(_SNOWBALL.stemWord(base))
    if len(stemmed) > _SHORT or stemmed in _LOSE_THEIR_I:
        return stemmed
    return f"{stemmed}i" if _ENDING_IN_I.fullmatch(base.removeprefix(stemmed)) else stemmed


@functools.lru_cache(maxsize=8_192)
def masculine(word: str) -> str:
    """Return what the feminine and the masculine of a folded noun share, to pair double forms."""
    bare = canonical(word)
    bare = bare.removesuffix("s").removesuffix("e")
    return _UNDOUBLE.sub(r"\1", bare)
