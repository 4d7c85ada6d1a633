"""The index cannot be trusted, or the model it wants is not there."""

from __future__ import annotations

from spe_search.errors.base import SpeSearchError
from spe_search.i18n import message as _


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
