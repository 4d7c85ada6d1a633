"""The corpus, or the thesaurus beside it, cannot be read."""

from __future__ import annotations

from spe_search.errors.base import SpeSearchError
from spe_search.i18n import message as _


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


class ThesaurusError(CorpusError):
    """An entry of the thesaurus that cannot be; the old thesaurus goes on serving."""

    template = _(
        "{path}, line {line}: “{problem}” cannot stand in the thesaurus. Accepted: {accepted}. "
        "Mend it, then: spe-search thesaurus check"
    )
