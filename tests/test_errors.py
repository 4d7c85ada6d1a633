"""Every error has its place in the tree, a message in both languages, and shows values safely."""

from __future__ import annotations

import re
import string

import pytest

from spe_search import errors
from spe_search.errors import SpeSearchError

CLASSES = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, SpeSearchError)
]
PARENTS = {cls.__bases__[0] for cls in CLASSES}
CONCRETE = [cls for cls in CLASSES if cls not in PARENTS]

by_class = pytest.mark.parametrize("cls", CONCRETE, ids=lambda cls: cls.__name__)


def fields(cls: type[SpeSearchError]) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(cls.template) if name is not None]


def drawn_tree() -> dict[str, str]:
    """Read the docstring's tree: each class with the one it hangs from."""
    parents: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        names = re.findall(r"\w+Error", line)
        if not names or not re.fullmatch(r"[│├└─ ]*(?:\w+Error(?:, )?)+", line):
            continue
        depth = line.index(names[0])
        while stack and stack[-1][0] >= depth:
            stack.pop()
        for name in names:
            parents[name] = stack[-1][1] if stack else "Exception"
        stack.append((depth, names[0]))
    return parents


def test_the_docstring_draws_the_tree() -> None:
    assert drawn_tree() == {cls.__name__: cls.__bases__[0].__name__ for cls in CLASSES}


def test_only_parents_lack_a_message_of_their_own() -> None:
    own = {cls for cls in CLASSES if "template" in vars(cls)}
    assert own == {*CONCRETE, SpeSearchError}
    assert len({cls.template for cls in own}) == len(own)


@by_class
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_value_is_shown(cls: type[SpeSearchError], lang: str) -> None:
    values = {name: f"<{name}>" for name in fields(cls)}
    message = cls(**values).localized(lang)
    for value in values.values():
        assert value in message


@by_class
def test_str_is_french(cls: type[SpeSearchError]) -> None:
    error = cls(**dict.fromkeys(fields(cls), "x"))
    assert str(error) == error.localized("fr")
    assert error.localized("en") == cls.template.format(**error.values)
    assert str(error) != error.localized("en"), "not in the French catalogue"


@by_class
def test_braces_in_values_are_only_text(cls: type[SpeSearchError]) -> None:
    error = cls(**dict.fromkeys(fields(cls), "{path} {0} {"))
    assert error.localized("en").count("{path} {0} {") == len(fields(cls))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[31mrouge\x1b[0m", "\\u001b[31mrouge\\u001b[0m"),
        ("a\x00b", "a\\u0000b"),
        ("ligne\nautre\r", "ligne\\u000aautre\\u000d"),
        ("\u202ejpg.exe", "\\u202ejpg.exe"),
        ("\u2028", "\\u2028"),
        ("\x9b31m", "\\u009b31m"),
        ("Été – œuvre", "Été – œuvre"),
        ("x" * 601, "x" * 600 + "…"),
        ("x" * 600, "x" * 600),
    ],
    ids=[
        "escape-codes",
        "nul",
        "line-breaks",
        "bidi",
        "line-separator",
        "c1",
        "french",
        "long",
        "long-enough",
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_values_are_made_safe_to_show(value: str, shown: str, lang: str) -> None:
    message = errors.UnknownIdError(value=value, accepted="").localized(lang)
    assert shown in message
    assert all(c.isprintable() or c in "\u00a0\u202f" for c in message)
    assert "x" * 601 not in message
