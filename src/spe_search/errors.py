"""Every error a user can meet.

SpeSearchError
├── BadInputError
│   ├── EmptyQueryError, QueryTooLongError, ControlCharacterError
│   ├── TopKError
│   ├── UnknownRegionError, UnknownThemeError, UnknownKindError, UnknownYearError
│   ├── UnknownDocumentError, UnknownIdError
│   ├── CompareCountError, CompareTwiceError, ComparedSourceError, TextFileError
│   ├── AddressError, AddressMismatchError, QuoteGoneError
│   ├── DossierError, DossierEmptyError, UnknownFormatError
│   ├── OutputExistsError, OutputFolderError, OutputError
│   ├── UnknownConceptError, UnknownPartnerKindError, UnknownFacetError
│   ├── UnknownChoiceError, UnknownLanguageError
│   └── LlmAddressError, LlmKeyError, LlmSecondsError
├── CorpusError
│   ├── CorpusMissingError, CorpusEmptyError
│   ├── MetadataError
│   │   └── MetadataSyntaxError, MetadataKeyError, MetadataUnknownKeyError, MetadataValueError
│   ├── MetadataMissingError, SourceMissingError, DuplicateDocumentError
│   ├── SourceEmptyError, SourceNotTextError, SourceUnreadableError
│   └── ThesaurusError
├── IndexError
│   ├── IndexMissingError, IndexDamagedError, IndexFormatError
│   ├── IndexReadOnlyError, IndexBusyError
│   └── IndexStaleError, EncoderMismatchError
├── EncoderError
│   └── EncoderMissingError
├── EvaluationError
│   └── GoldMissingError, GoldError, GoldMismatchError, ResultError
├── LanguageModelError
│   ├── LlmUnreachableError, LlmTimeoutError
│   ├── LlmKeyRefusedError, LlmStatusError, LlmRedirectError
│   └── LlmAnswerError, LlmModelError
├── AppError
│   └── AppMissingError, PortBusyError
├── FeedbackError
└── VerbatimError

Each one names the value, what is accepted and what to do next. ``str(error)`` is French;
``error.localized("en")`` is English.
"""

from __future__ import annotations

from typing import ClassVar

from spe_search.i18n import message as _
from spe_search.i18n import translator
from spe_search.types import Lang


class SpeSearchError(Exception):
    """The root: a message template, filled with the values that explain it."""

    template: ClassVar[str] = _("Something went wrong: {detail}")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.localized("fr"))

    def localized(self, lang: Lang) -> str:
        """The message in ``lang``, with long or unprintable values made safe to show."""
        shown = {name: printable(value) for name, value in self.values.items()}
        return translator(lang)(self.template).format(**shown)


def printable(value: object) -> str:
    """Return a value as text that is safe to show: no control character, no endless length."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(value))
    return text if len(text) <= 600 else f"{text[:600]}…"


class BadInputError(SpeSearchError):
    """What was asked cannot be understood; asking otherwise will work."""


class EmptyQueryError(BadInputError):
    """A query without a single letter or digit."""

    template = _(
        "The query holds no word. Type at least one word or number, "
        'for example: spe-search search "femmes dans la construction"'
    )


class QueryTooLongError(BadInputError):
    """A query longer than any question."""

    template = _(
        "The query is {length} characters long; at most {limit} are accepted. "
        "Keep the words that matter and try again."
    )


class ControlCharacterError(BadInputError):
    """A query with characters that no one types."""

    template = _(
        "The query holds control characters ({found}). "
        "Only printable text, tabs and line breaks are accepted: retype the query."
    )


class TopKError(BadInputError):
    """A number of hits out of range."""

    template = _("{value} hits cannot be asked for: give a whole number from 1 to {limit}.")


class UnknownRegionError(BadInputError):
    """A region's name or code that matches none."""

    template = _("Unknown region: “{value}”. Accepted (name or code): {accepted}.")


class UnknownThemeError(BadInputError):
    """A theme that no report in the index has."""

    template = _("No theme matches “{value}”. Accepted, words of one of these titles: {accepted}.")


class UnknownKindError(BadInputError):
    """A kind of item or passage that does not exist."""

    template = _("Unknown kind: “{value}”. Accepted: {accepted}.")


class UnknownYearError(BadInputError):
    """A year that no report in the index covers."""

    template = _("No report covers “{value}”. Years in the index: {accepted}.")


class UnknownDocumentError(BadInputError):
    """A document that is not in the index."""

    template = _("Unknown document: “{value}”. Documents in the index: {accepted}.")


class UnknownIdError(BadInputError):
    """An id of nothing in the index; near ones are suggested."""

    template = _("Nothing has the id “{value}”. Nearest ids: {accepted}.")


class CompareCountError(BadInputError):
    """Too few items to compare, or too many to read side by side."""

    template = _(
        "{count} to compare: give from {least} to {most} ids, for example those that "
        "spe-search similar ID prints."
    )


class CompareTwiceError(BadInputError):
    """The same item twice in a comparison."""

    template = _("“{value}” is given twice. Give each id once, and another one to compare it with.")


class ComparedSourceError(BadInputError):
    """Nothing to look for comparables of, or more than one thing."""

    template = _(
        "Give one thing, and only one, to look for comparables of: an ID, --text “…” or "
        "--file FILE (- for the standard input). Given: {count}."
    )


class TextFileError(BadInputError):
    """A file that is no text to read a description from."""

    template = _(
        "“{path}” cannot be read as a text. Give a file that is there, in UTF-8, "
        "or - for the standard input."
    )


class UnknownConceptError(BadInputError):
    """A concept that the thesaurus does not have."""

    template = _("Unknown concept: “{value}”. Nearest ones, by id or label: {accepted}.")


class UnknownPartnerKindError(BadInputError):
    """A kind of partner that does not exist."""

    template = _("Unknown kind of partner: “{value}”. Accepted (id or label): {accepted}.")


class UnknownFacetError(BadInputError):
    """A facet that does not exist."""

    template = _("Unknown facet: “{value}”. Accepted: {accepted}.")


class UnknownChoiceError(BadInputError):
    """An option has no such choice."""

    template = _("Unknown choice: “{value}”. Accepted: {accepted}.")


class AddressError(BadInputError):
    """What is meant as a citation's address and is none."""

    template = _(
        "“{value}” is no address of a citation. Accepted: an address copied whole from a result "
        "or a dossier, such as bilan-2023-2024@10cb21df:5247-5285.34.9f3a1c2b."
    )


class AddressMismatchError(BadInputError):
    """An address that was altered: its words are not where it says."""

    template = _(
        "The address “{value}” does not fit the report “{document}”: a character of it was lost "
        "or changed. Copy it again, whole, or search for the words: spe-search search"
    )


class QuoteGoneError(BadInputError):
    """An address whose words are no longer in the report."""

    template = _(
        "The words at “{value}” are no longer in the report “{document}”, which has changed. "
        "Search for what it says now: spe-search search"
    )


class DossierError(BadInputError):
    """What is meant as a dossier and cannot be read as one."""

    template = _(
        "“{value}” is no dossier ({problem}). Accepted: a file that this program wrote, "
        "as with: spe-search export --query WORDS --output dossier.json"
    )


class DossierEmptyError(BadInputError):
    """A dossier with nothing in it."""

    template = _(
        "There is nothing to export. Ask for something with --query, --ask, --id, --compare, "
        "--note or --dossier, or in other words if nothing relevant was found."
    )


class UnknownFormatError(BadInputError):
    """A kind of file that is not written."""

    template = _(
        "Unknown format: “{value}”. Accepted: {accepted}; give it with --format, "
        "or by the end of the file’s name."
    )


class OutputExistsError(BadInputError):
    """A file that is already there."""

    template = _(
        "“{path}” already exists and was left as it is. Give another name, "
        "or --force to write over it."
    )


class OutputFolderError(BadInputError):
    """A folder that is not there."""

    template = _("The folder “{path}” does not exist. Create it, or write to another one.")


class OutputError(BadInputError):
    """A file that cannot be written."""

    template = _("“{path}” cannot be written ({problem}). Give another name or another folder.")


class UnknownLanguageError(BadInputError):
    """A language the messages are not written in."""

    template = _("Unknown language: “{value}”. Accepted: fr, en.")


class LlmAddressError(BadInputError):
    """An address where no language model can be."""

    template = _(
        "“{value}” is no address of a language model. Accepted: an http or https address without "
        "a password or a query, for example: --llm http://localhost:11434/v1"
    )


class LlmKeyError(BadInputError):
    """A key that no request can carry; it is never shown."""

    template = _(
        "The key in SPE_SEARCH_LLM_KEY holds a space, an accent or a control character. "
        "Copy it again from where it was given to you."
    )


class LlmSecondsError(BadInputError):
    """A time limit out of range."""

    template = _("{value} seconds cannot be waited: give a number above 0, up to {limit}.")


class CorpusError(SpeSearchError):
    """The reports cannot be read; the index that was there goes on serving."""


class CorpusMissingError(CorpusError):
    """No such folder."""

    template = _(
        "The corpus folder “{path}” does not exist. Create it with a report in it "
        "(a text and its TOML file), or name another: spe-search build --corpus FOLDER"
    )


class CorpusEmptyError(CorpusError):
    """A folder without any report."""

    template = _(
        "The corpus folder “{path}” holds no report. Put a text there (report.txt) and, "
        "beside it, its description (report.toml); see corpus/README.md."
    )


class SourceUnreadableError(CorpusError):
    """A file that the system does not let us read."""

    template = _("“{path}” cannot be read ({problem}). Give yourself the right to read it.")


class MetadataError(CorpusError):
    """A TOML file that does not say what it should."""


class MetadataSyntaxError(MetadataError):
    """A file that is not TOML."""

    template = _(
        '{path}, line {line}: this is not TOML. Accepted: lines such as key = "value", in UTF-8; '
        "see corpus/README.md."
    )


class MetadataKeyError(MetadataError):
    """A key that must be there and is not."""

    template = _("{path}: the key “{key}” is missing. Accepted: {accepted}.")


class MetadataUnknownKeyError(MetadataError):
    """A key that means nothing, most likely misspelt."""

    template = _("{path}: the key “{key}” is unknown. Accepted: {accepted}.")


class MetadataValueError(MetadataError):
    """A value out of what its key accepts."""

    template = _("{path}: “{value}” is no value for the key “{key}”. Accepted: {accepted}.")


class MetadataMissingError(CorpusError):
    """A text without its TOML file."""

    template = _(
        "“{path}” has no description beside it. Write “{expected}” with the keys {keys}; "
        "see corpus/README.md."
    )


class SourceMissingError(CorpusError):
    """A TOML file without its text."""

    template = _("“{path}” describes a text that is not there: put “{expected}” beside it.")


class DuplicateDocumentError(CorpusError):
    """Two reports with one id."""

    template = _("“{path}” and “{other}” have the same id, “{value}”. Give each its own.")


class SourceEmptyError(CorpusError):
    """A source without text."""

    template = _("“{path}” holds no text. Export the report as text again, or remove both files.")


class SourceNotTextError(CorpusError):
    """A source in no known encoding."""

    template = _(
        "“{path}” is not text in UTF-8 or Windows-1252 (byte {byte} at position {position}). "
        "Save it as UTF-8 text and build again."
    )


class IndexError(SpeSearchError):
    """The index cannot be used as it is; it can always be built again from the corpus."""


class IndexMissingError(IndexError):
    """No index where one was looked for."""

    template = _("There is no index in “{path}”. Build it: spe-search build --index {path}")


class IndexDamagedError(IndexError):
    """A file of the index is not what its manifest says."""

    template = _(
        "The index in “{path}” is damaged ({problem}). Build it again: "
        "spe-search build --index {path}"
    )


class IndexFormatError(IndexError):
    """An index written by another version of the program."""

    template = _(
        "The index in “{path}” has format {found}; this version reads format {expected}. "
        "Build it again: spe-search build --index {path}"
    )


class IndexReadOnlyError(IndexError):
    """The index's folder cannot be written to."""

    template = _(
        "Cannot write in “{path}” ({problem}). Give yourself the right to write there, "
        "or build elsewhere: spe-search build --index FOLDER. The index in place is unchanged."
    )


class IndexBusyError(IndexError):
    """Another build is at work on the same folder."""

    template = _(
        "Another build is writing in “{path}”. Waited {seconds} s; try again when it is done."
    )


class IndexStaleError(IndexError):
    """The corpus is no longer the one the index was made from."""

    template = _(
        "The corpus or the program has changed since the index in “{path}” was built. "
        "Build it again: spe-search build --index {path}"
    )


class EncoderMismatchError(IndexError):
    """The index was made with another model."""

    template = _(
        "The index in “{path}” was made with the encoder “{found}” ({found_digest}), "
        "not “{expected}” ({expected_digest}). Build it again with this one: "
        "spe-search build --index {path} --encoder {expected}"
    )


class EncoderError(SpeSearchError):
    """The model that turns text into vectors cannot be used."""


class EncoderMissingError(EncoderError):
    """No such model, here or on the hub."""

    template = _(
        "The encoder “{value}” cannot be loaded ({problem}). Accepted: “{default}”, the folder "
        "of a sentence-transformers model, or the name of one already downloaded."
    )


class ThesaurusError(CorpusError):
    """An entry of the thesaurus that cannot be; the old thesaurus goes on serving."""

    template = _(
        "{path}, line {line}: “{problem}” cannot stand in the thesaurus. Accepted: {accepted}. "
        "Mend it, then: spe-search thesaurus check"
    )


class EvaluationError(SpeSearchError):
    """A measure of quality cannot be made as asked."""


class GoldMissingError(EvaluationError):
    """A gold set without one of its files."""

    template = _(
        "“{path}” is missing. A gold set is a folder with topics.jsonl, qrels.trec and gold.toml: "
        "spe-search eval --gold benchmarks/gold"
    )


class GoldError(EvaluationError):
    """A line of a gold set that is wrong."""

    template = _(
        "{path}, line {line}: “{problem}” cannot stand in a gold set. Accepted: {accepted}."
    )


class GoldMismatchError(EvaluationError):
    """Judgements made on another corpus than the index's."""

    template = _(
        "The gold set of “{path}” was judged on another text of “{report}” ({expected}) than the "
        "index holds ({found}). Its figures would mean nothing: build the index from that text."
    )


class ResultError(EvaluationError):
    """A file that is no result of an evaluation."""

    template = _("“{path}” is no result. Make one: spe-search eval --out {path}")


class LanguageModelError(SpeSearchError):
    """The language model gave no answer; the one quoted from the reports stands alone."""


class LlmUnreachableError(LanguageModelError):
    """Nothing answers at the address."""

    template = _(
        "The language model at {endpoint} cannot be reached ({problem}). "
        "Check that it runs, and the address given with --llm."
    )


class LlmTimeoutError(LanguageModelError):
    """The answer did not come in time."""

    template = _(
        "The language model at {endpoint} did not answer within {seconds} s. "
        "Try again, or give it more time with --llm-timeout."
    )


class LlmKeyRefusedError(LanguageModelError):
    """The server does not accept the key, or wants one."""

    template = _(
        "The language model at {endpoint} refused the key (status {status}). "
        "Put the right one in the environment variable SPE_SEARCH_LLM_KEY."
    )


class LlmStatusError(LanguageModelError):
    """The server answered with an error."""

    template = _(
        "The language model at {endpoint} answered with an error (status {status}). "
        "Check the address (--llm, which often ends in /v1) and the model (--llm-model)."
    )


class LlmRedirectError(LanguageModelError):
    """The server sends elsewhere; what was asked does not follow."""

    template = _(
        "The language model at {endpoint} redirects to another address (status {status}); "
        "nothing was sent there. Give the final address with --llm."
    )


class LlmAnswerError(LanguageModelError):
    """A reply that is not what the protocol says."""

    template = _(
        "What {endpoint} answered is no reply of a language model ({problem}). "
        "Give the address of an OpenAI-compatible server with --llm."
    )


class LlmModelError(LanguageModelError):
    """A server with several models, or none, when none was named."""

    template = _(
        "Name one of the models of {endpoint} with --llm-model. Models it has: {accepted}."
    )


class AppError(SpeSearchError):
    """The search page cannot be served."""


class AppMissingError(AppError):
    """The page's file is not where the command looks."""

    template = _(
        "app.py is not here: “{path}”. Run the command from the project's folder, "
        "or install it with make app."
    )


class PortBusyError(AppError):
    """Another program listens on the port."""

    template = _("Port {port} is taken. Try another: spe-search app --port {other}")


class FeedbackError(SpeSearchError):
    """The file that readers' answers are kept in cannot be used."""

    template = _(
        "Readers’ answers cannot be kept in “{path}”, nor read there ({problem}). Name a file that "
        "can be written: SPE_SEARCH_FEEDBACK=FILE"
    )


class VerbatimError(SpeSearchError):
    """A quote that is not in its source: a fault of ours, never shown to a reader."""

    template = _("“{quote}” is not at {start}–{end} of {document}.")
