"""Items side by side: what the report says of each, in its words, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from spe_search.compare.extent import durations, reached
from spe_search.compare.headings import cite_theme
from spe_search.compare.model import Entry, Field, Matrix, MatrixRow
from spe_search.compare.profile import Profile, Said, said_by
from spe_search.compare.profiles import Profiles
from spe_search.compare.traits import KINDS, Traits
from spe_search.errors import CompareCountError, CompareTwiceError
from spe_search.french import sentences
from spe_search.i18n import message, translator
from spe_search.partner_kinds import kinds_of
from spe_search.types import Initiative, Lang, Passage, Span

LEAST_COMPARED, MOST_COMPARED = 2, 10

FIELDS: Final[dict[Field, str]] = {
    "region": message("Region"),
    "theme": message("Theme"),
    "clientele": message("Clientele"),
    "service": message("Measure or service"),
    "partners": message("Partners"),
    "duration": message("Duration"),
    "reach": message("Reach"),
    "results": message("Results"),
    "page": message("Page"),
}
NOT_SAID: Final = message("not stated")

_LISTS = frozenset({"partners", "note", "caption"})
_UNLABELLED = frozenset({"paragraph", "story", "summary", "sidebar", "table_row"})


def matrix_of(profiles: Profiles, item_ids: Sequence[str]) -> Matrix:
    """Set items side by side.

    Args:
        profiles: what reads them.
        item_ids: ids of the index that :func:`check_compared` has let through.
    """
    columns = [_column(profiles, profiles.of(item_id)) for item_id in item_ids]
    rows = (MatrixRow(name, tuple(column[name] for column in columns)) for name in FIELDS)
    items = (profiles.of(item_id).item for item_id in item_ids)
    return Matrix(tuple(item for item in items if item is not None), tuple(rows))


def check_compared(item_ids: Sequence[str]) -> None:
    """Check how many items are to be compared.

    Raises:
        CompareCountError: fewer than 2, or more than 10.
        CompareTwiceError: one is given twice.
    """
    if not LEAST_COMPARED <= len(item_ids) <= MOST_COMPARED:
        raise CompareCountError(count=len(item_ids), least=LEAST_COMPARED, most=MOST_COMPARED)
    if twice := next((each for each in item_ids if item_ids.count(each) > 1), None):
        raise CompareTwiceError(value=twice)


def matrix_rows(matrix: Matrix, lang: Lang) -> list[list[str]]:
    """Return a matrix as rows of text: the heads, then a row a field.

    An entry is its words with its page; what the report does not say is « non précisé ».
    """
    _ = translator(lang)
    rows = [[_("Field"), *(item.title for item in matrix.items)]]
    for row in matrix.rows:
        cells = (
            "\n".join(entry_text(entry) for entry in cell) or _(NOT_SAID) for cell in row.cells
        )
        rows.append([_(FIELDS[row.field]), *cells])
    return rows


def entry_text(entry: Entry) -> str:
    """Return an entry's words and the page they stand on."""
    return f"{entry.words} (p.\u00a0{entry.citation.page})" if entry.citation else entry.words


def _column(profiles: Profiles, profile: Profile) -> dict[Field, tuple[Entry, ...]]:
    traits = Traits(profiles.index)
    passages = profile.passages
    telling = [passage for passage in passages if passage.kind not in _LISTS]
    page = profile.item.page if profile.item else 0
    return {
        "region": tuple(Entry(t.words, t.citation, t.fr, t.en) for t in traits.region(profile)),
        "theme": tuple(_theme(profiles, profile)),
        "clientele": _concepts(profiles, traits, profile, "clientele"),
        "service": _concepts(profiles, traits, profile, "service"),
        "partners": tuple(_partners(traits, profile, passages)),
        "duration": _cited(traits, telling, durations),
        "reach": _cited(traits, telling, reached),
        "results": tuple(_results(traits, passages)),
        "page": (Entry(str(page), None),),
    }


def _theme(profiles: Profiles, profile: Profile) -> Iterator[Entry]:
    item = profile.item
    if isinstance(item, Initiative) and item.theme:
        document = profiles.index.document(profile.passages[0].document_id)
        found = cite_theme(document, item)
        yield Entry(found.quote if found else item.theme, found)


def _concepts(
    profiles: Profiles, traits: Traits, profile: Profile, facet: str
) -> tuple[Entry, ...]:
    """Return what an item says of a facet, but for what most items say."""
    known = profiles.index.thesaurus.concepts
    found = (
        traits.concept(profile, concept)
        for concept in profile.concepts
        if known[concept].facet == facet and not profiles.is_general(concept)
    )
    return tuple(Entry(trait.words, trait.citation, trait.fr, trait.en) for trait in found)


def _partners(traits: Traits, profile: Profile, passages: Sequence[Passage]) -> Iterator[Entry]:
    names = profile.item.partners if isinstance(profile.item, Initiative) else ()
    for name in names:
        said = said_by(name, passages)
        kind = next((KINDS[each] for each in kinds_of(name)), None)
        labels = (kind.fr, kind.en) if kind else ()
        yield Entry(name, traits.citation(said), *labels)


def _results(traits: Traits, passages: Iterable[Passage]) -> Iterator[Entry]:
    """Return what is told as results; else, where no field holds them, sentences that count."""
    found = list(passages)
    told = [passage for passage in found if passage.kind == "results"]
    for passage in told or [p for p in found if p.kind in _UNLABELLED]:
        for sentence in sentences(passage.text):
            words = passage.text[sentence.start : sentence.end]
            if told or any(reached(words)):
                yield Entry(words, traits.citation(Said(words, passage), sentence))


def _cited(
    traits: Traits, passages: Iterable[Passage], find: Callable[[str], Iterable[Span]]
) -> tuple[Entry, ...]:
    """Return what is found in passages, each wording once."""
    found: dict[str, Entry] = {}
    for passage in passages:
        for span in find(passage.text):
            words = passage.text[span.start : span.end]
            if words.casefold() not in found:
                cited = traits.citation(Said(words, passage), span)
                found[words.casefold()] = Entry(words, cited)
    return tuple(found.values())
