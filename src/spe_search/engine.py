"""The search engine: the one object that a program, the command line and the app talk to."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from spe_search.citing import analysed
from spe_search.encode import encoder_of
from spe_search.errors import EncoderMismatchError, UnknownIdError
from spe_search.french import stem
from spe_search.generation import Manifest
from spe_search.hits import item_of, make_hits
from spe_search.index import Index
from spe_search.query import allowed_rows, check_query, check_top_k
from spe_search.spelling import Correction, corrections, mend
from spe_search.types import (
    Answer,
    Document,
    Encoder,
    Filters,
    Hit,
    Initiative,
    Passage,
    Section,
    Tag,
)
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from spe_search.thesaurus import Thesaurus

_NO_FILTERS = Filters()


def encoder_made_with(manifest: Manifest) -> Encoder:
    """Return the model an index was made with, to be called as it was then.

    Raises:
        EncoderMissingError: it is not on this machine.
    """
    made = manifest.encoder
    return encoder_of(made.name, query_prompt=made.query_prompt, passage_prompt=made.passage_prompt)


class SearchEngine:
    """Searches one opened index with one encoder; see :meth:`open`.

    It holds nothing that changes with a query, so threads may share it.
    """

    def __init__(
        self, index: Index, encoder: Encoder | None = None, weights: Weights = TUNED
    ) -> None:
        self.index, self.weights = index, weights
        self._given_encoder = encoder

    @classmethod
    def open(cls, path: str | Path = "index", encoder: Encoder | None = None) -> Self:
        """Open an index.

        It takes milliseconds: the manifest is checked; the model and the arrays are read at the
        first search.

        Args:
            path: the index's folder.
            encoder: the model to search with; the index's own when ``None``.

        Raises:
            IndexError: there is no index, or it cannot be trusted; the message says what to do.
        """
        return cls(Index(Path(path)), encoder)

    @property
    def manifest(self) -> Manifest:
        """What the index holds and what it was made with."""
        return self.index.manifest

    @cached_property
    def encoder(self) -> Encoder:
        """The model, once known to be the one the index was made with.

        Raises:
            EncoderMismatchError: it is another one.
            EncoderMissingError: it is not on this machine.
        """
        record = self.manifest.encoder
        encoder = self._given_encoder or encoder_made_with(self.manifest)
        if encoder.digest != record.digest:
            raise EncoderMismatchError(
                path=self.index.path,
                found=record.name,
                found_digest=record.digest[:8],
                expected=encoder.name,
                expected_digest=encoder.digest[:8],
            )
        return encoder

    def mend(self, query: str) -> tuple[str, tuple[Correction, ...]]:
        """Mend the words of a query that are written so nowhere.

        Args:
            query: words or a question, in French or English.

        Returns:
            The query as it will be searched, and the corrections made; most have none.

        Raises:
            BadInputError: the query cannot be understood.
        """
        text = check_query(query)
        lexical, labels = self.index.lexical, self.index.thesaurus.vocabulary
        found = corrections(
            text,
            self.index.words,
            lambda word: lexical.knows(stem(word.text)) or stem(word.text) in labels,
        )
        return mend(text, found), found

    def search(
        self,
        query: str,
        *,
        top_k: int = 10,
        filters: Filters = _NO_FILTERS,
        exact: bool = False,
    ) -> tuple[Hit, ...]:
        """Find the initiatives, stories and sections that fit a query, best first.

        Args:
            query: words or a question, in French or English.
            top_k: how many hits at the most, from 1 to 1000.
            filters: what to look in.
            exact: search the words as they are, without mending them (see :meth:`mend`).

        Returns:
            One hit an item, each with its best passages; none where no word and no meaning meets.

        Raises:
            BadInputError: the query or a filter cannot be understood.
            IndexError: the index cannot be read.
        """
        # numpy takes longer to import than an index to open
        from spe_search.expansion import groups_of
        from spe_search.retrieval import retrieve

        text = check_query(query) if exact else self.mend(query)[0]
        count = check_top_k(top_k)
        allowed = allowed_rows(self.index, filters)
        parts = groups_of(self.index, self.encoder, text, self.weights)
        found = retrieve(self.index, self.encoder, text, parts, count, allowed, self.weights)
        return make_hits(self.index, text, parts, found)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = _NO_FILTERS,
        exact: bool = False,
    ) -> Answer:
        """Answer a question with the sentence of the reports that fits it best, or with none.

        Args:
            question: a question, in French or English.
            top_k: how many passages may be cited.
            filters: what to look in.
            exact: as :meth:`search`.

        Returns:
            ``answered`` with the sentence quoted and its citations, or ``no_answer``; the nearest
            hits come with both.

        Raises:
            BadInputError, IndexError: as :meth:`search`.
        """
        hits = self.search(question, top_k=top_k, filters=filters, exact=exact)
        likely = tuple(hit for hit in hits if hit.likely)
        if not likely:
            return Answer("no_answer", "", (), hits, reason="nothing_relevant")
        citations = tuple(hit.citation for hit in likely)
        return Answer("answered", citations[0].quote, citations, hits)

    def show(self, wanted: str) -> Initiative | Section | Passage:
        """Return the initiative, story, section or passage that has an id.

        Raises:
            UnknownIdError: nothing has it; the nearest ids are suggested.
        """
        item_id = wanted.partition("#")[0]
        passages = [self.index.passage(row) for row in self.index.rows(item=item_id).tolist()]
        if passages and wanted == item_id:
            return item_of(self.index, passages[0])
        for passage in passages:
            if passage.id == wanted:
                return passage
        known = [passage.id for passage in passages] or self.index.values["item"]
        near = get_close_matches(wanted, known, n=5, cutoff=0.2)
        raise UnknownIdError(value=wanted, accepted=", ".join(near or known[:5]))

    def tags(self, item_id: str) -> tuple[Tag, ...]:
        """Return the concepts of the thesaurus that an item speaks of, in reading order.

        Only French labels count, and each concept once, by the first words that earn it.

        Raises:
            UnknownIdError: no item has this id.
        """
        found: dict[str, Tag] = {}
        self.show(item_id)
        for row in self.index.rows(item=item_id).tolist():
            passage = self.index.passage(row)
            for mention in self._french.mentions(analysed(passage.text)):
                concept = self._french.concepts[mention.concept]
                words = passage.text[mention.span.start : mention.span.end]
                tag = Tag(concept.id, concept.facet, concept.fr[0], words, passage.id)
                found.setdefault(concept.id, tag)
        return tuple(found.values())

    @cached_property
    def _french(self) -> Thesaurus:
        return self.index.thesaurus.in_french()

    def page(self, passage: Passage) -> tuple[Passage, ...]:
        """Return all that stands on a passage's page, in the order of the source."""
        rows = self.index.rows(document=passage.document_id, page=str(passage.page))
        return tuple(sorted(map(self.index.passage, rows.tolist()), key=lambda each: each.start))

    def document(self, document_id: str) -> Document:
        """Return a parsed report, source included."""
        return self.index.document(document_id)
