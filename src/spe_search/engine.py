"""The search engine: the one object that a program, the command line and the app talk to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

from spe_search.encode import encoder_of
from spe_search.errors import EncoderMismatchError, UnknownIdError
from spe_search.french import stem
from spe_search.generation import Manifest
from spe_search.hits import item_of, make_hits
from spe_search.index import Index
from spe_search.query import (
    allowed_rows,
    allowed_spans,
    check_description,
    check_query,
    check_top_k,
)
from spe_search.spelling import Correction, corrections, mend
from spe_search.types import (
    Answer,
    Citation,
    Document,
    Encoder,
    Filters,
    Hit,
    Initiative,
    Lang,
    Passage,
    Section,
    Tag,
)
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from spe_search.compare import Comparable, Matrix
    from spe_search.compare.comparer import Comparer
    from spe_search.compare.profiles import Profiles
    from spe_search.coverage import Coverage
    from spe_search.dossier.entries import Kept
    from spe_search.evidence import Found
    from spe_search.indicators import Indicator, Origin, Sort, UnitChoice
    from spe_search.locating import Located
    from spe_search.readings import Readings
    from spe_search.synthesis import LanguageModel, Synthesis
    from spe_search.themes import MapPoint, Themes

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
        self._indicators = lru_cache(maxsize=64)(self._read_indicators)

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

    @cached_property
    def _readings(self) -> Readings:
        """What was read of the passages found so far; most are found again."""
        from spe_search.readings import Readings

        return Readings(self.index, self.encoder)

    def mend(self, query: str) -> tuple[str, tuple[Correction, ...]]:
        """Mend the words of a query that are written so nowhere.

        Args:
            query: words or a question, in French or English.

        Returns:
            The query as it will be searched, and the corrections made; most have none.

        Raises:
            BadInputError: the query cannot be understood.
        """
        return self._mended(check_query(query))

    def mend_description(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        """Mend a description as :meth:`mend` does a query; its paragraphs are kept."""
        return self._mended(check_description(text))

    def _mended(self, text: str) -> tuple[str, tuple[Correction, ...]]:
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
        text = check_query(query) if exact else self.mend(query)[0]
        found = self._find(text, check_top_k(top_k), filters)
        return make_hits(self.index, text, found, top_k)

    def _find(self, text: str, top_k: int, filters: Filters, asked: str = "") -> Found:
        # numpy takes longer to import than an index to open
        from spe_search.evidence import Weigher, by_evidence
        from spe_search.expansion import groups_of
        from spe_search.retrieval import retrieve

        depth = self.weights.depth
        allowed = allowed_rows(self.index, filters)
        parts = groups_of(self.index, self.encoder, text, self.weights)
        groups = retrieve(
            self.index, self.encoder, text, parts, max(top_k, depth), allowed, self.weights
        )
        looked_into = groups[:depth] if parts else ()
        weigher = Weigher(self._readings, text, parts, looked_into, asked)
        return by_evidence(weigher, groups)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = _NO_FILTERS,
        exact: bool = False,
        lang: Lang = "fr",
    ) -> Answer:
        """Answer a question with what the reports say, or say that they do not.

        The answer is a sentence or a cell that is quoted, or is worked out of cells that are:
        whether a target was met, which is highest, how a figure moved. Before it leaves, every
        quote and figure is checked against the source.

        Args:
            question: a question or several, in French or English.
            top_k: how many items may come with it.
            filters: what to look in.
            exact: as :meth:`search`.
            lang: the language to answer in where the question's words do not tell it.

        Returns:
            The answer in the question's language; the nearest hits come with it, whatever it is.

        Raises:
            BadInputError, IndexError: as :meth:`search`.
        """
        from spe_search.answers import Case, checked, joined, read_questions, reply

        text = check_query(question) if exact else self.mend(question)[0]
        answers = []
        for read in read_questions(text, lang):
            found = self._find(read.search, check_top_k(top_k), filters, asked=read.text)
            answer = reply(Case(read, found.weigher, found.evidence, self._indicators))
            if answer.citations:
                main = answer.citations[0]
                found = found.led_by(main.document_id, main.start)
            hits = make_hits(self.index, read.search, found, top_k)
            answers.append(replace(answer, hits=hits))
        return checked(joined(answers), self.document)

    def indicators(
        self,
        query: str = "",
        *,
        filters: Filters = _NO_FILTERS,
        unit: UnitChoice | None = None,
        origin: Origin | None = None,
        with_target: bool = False,
        sort: Sort = "page",
        descending: bool = False,
    ) -> tuple[Indicator, ...]:
        """Return the figures of the reports.

        Args:
            query: words that must all be said of a figure; all figures without any.
            filters: what to look in, as for a search.
            unit: only this unit; ``none`` for figures whose unit is not said.
            origin: only what comes from tables, from results or from other sentences.
            with_target: only figures that have a target.
            sort: reading order (``page``), ``value``, ``label``, or ``gap`` to the target.
            descending: largest, or last, first.

        Raises:
            BadInputError: the query cannot be understood, or a filter means nothing here.
        """
        text = check_query(query) if query.strip() else ""
        allowed = allowed_spans(self.index, filters)
        from spe_search.indicators import matching, narrowed, ordered

        every = chain.from_iterable(map(self._indicators, self.index.values["document"]))
        inside = (
            each
            for each in every
            if allowed is None
            or any(s.start <= each.span.start < s.end for s in allowed.get(each.item_id, ()))
        )
        kept = narrowed(inside, unit=unit, origin=origin, with_target=with_target)
        return ordered(matching(kept, text, self.document), sort, descending=descending)

    def _read_indicators(self, document_id: str) -> tuple[Indicator, ...]:
        from spe_search.indicators import indicators

        return indicators(self.document(document_id))

    def cite(self, figure: Indicator) -> Citation:
        """Return the citation of a figure: the row or the sentence it stands in, with its address.

        Args:
            figure: one of :meth:`indicators`.
        """
        item = self.show(figure.item_id)
        assert not isinstance(item, Passage)
        from spe_search.citing import cite_figure

        return cite_figure(self.document(figure.document_id), figure, item.title)

    def synthesise(
        self, question: str, answer: Answer, model: LanguageModel, lang: Lang = "fr"
    ) -> Synthesis:
        """Have a language model sum up an answer's passages; see :mod:`spe_search.synthesis`.

        The question and the passages are sent to the model's address. Each sentence that comes
        back is checked against the passages it cites; a model that fails gives a ``fallback``.

        Args:
            question: what was asked.
            answer: what :meth:`ask` answered.
            model: where the model is; see :meth:`LanguageModel.at`.
            lang: the language to write in.
        """
        from spe_search.synthesis import synthesise

        return synthesise(self.index, self.encoder, question, answer, model, lang)

    def similar(
        self, item_id: str, *, top_k: int = 5, filters: Filters = _NO_FILTERS
    ) -> tuple[Comparable, ...]:
        """Find the initiatives and stories most like an item, and say why.

        Args:
            item_id: the id of an initiative, a story or a section, or of one of their passages.
            top_k: how many at the most, from 1 to 1000.
            filters: what to look in; sections are looked at only where ``kind`` asks for them.

        Returns:
            The best first, other regions before the item's own as far as they are as near.

        Raises:
            UnknownIdError: nothing has this id.
            BadInputError, IndexError: as :meth:`search`.
        """
        count = check_top_k(top_k)
        self.show(item_id)
        return self._comparer.like_item(item_id.partition("#")[0], count, filters)

    def similar_to_text(
        self,
        text: str,
        *,
        top_k: int = 5,
        filters: Filters = _NO_FILTERS,
        exact: bool = False,
    ) -> tuple[Comparable, ...]:
        """Find the initiatives and stories most like a project that a person describes.

        Args:
            text: a sentence or several paragraphs, in French or in English.
            top_k: as :meth:`similar`.
            filters: as :meth:`similar`.
            exact: as :meth:`search`; the reasons quote the text as it was mended.

        Returns:
            As :meth:`similar`; none where nothing is like it.

        Raises:
            BadInputError, IndexError: as :meth:`search`.
        """
        count = check_top_k(top_k)
        described = check_description(text) if exact else self.mend_description(text)[0]
        return self._comparer.like_text(described, count, filters)

    def compare(self, item_ids: Sequence[str]) -> Matrix:
        """Set items side by side: what the report says of each, cited.

        Args:
            item_ids: from 2 to 10 ids of items, or of their passages, each item once.

        Raises:
            BadInputError: one has no item, comes twice, or they are too few or too many.
        """
        from spe_search.compare.matrix import check_compared, matrix_of

        wanted = [each.partition("#")[0] for each in item_ids]
        check_compared(wanted)
        for each in item_ids:
            self.show(each)
        return matrix_of(self._profiles, wanted)

    @cached_property
    def _profiles(self) -> Profiles:
        from spe_search.compare.profiles import Profiles

        return Profiles(self.index, self.tags)

    @cached_property
    def _comparer(self) -> Comparer:
        from spe_search.compare.comparer import Comparer

        return Comparer(self._profiles, self.encoder)

    def export(
        self,
        kept: Iterable[Kept],
        path: Path,
        *,
        title: str = "",
        format: str | None = None,
        force: bool = False,
        lang: Lang = "fr",
    ) -> None:
        """Write what was found to a file, each quote with its reference.

        Args:
            kept: in order: hits, items side by side, ids of items or passages, addresses of
                citations, and entries of :mod:`spe_search.dossier`, as an answer or a note.
            path: the file.
            title: the dossier's title.
            format: ``docx``, ``md``, ``csv`` or ``json``; by default, as the file's name ends.
            force: write over a file that is there.
            lang: the language of what is not quoted.

        Raises:
            BadInputError: nothing is kept, an id or the format is unknown, or the file is there.
            OutputError: the file cannot be written.
        """
        from spe_search.dossier import Dossier, entries_of
        from spe_search.export import write_dossier

        dossier = Dossier(title=title, entries=entries_of(self, kept, lang), lang=lang)
        write_dossier(dossier, path, format, force=force)

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
        raise self._unknown(wanted, [p.id for p in passages] or self.index.values["item"])

    def _unknown(self, wanted: str, known: Sequence[str]) -> UnknownIdError:
        near = get_close_matches(wanted, known, n=5, cutoff=0.2)
        return UnknownIdError(value=wanted, accepted=", ".join(near or known[:5]))

    def at(self, address: str) -> Located:
        """Find where the quote of an address stands now.

        Args:
            address: a :attr:`Citation.address`, from this index or from another build.

        Returns:
            The quote in its passage, whether its document is the ``same`` or has ``changed``.

        Raises:
            AddressError: it is no address of a citation.
            AddressMismatchError: it was altered.
            UnknownDocumentError: its document is not in the index.
        """
        from spe_search.locating import at

        return at(self.index, address)

    def tags(self, item_id: str) -> tuple[Tag, ...]:
        """Return the concepts of the thesaurus that an item speaks of, in reading order.

        Only French labels count, and each concept once, by the first words that earn it.

        Raises:
            UnknownIdError: no item has this id.
        """
        if item_id not in self.index.values["item"]:
            raise self._unknown(item_id, self.index.values["item"])
        from spe_search.themes import tags_of

        return tags_of(self.index, item_id)

    def themes(self, *, filters: Filters = _NO_FILTERS, all: bool = False) -> Themes:
        """Count the items under some filters, by each of their facets.

        Args:
            filters: what to look in; a facet's counts leave its own filter out.
            all: keep the concepts that are too general to tell items apart.

        Raises:
            BadInputError: a filter's value means nothing in this index.
        """
        from spe_search.themes import themes_of

        return themes_of(self.index, filters, all=all)

    def coverage(
        self,
        rows: str = "region",
        columns: str = "theme",
        *,
        filters: Filters = _NO_FILTERS,
        all: bool = False,
    ) -> Coverage:
        """Count initiatives and stories by two facets, and tell what none of them speaks of.

        Args:
            rows: a facet's id, as in :data:`spe_search.themes.FACETS`.
            columns: likewise.
            filters: what to count.
            all: as :meth:`themes`.

        Raises:
            BadInputError: a facet is unknown, or a filter's value means nothing in this index.
        """
        from spe_search.coverage import coverage_of

        return coverage_of(self.index, rows, columns, filters, all=all)

    def map(self) -> tuple[MapPoint, ...]:
        """Return where each item lies on the map of meaning: near items mean alike."""
        from spe_search.themes import map_of

        return map_of(self.index)

    def page(self, passage: Passage) -> tuple[Passage, ...]:
        """Return all that stands on a passage's page, in the order of the source."""
        rows = self.index.rows(document=passage.document_id, page=str(passage.page))
        return tuple(sorted(map(self.index.passage, rows.tolist()), key=lambda each: each.start))

    def document(self, document_id: str) -> Document:
        """Return a parsed report, source included."""
        return self.index.document(document_id)
