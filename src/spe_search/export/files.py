"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from uuid import uuid4

from spe_search.errors import OutputError, OutputExistsError, OutputFolderError


def check_output(path: Path, *, force: bool = False) -> None:
    """Check that a file may be written, before the work of making what it will hold.

    Args:
        path: the file.
        force: whether one that is there may be written over.

    Raises:
        OutputFolderError: its folder does not exist.
        OutputExistsError: it exists, and ``force`` is not set.
        OutputError: it is a folder, or no file.
    """
    try:
        place = Path(os.path.realpath(path))
        is_there = place.exists()
        if not is_there and not place.parent.is_dir():
            raise OutputFolderError(path=place.parent if path.is_symlink() else path.parent)
        is_other = path.exists() and not path.is_file()
    except (OSError, ValueError) as error:
        raise OutputError(path=path, problem=_problem(error)) from error
    if is_other:
        code = errno.EISDIR if path.is_dir() else errno.EINVAL
        raise OutputError(path=path, problem=os.strerror(code))
    if is_there and not force:
        raise OutputExistsError(path=path)


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file beside its place, then put it there: what was there stays until then.

    Raises:
        BadInputError: as :func:`check_output`, or the disk refuses; nothing is left behind.
    """
    check_output(path, force=force)
    place = Path(os.path.realpath(path))  # a link stays a link, to the new file
    draft = place.with_name(f".{uuid4().hex}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, draft)
        draft.replace(place)
    except OSError as error:
        raise OutputError(path=path, problem=_problem(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _problem(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
