"""The French catalogue: every message translated, none left over, compiled, and well typeset."""

from __future__ import annotations

import ast
import io
import re
import string
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from spe_search.i18n import LOCALE

ROOT = Path(__file__).parents[1]
PO = LOCALE / "fr" / "LC_MESSAGES" / "spe_search.po"
KEYWORDS: dict[str, Any] = {"_": None, "message": None, "mark": None}

for _module in ("babel.messages.extract", "babel.messages.pofile", "babel.messages.mofile"):
    pytest.importorskip(_module, reason="Babel is missing: pip install 'spe-search[dev]'")

from babel.messages.extract import extract_from_file  # noqa: E402
from babel.messages.mofile import write_mo  # noqa: E402
from babel.messages.pofile import read_po  # noqa: E402


def sources() -> list[Path]:
    folders = ("src", "app_pages", "app_parts")
    return sorted([ROOT / "app.py", *(p for f in folders for p in (ROOT / f).rglob("*.py"))])


def used() -> dict[str, str]:
    """Return every message of the program, with the file it stands in."""
    return {
        text if isinstance(text, str) else text[0]: path.relative_to(ROOT).as_posix()
        for path in sources()
        for _line, text, _comments, _context in extract_from_file("python", path, KEYWORDS)
    }


def test_no_message_escapes_the_catalogue() -> None:
    """Babel does not look into f-strings: a message marked there would stay in English."""
    called = {
        (call.args[0].value, path.name)
        for path in sources()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    found = used()
    assert sorted(each for each in called if each[0] not in found) == []
    assert len(called) > 200


def catalogue() -> Any:
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def translations() -> dict[str, str]:
    return {str(each.id): str(each.string) for each in catalogue() if each.id}


def test_every_message_is_translated() -> None:
    known = translations()
    lacking = {text: path for text, path in used().items() if not known.get(text, "").strip()}
    assert lacking == {}


def test_no_translation_is_left_over() -> None:
    assert sorted(set(translations()) - set(used())) == []
    assert list(catalogue().obsolete) == []


def test_no_translation_is_a_guess() -> None:
    assert [each.id for each in catalogue() if each.id and each.fuzzy] == []


def test_placeholders_are_the_same() -> None:
    for english, french in translations().items():
        assert fields(french) == fields(english), english


def fields(text: str) -> Counter[str]:
    """Count the placeholders of a message; an unused brace is an error."""
    found = string.Formatter().parse(text)
    return Counter(f"{name}!{how}:{spec}" for _, name, spec, how in found if name is not None)


def test_messages_begin_and_end_alike() -> None:
    for english, french in translations().items():
        assert (french[0].isspace(), french[-1].isspace()) == (
            english[0].isspace(),
            english[-1].isspace(),
        ), english
        assert (english[-1] == ".") == (french[-1] == "."), english


def test_the_compiled_catalogue_is_current() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make locale"


# ---------------------------------------------------------------- typography

_NO_BREAK = "\u00a0"
_CODE = re.compile(
    r"""
      "[^"]*"                       # a value or a query, as it is typed
    | https?://\S+
    | --[a-z][a-z-]*                # an option
    | spe-search(?:[ ](?!\w+[ ]?[,.;»]))?
    | (?<=«\u00a0)(?:query|passage):(?=\u00a0»)   # what a model wants before its text
    """,
    re.VERBOSE,
)

FAULTS = {
    "a straight apostrophe": r"'",
    "three dots for an ellipsis": r"\.\.\.",
    "no no-break space before a colon": rf"(?<!{_NO_BREAK}):",
    "no no-break space inside guillemets": rf"«(?!{_NO_BREAK})|(?<!{_NO_BREAK})»",
    "English quotation marks": r"[“”]",
    "no no-break space before %": rf"(?<!{_NO_BREAK})%",
    "a space before ; ! or ?": r"\s[;!?]",
    "a space before a comma or a full stop": r"\s[,.](?!\w)",
    "two spaces": r"[ \u00a0]{2}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_french_is_well_typeset(fault: str) -> None:
    found = [
        french
        for french in translations().values()
        if re.search(FAULTS[fault], _CODE.sub("X", french))
    ]
    assert found == []


def test_english_is_well_typeset() -> None:
    wrong = r" [:;!?,.](?!\w)|\.\.\.|  |[«»]"
    assert [text for text in translations() if re.search(wrong, _CODE.sub("X", text))] == []
