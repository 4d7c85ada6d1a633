"""Opening an index to search it: what is read, when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from spe_search.errors import IndexDamagedError
from spe_search.generation import FILES, current_generation, read_manifest
from spe_search.items import Item, Members, members_of
from spe_search.thesaurus import Thesaurus, thesaurus_from_json
from spe_search.types import Document, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.lexical import LexicalIndex
    from spe_search.stores.faiss import FaissStore

COLUMNS: Final = (
    "item",
    "document",
    "page",
    "year",
    "region",
    "theme",
    "item_kind",
    "kind",
)
"""What a search is filtered or grouped by, without reading passages: one array of numbers each."""

_T = TypeVar("_T")


class Index:
    """An index opened for reading; it goes on reading the generation it opened.

    Opening checks the manifest. Passages, documents and arrays are read when they are asked for.

    Args:
        path: the index's folder.
        thorough: read every byte of every file and check it, which takes longer.
        thesaurus: another one to search with, to see what it would change.

    Raises:
        IndexError: there is none, it is damaged, or of another format.
    """

    def __init__(
        self, path: Path, *, thorough: bool = False, thesaurus: Thesaurus | None = None
    ) -> None:
        self.path = path
        self._thesaurus = thesaurus
        self.folder = current_generation(path)
        self.manifest = read_manifest(path, self.folder, thorough=thorough)
        self.passage = lru_cache(maxsize=4096)(self._read_passage)
        self.document = lru_cache(maxsize=64)(self._read_document)

    def __len__(self) -> int:
        return self.manifest.passages

    def passages(self) -> Iterator[Passage]:
        """Read every passage, in order."""
        return (self.passage(i) for i in range(len(self)))

    def _read_passage(self, row: int) -> Passage:
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        try:
            with (self.folder / FILES.passages).open("rb") as file:
                file.seek(start)
                line = file.read(end - start)
        except OSError as error:
            raise IndexDamagedError(path=self.path, problem=FILES.passages) from error
        return _decode(line, Passage, self.path, FILES.passages)

    def _read_document(self, document_id: str) -> Document:
        return self._read(f"{FILES.documents}/{document_id}.json", Document)

    def _read(self, name: str, kind: type[_T]) -> _T:
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise IndexDamagedError(path=self.path, problem=name) from error
        return _decode(data, kind, self.path, name)

    @cached_property
    def _offsets(self) -> NDArray[np.int64]:
        return self.array(FILES.offsets)

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The values that passages have in each of :data:`COLUMNS`, in order of appearance."""
        return self._read(FILES.values, dict[str, list[str]])

    def column(self, name: str) -> NDArray[np.int64]:
        """For each passage, the position in ``values[name]`` of the value it has."""
        numbers: NDArray[np.int64] = self._columns[COLUMNS.index(name)]
        return numbers

    def rows(self, **wanted: str) -> NDArray[np.int64]:
        """Return the rows of the passages that have these values: ``rows(document=…, page=…)``."""
        import numpy as np

        mask = np.ones(len(self), dtype=bool)
        for name, value in wanted.items():
            known = self.values[name]
            mask &= self.column(name) == (known.index(value) if value in known else -1)
        return np.flatnonzero(mask)

    @cached_property
    def _columns(self) -> NDArray[np.int64]:
        return self.array(FILES.columns)

    def array(self, name: str) -> NDArray[Any]:
        """Map one of the generation's arrays into memory."""
        import numpy as np

        try:
            array: NDArray[Any] = np.load(self.folder / name, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(path=self.path, problem=name) from error
        return array

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The thesaurus as it was when the index was built, or the one given in its stead."""
        if self._thesaurus is not None:
            return self._thesaurus
        try:
            return thesaurus_from_json((self.folder / FILES.thesaurus).read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            raise IndexDamagedError(path=self.path, problem=FILES.thesaurus) from error

    @cached_property
    def words(self) -> dict[str, tuple[str, int]]:
        """Each word of the reports and labels, folded -> its usual spelling, and its weight."""
        return self._read(FILES.words, dict[str, tuple[str, int]])

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items, in the order of ``values["item"]``."""
        return self._read(FILES.items, tuple[Item, ...])

    @cached_property
    def members(self) -> Members:
        """The positions of the items that have each value of each facet."""
        return members_of(self.items, self.thesaurus)

    @cached_property
    def map(self) -> NDArray[np.float32]:
        """``x`` and ``y`` of each item on the map of meaning, of shape ``(items, 2)``."""
        return self.array(FILES.map)

    @cached_property
    def vectors(self) -> FaissStore:
        """The passages' vectors, by row."""
        return self._store(FILES.vectors)

    @cached_property
    def term_vectors(self) -> FaissStore:
        """The vectors of :attr:`lexical`'s terms, by number."""
        return self._store(FILES.terms)

    @cached_property
    def term_names(self) -> dict[int, str]:
        """:attr:`lexical`'s terms, by number."""
        return {number: term for term, number in self.lexical.terms.items()}

    def _store(self, name: str) -> FaissStore:
        from spe_search.stores.faiss import FaissStore

        try:
            return FaissStore.load(self.folder / name)
        except RuntimeError as error:  # what FAISS raises
            raise IndexDamagedError(path=self.path, problem=name) from error

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The passages' terms, by row."""
        from spe_search.lexical import LexicalIndex

        try:
            return LexicalIndex.load(self.folder / FILES.lexical)
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise IndexDamagedError(path=self.path, problem=FILES.lexical) from error


def _decode(data: bytes, kind: type[_T], path: Path, name: str) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise IndexDamagedError(path=path, problem=name) from error
