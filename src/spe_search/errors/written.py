"""A dossier cannot be read or written as asked."""

from __future__ import annotations

from spe_search.errors.base import BadInputError
from spe_search.i18n import message as _


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
