"""Any other text: headings guessed, passages of a readable size, all of it verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.parse.generic import parse_generic
from spe_search.passages import LONGEST, passages_of
from spe_search.types import Document, Metadata
from spe_search.verbatim import is_verbatim, squeeze

METADATA = Metadata(
    "guide", "Guide des mesures", "Ministère", "2024", "fr", "generic", "Web", "Libre"
)


def parse(text: str) -> Document:
    return parse_generic(text, METADATA, "0" * 64)


def outline(text: str) -> list[tuple[str, list[str]]]:
    return [(s.title, [e.text for e in s.extracts]) for s in parse(text).sections]


SENTENCE = "Une mesure aide les personnes à trouver un emploi durable."


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            f"# Le but\n{SENTENCE}\n## Les moyens\n{SENTENCE}",
            ["Le but", "Les moyens"],
            id="markdown",
        ),
        pytest.param(
            f"1. Le but\n{SENTENCE}\n\n2.1 Les moyens\n{SENTENCE}\n\nIV. La suite\n{SENTENCE}",
            ["1. Le but", "2.1 Les moyens", "IV. La suite"],
            id="numbered",
        ),
        pytest.param(
            f"LE BUT DES MESURES\n{SENTENCE}\n\nLES MOYENS\n{SENTENCE}",
            ["Le but des mesures", "Les moyens"],
            id="upper-case",
        ),
        pytest.param(
            f"{SENTENCE}\n{SENTENCE}\n\nLe but\n\n{SENTENCE}\n{SENTENCE}",
            ["Guide des mesures", "Le but"],
            id="alone-between-blank-lines",
        ),
        pytest.param(f"{SENTENCE}\n\n{SENTENCE}", ["Guide des mesures"], id="no-heading"),
        pytest.param(
            f"- Le but\n\n• Les moyens\n\n{SENTENCE}", ["Guide des mesures"], id="bullets-are-none"
        ),
        pytest.param(f"12 345\n\n{SENTENCE}", ["Guide des mesures"], id="a-figure-is-none"),
        pytest.param(
            f"{SENTENCE}\n{SENTENCE}\n\nLe but", ["Guide des mesures"], id="nothing-below"
        ),
    ],
)
def test_headings(text: str, titles: list[str]) -> None:
    found = outline(text)
    assert [title for title, _ in found] == titles
    shown = squeeze(" ".join([*(title for title, _ in found), *(e for _, es in found for e in es)]))
    assert shown.lower().count(squeeze(SENTENCE).lower()) == text.count(SENTENCE)


def test_ids_are_made_of_headings() -> None:
    text = f"# Le but\n{SENTENCE}\n# Le but\n{SENTENCE}"
    assert [section.id for section in parse(text).sections] == ["guide/le-but", "guide/le-but-2"]


def test_pages_are_told() -> None:
    text = f"# Le but\n{SENTENCE}\n\f# Les moyens\n{SENTENCE}\n\f# La suite\n{SENTENCE}\n3"
    document = parse(text)
    assert [(s.page, s.extracts[0].page) for s in document.sections] == [(1, 1), (2, 2), (3, 3)]
    assert [page.number for page in document.pages] == [1, 2, 3]


@pytest.mark.parametrize("joint", [" ", "\n", "\n\n"], ids=["one-line", "lines", "paragraphs"])
def test_a_long_text_is_cut_at_sentence_ends(joint: str) -> None:
    text = "# Le but\n" + joint.join([SENTENCE] * 60)
    document = parse(text)
    extracts = document.sections[0].extracts
    assert len(extracts) > 4
    for extract in extracts:
        assert len(extract.text) <= LONGEST
        assert extract.text.startswith("Une mesure")
        assert extract.text.endswith("durable.")
    assert squeeze("".join(e.text for e in extracts)) == squeeze(SENTENCE) * 60


def test_a_list_reads_as_one() -> None:
    text = "# Le but\nL’aide vise :\n• les jeunes;\n• les femmes.\n"
    assert outline(text) == [("Le but", ["L’aide vise :\n• les jeunes;\n• les femmes."])]


_TEXTS = st.lists(
    st.sampled_from(
        [
            "# Le but",
            "LES MOYENS",
            "2. La suite",
            SENTENCE,
            SENTENCE * 9,
            "\n",
            "\n\n",
            " ",
            "\f",
            "• mot;",
            "12",
        ]
    )
    | st.text(max_size=5),
    min_size=1,
    max_size=25,
).map("\n".join)


@settings(max_examples=60)
@given(_TEXTS.filter(lambda text: bool(squeeze(text))))
def test_every_passage_is_verbatim(text: str) -> None:
    document = parse(text)
    for section in document.sections:
        for extract in section.extracts:
            assert is_verbatim(extract.text, text, extract.spans)
    for passage in passages_of(document):
        assert passage.text
        assert is_verbatim(passage.text, text, passage.spans)
        page = next(p for p in document.pages if p.number == passage.page)
        assert page.span.start <= passage.start < page.span.end
