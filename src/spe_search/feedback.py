"""What readers say of the answers they get: kept on this machine, in SQLite, for the gold set.

Each vote holds the query as it was asked, the filters, what was shown first, yes or no, and the
words the reader added; no name, no address, nothing else about the reader.
``SPE_SEARCH_FEEDBACK`` names the file; without it, it lies in the user's state folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spe_search.errors import FeedbackError
from spe_search.types import Lang

if TYPE_CHECKING:
    from spe_search.evaluate import Topic

LONGEST_WORDS: Final = 2_000
"""Characters of a reader's words that are kept."""

_LONGEST_QUERY, _WAIT_SECONDS = 10_000, 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS votes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,            -- UTC, ISO 8601
    query TEXT NOT NULL,
    lang TEXT NOT NULL,          -- of the interface
    filters TEXT NOT NULL,       -- JSON: name -> value
    status TEXT NOT NULL,        -- of the answer
    shown TEXT NOT NULL,         -- JSON: ids of the items shown first, best first
    helpful INTEGER NOT NULL,    -- 1 for yes, 0 for no
    words TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Vote:
    """A reader's yes or no to an answer. ``shown`` are the ids of the first items, best first."""

    query: str
    lang: Lang
    helpful: bool
    status: str
    shown: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    at: str = ""


def feedback_path() -> Path:
    """Return the file that votes are kept in."""
    import platformdirs

    named = os.environ.get("SPE_SEARCH_FEEDBACK")
    if named:
        return Path(named)
    return platformdirs.user_state_path("spe-search", appauthor=False) / "feedback.sqlite3"


class FeedbackStore:
    """The votes in one file; any number of threads and processes may use it at once.

    Args:
        path: the file; it is made, with its folder, at the first vote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, vote: Vote) -> int:
        """Keep a vote and return its number.

        Raises:
            FeedbackError: the file cannot be written.
        """
        row = (
            vote.at or datetime.now(UTC).isoformat(timespec="seconds"),
            _plain(vote.query)[:_LONGEST_QUERY],
            vote.lang,
            json.dumps(dict(vote.filters)),
            vote.status,
            json.dumps(vote.shown),
            int(vote.helpful),
            _plain(vote.words)[:LONGEST_WORDS],
        )
        columns = "at, query, lang, filters, status, shown, helpful, words"
        with self._opened() as database:
            made = database.execute(
                f"INSERT INTO votes ({columns}) VALUES ({', '.join('?' * len(row))})", row
            )
            return int(made.lastrowid or 0)

    def explain(self, number: int, words: str) -> None:
        """Add a reader's words to the vote that has this number.

        Raises:
            FeedbackError: the file cannot be written.
        """
        with self._opened() as database:
            kept = _plain(words)[:LONGEST_WORDS]
            database.execute("UPDATE votes SET words = ? WHERE id = ?", (kept, number))

    def votes(self) -> tuple[Vote, ...]:
        """Return every vote, oldest first; none where there is no file.

        Raises:
            FeedbackError: the file cannot be read.
        """
        if not self.path.exists():
            return ()
        with self._opened() as database:
            rows = database.execute(
                "SELECT query, lang, helpful, status, shown, filters, words, at FROM votes "
                "ORDER BY id"
            ).fetchall()
            return tuple(
                Vote(
                    query,
                    "en" if lang == "en" else "fr",
                    bool(helpful),
                    status,
                    tuple(json.loads(shown)),
                    json.loads(filters),
                    words,
                    at,
                )
                for query, lang, helpful, status, shown, filters, words, at in rows
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; a connection of its own serves each use."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as database, database:
                database.execute(_SCHEMA)
                yield database
        except (OSError, ValueError, sqlite3.Error) as error:
            raise FeedbackError(path=self.path, problem=error) from error


def candidates(votes: Sequence[Vote]) -> tuple[Topic, ...]:
    """Turn votes into topics for the gold set, one a query, in the order they were first asked.

    A topic's id is that of its query, so that it falls in the same half whenever it is exported.
    Category and judgements are for a person to give: the note holds what helps, the votes, the
    items shown first, and the readers' words.
    """
    from spe_search.evaluate import Topic

    asked: dict[tuple[Lang, str], list[Vote]] = {}
    for vote in votes:
        asked.setdefault((vote.lang, " ".join(vote.query.split())), []).append(vote)
    return tuple(
        Topic(
            id=f"f{hashlib.sha256(f'{lang} {query}'.encode()).hexdigest()[:8]}",
            query=query,
            lang=lang,
            category="candidate",
            note=_note(given),
        )
        for (lang, query), given in asked.items()
        if query
    )


def _note(votes: Sequence[Vote]) -> str:
    last = votes[-1]
    yes = sum(vote.helpful for vote in votes)
    parts = [f"yes {yes}, no {len(votes) - yes}", f"{last.status}"]
    parts += [f"{name}={value}" for name, value in last.filters.items() if value]
    parts += [f"shown: {' '.join(last.shown)}"] if last.shown else []
    parts += [f"words: {' '.join(vote.words.split())}" for vote in votes if vote.words.strip()]
    return "; ".join(parts)


def _plain(text: str) -> str:
    """Return a text without what no one types: control characters, lone surrogates."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
