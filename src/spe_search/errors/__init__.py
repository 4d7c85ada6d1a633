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

from spe_search.errors.asked import (
    AddressError,
    AddressMismatchError,
    CompareCountError,
    ComparedSourceError,
    CompareTwiceError,
    ControlCharacterError,
    EmptyQueryError,
    LlmAddressError,
    LlmKeyError,
    LlmSecondsError,
    QueryTooLongError,
    QuoteGoneError,
    TextFileError,
    TopKError,
    UnknownChoiceError,
    UnknownConceptError,
    UnknownDocumentError,
    UnknownFacetError,
    UnknownIdError,
    UnknownKindError,
    UnknownLanguageError,
    UnknownPartnerKindError,
    UnknownRegionError,
    UnknownThemeError,
    UnknownYearError,
)
from spe_search.errors.base import (
    BadInputError,
    SpeSearchError,
    printable,
)
from spe_search.errors.corpus import (
    CorpusEmptyError,
    CorpusError,
    CorpusMissingError,
    DuplicateDocumentError,
    MetadataError,
    MetadataKeyError,
    MetadataMissingError,
    MetadataSyntaxError,
    MetadataUnknownKeyError,
    MetadataValueError,
    SourceEmptyError,
    SourceMissingError,
    SourceNotTextError,
    SourceUnreadableError,
    ThesaurusError,
)
from spe_search.errors.index import (
    EncoderError,
    EncoderMismatchError,
    EncoderMissingError,
    IndexBusyError,
    IndexDamagedError,
    IndexError,
    IndexFormatError,
    IndexMissingError,
    IndexReadOnlyError,
    IndexStaleError,
)
from spe_search.errors.running import (
    AppError,
    AppMissingError,
    EvaluationError,
    FeedbackError,
    GoldError,
    GoldMismatchError,
    GoldMissingError,
    LanguageModelError,
    LlmAnswerError,
    LlmKeyRefusedError,
    LlmModelError,
    LlmRedirectError,
    LlmStatusError,
    LlmTimeoutError,
    LlmUnreachableError,
    PortBusyError,
    ResultError,
    VerbatimError,
)
from spe_search.errors.written import (
    DossierEmptyError,
    DossierError,
    OutputError,
    OutputExistsError,
    OutputFolderError,
    UnknownFormatError,
)

__all__ = [
    "AddressError",
    "AddressMismatchError",
    "AppError",
    "AppMissingError",
    "BadInputError",
    "CompareCountError",
    "CompareTwiceError",
    "ComparedSourceError",
    "ControlCharacterError",
    "CorpusEmptyError",
    "CorpusError",
    "CorpusMissingError",
    "DossierEmptyError",
    "DossierError",
    "DuplicateDocumentError",
    "EmptyQueryError",
    "EncoderError",
    "EncoderMismatchError",
    "EncoderMissingError",
    "EvaluationError",
    "FeedbackError",
    "GoldError",
    "GoldMismatchError",
    "GoldMissingError",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexError",
    "IndexFormatError",
    "IndexMissingError",
    "IndexReadOnlyError",
    "IndexStaleError",
    "LanguageModelError",
    "LlmAddressError",
    "LlmAnswerError",
    "LlmKeyError",
    "LlmKeyRefusedError",
    "LlmModelError",
    "LlmRedirectError",
    "LlmSecondsError",
    "LlmStatusError",
    "LlmTimeoutError",
    "LlmUnreachableError",
    "MetadataError",
    "MetadataKeyError",
    "MetadataMissingError",
    "MetadataSyntaxError",
    "MetadataUnknownKeyError",
    "MetadataValueError",
    "OutputError",
    "OutputExistsError",
    "OutputFolderError",
    "PortBusyError",
    "QueryTooLongError",
    "QuoteGoneError",
    "ResultError",
    "SourceEmptyError",
    "SourceMissingError",
    "SourceNotTextError",
    "SourceUnreadableError",
    "SpeSearchError",
    "TextFileError",
    "ThesaurusError",
    "TopKError",
    "UnknownChoiceError",
    "UnknownConceptError",
    "UnknownDocumentError",
    "UnknownFacetError",
    "UnknownFormatError",
    "UnknownIdError",
    "UnknownKindError",
    "UnknownLanguageError",
    "UnknownPartnerKindError",
    "UnknownRegionError",
    "UnknownThemeError",
    "UnknownYearError",
    "VerbatimError",
    "printable",
]
