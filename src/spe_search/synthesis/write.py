"""A written synthesis of the passages found, of which every sentence has been checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spe_search.citing import cite
from spe_search.errors import LanguageModelError, printable
from spe_search.french import fold
from spe_search.hits import item_of
from spe_search.i18n import message as _
from spe_search.i18n import translator
from spe_search.synthesis.plain import Statement, statements
from spe_search.synthesis.prompt import NO_ANSWER, messages, passages_of
from spe_search.synthesis.support import Checker, Reason, Verdict
from spe_search.types import Answer, Citation, Encoder, Lang, Passage

if TYPE_CHECKING:
    from spe_search.index import Index
    from spe_search.synthesis.client import LanguageModel, Reply

_WHY: dict[Reason, str] = {
    "no_citation": _("it cites no passage"),
    "unknown_passage": _("it cites a passage that was not given: {detail}"),
    "too_little": _("it says too little to be checked"),
    "figure": _("not in the passages cited: {detail}"),
    "figure_of_another": _("the passages give this figure for something else: {detail}"),
    "name": _("the passages cited do not name: {detail}"),
    "negation": _("it denies what the passages affirm, or the reverse: {detail}"),
    "opposite": _("the passages say the opposite"),
    "cause": _("the passages give no such cause"),
    "coverage": _("the passages do not say: {detail}"),
}
_REFUSAL = re.compile(
    r"\W*(?:je (?:suis|m'excuse|regrette|ne (?:peux|suis))|desolee?\b|en tant qu|"
    r"i(?:'m| am) (?:sorry|unable|not able)|i can(?:no|')t|sorry\b|as an ai)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence a model wrote, as plain text.

    Where it is ``supported``, ``citations`` quote the sentences of the passages that support it;
    otherwise it is to be struck out: ``reason`` says why to a program, ``explanation`` to a person.
    """

    text: str
    citations: tuple[Citation, ...]
    supported: bool
    reason: Reason | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What a model wrote of the passages found.

    ``status`` is ``written`` where a sentence at least is supported, and ``fallback`` otherwise:
    the answer quoted from the reports then stands alone, and ``note`` says why, in the reader's
    language. ``passages`` are the ids of those sent to ``endpoint``, in the order of their numbers.
    """

    status: Literal["written", "fallback"]
    sentences: tuple[Sentence, ...]
    model: str
    endpoint: str
    passages: tuple[str, ...]
    note: str = ""


def synthesise(
    index: Index,
    encoder: Encoder,
    question: str,
    answer: Answer,
    model: LanguageModel,
    lang: Lang = "fr",
) -> Synthesis:
    """Have a language model write what the passages of an answer say, and check each sentence.

    The question and the passages are sent to the model's address; nothing is where there are none.

    Args:
        index: where the answer comes from.
        encoder: its model, which tells words near in meaning.
        question: what was asked.
        answer: what the reports answer.
        model: see :meth:`LanguageModel.at`.
        lang: the language to write in.

    Returns:
        The sentences, supported or struck; a model that fails gives a ``fallback``, no error.
    """
    _ = translator(lang)
    passages = passages_of(answer)
    sent = tuple(passage.id for passage in passages)

    def fallback(note: str, name: str = "", written: tuple[Sentence, ...] = ()) -> Synthesis:
        name = printable(name or model.name or "")
        return Synthesis("fallback", written, name, model.endpoint, sent, note)

    if not passages:
        return fallback(_("No passage answers: nothing was sent to the language model."))
    try:
        reply = model.complete(messages(question, passages, lang))
    except LanguageModelError as error:
        return fallback(error.localized(lang))
    writer = _Writer(index, Checker(index.thesaurus, encoder), question, passages, lang)
    written = tuple(map(writer.sentence, statements(reply.text)))
    if not any(sentence.supported for sentence in written):
        return fallback(_(_why_nothing(reply, written)), reply.model, written)
    return Synthesis("written", written, printable(reply.model), model.endpoint, sent)


def _why_nothing(reply: Reply, written: Sequence[Sentence]) -> str:
    text = fold(reply.text)
    if any(fold(words) in text for words in NO_ANSWER.values()):
        return _("The language model did not find the answer in the passages.")
    if reply.refused or _REFUSAL.match(text):
        return _("The language model refused to answer.")
    if not written:
        return _("The language model wrote nothing.")
    return _("The passages support nothing of what the language model wrote: it is not shown.")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns what a model stated into checked sentences with citations."""

    index: Index
    checker: Checker
    question: str
    passages: Sequence[Passage]
    lang: Lang

    def sentence(self, stated: Statement) -> Sentence:
        verdict = self._verdict(stated)
        if verdict.reason is None:
            citations = tuple(
                cite(
                    self.index.document(passage.document_id),
                    passage,
                    span,
                    item_of(self.index, passage).title,
                )
                for passage, span in verdict.quotes
            )
            return Sentence(stated.text, citations, supported=True)
        why = translator(self.lang)(_WHY[verdict.reason]).format(detail=printable(verdict.detail))
        return Sentence(stated.text, (), False, verdict.reason, why)

    def _verdict(self, stated: Statement) -> Verdict:
        if not stated.cited:
            return Verdict("no_citation")
        wrong = [number for number in stated.cited if not 1 <= number <= len(self.passages)]
        if wrong:
            return Verdict("unknown_passage", ", ".join(map(str, wrong)))
        cited = [self.passages[number - 1] for number in stated.cited]
        return self.checker.check(stated.text, cited, given=self.passages, question=self.question)
