"""What was asked cannot be understood: a query, a filter, an id, an address, an option."""

from __future__ import annotations

from spe_search.errors.base import BadInputError
from spe_search.i18n import message as _


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
