"""Hostile text in a report and in queries, in the real browser: it is text, and only that."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from steps import open_filters, settled, turn

from spe_search.build import build_index

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PAYLOADS = {
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script><b>gras</b>",
    "end of markup": '</blockquote></div><style>*{display:none}</style>"><svg onload=alert(1)>',
    "attribute": "\" onmouseover=alert(1) x=\" ' onfocus=alert(1) autofocus '",
    "entity": "&lt;b&gt; &amp; &#60;script&#62;",
    "markdown": "**gras** _italique_ `code` # titre > citation | a | b |",
    "markdown image": "![image](https://example.org/x.png)",
    "markdown link": "[lien](https://example.org/) [piege](javascript:alert(1))",
    "bare address": "https://example.org/x javascript:alert(1) data:text/html,x",
    "latex": r"$x^2$ $$\frac{1}{2}$$ \(a\)",
    "emoji": ":smile: :tada:",
    "icon": ":material/delete: :streamlit:",
    "colour": ":red[rouge] :blue-background[bleu] :rainbow[arc] :small[petit] :badge[insigne]",
    "template": "{query} {0} %s {{x}} ${7*7}",
}
REPORT = """LES <U>MENUISIERS</U> ET :RED[LES] $OUTILS$

Les menuisiers travaillent le bois. {payload} Voilà ce que font les menuisiers toute la journée.

LE SECOND [CHAPITRE](JAVASCRIPT:ALERT(1))

Les menuisiers lisent encore {payload} et les menuisiers en restent là pour cette année.
"""
# What of the payloads was read as markup, by a browser or by Streamlit; the page's text and links.
LOOK = """() => {
  const main = document.querySelector(".stMain");
  const odd = [
    "img[src='x'], .stMain img, .stApp u, svg[onload], [onmouseover], [onfocus], .katex",
    "[data-testid=stMarkdownBadge], [role=dialog]",
  ].flatMap(each => [...document.querySelectorAll(each)]);
  const words = ["gras", "italique", "code", "rouge", "bleu", "delete"];
  const inline = [...document.querySelectorAll("b, strong, em, code, span")];
  return {
    odd: [...odd, ...inline.filter(each => words.includes(each.textContent))].map(e => e.outerHTML),
    links: [...main.querySelectorAll("a")].map(each => each.getAttribute("href") ?? ""),
    text: main.innerText,
  };
}"""
ALL = [" ".join(payload.split()) for payload in PAYLOADS.values()]


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app on a report for each payload, its title and description included."""
    from spe_search.encode import encoder_of

    corpus = tmp_path_factory.mktemp("hostile")
    for number, payload in enumerate(PAYLOADS.values()):
        (corpus / f"r{number}.txt").write_text(REPORT.replace("{payload}", payload))
        described = {
            "id": f"r{number}",
            "title": f"Titre {payload}",
            "publisher": payload,
            "year": "2024-2025",
            "language": "fr",
            "layout": "generic",
            "source": payload,
            "licence": payload,
        }
        lines = [f"{name} = {_toml(value)}\n" for name, value in described.items()]
        (corpus / f"r{number}.toml").write_text("".join(lines))
    index = tmp_path_factory.mktemp("index")
    build_index(corpus, index, encoder_of())
    return serve(index, SPE_SEARCH_CORPUS=str(corpus))


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def harmless(page: Page) -> str:
    """Nothing was made of the payloads, no element, no dialog; return the page's text.

    ``page`` itself tells of every script that ran, and of every request elsewhere.
    """
    settled(page)
    seen = page.evaluate(LOOK)
    assert seen["odd"] == []
    assert [link for link in seen["links"] if not link.startswith("./")] == []
    return " ".join(seen["text"].split())


def test_hostile_queries_are_shown_as_text(page: Page, hostile: str) -> None:
    page.goto(hostile)
    settled(page)
    for payload in PAYLOADS.values():
        query = f"menuisiers {payload}"
        turn(page, f"{hostile}?exact=1&q={quote(query)}")
        assert payload[:80] in harmless(page)
        expect(page.locator(".st-key-status h2[data-status]")).to_contain_text(payload[:80])
        box = page.get_by_role("textbox", name="Votre question ou vos mots")
        expect(box).to_have_value(query)
        assert page.title().startswith("menuisiers")


def test_hostile_reports_are_shown_as_text(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}?q=menuisiers&n=40")
    assert all(f"Titre {payload}" in text for text in [harmless(page)] for payload in ALL)
    pages = page.locator(".tools a", has_text="Voir dans la page").evaluate_all(
        "all => all.map(each => each.href)"
    )
    for panel in ("Citer", "Pourquoi ce résultat"):
        opened = page.locator(".card summary", has_text=panel)
        assert opened.count() >= len(PAYLOADS)
        opened.evaluate_all("all => all.forEach(each => each.click())")
        expect(page.locator(".card details[open] .panel")).to_have_count(opened.count())
        text = harmless(page)
        assert all(text.count(payload) > 1 for payload in ALL), panel
    left = set(ALL)
    for address in pages:
        turn(page, address)
        text = harmless(page)
        expect(page.locator(".page .found")).to_have_count(1)
        left -= {payload for payload in left if text.count(payload) > 1}
    assert not left


def test_a_dossier_of_hostile_reports_is_shown_as_text(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}?q=menuisiers&n=40")
    settled(page)
    button = page.locator(".card").get_by_role("button", name="Ajouter au dossier")
    for left in range(button.count(), 0, -1):
        button.first.click()
        expect(button).to_have_count(left - 1)
    page.get_by_role("link", name=re.compile(r"Dossier \(1\d\)")).click()
    entries = page.locator("[class*=st-key-entry-]")
    expect(entries.last).to_be_visible()
    text = harmless(page)
    assert all(payload in text for payload in ALL)
    sources = entries.locator(".source a").evaluate_all("all => all.map(a => a.href)")
    left = set(ALL)
    for source in sources:
        turn(page, source)
        found = harmless(page)
        expect(page.locator(".page .found")).to_have_count(1)
        left -= {payload for payload in left if payload in found}
    assert not left


def test_hostile_reports_are_browsed_and_compared_as_text(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}parcourir?n=100")
    text = harmless(page)
    assert all(f"Titre {payload}" in text for payload in ALL)
    items = page.locator("article.item h3 a").evaluate_all("all => all.map(a => a.href)")
    assert len(items) == len(PAYLOADS)
    told = ""
    for item in items:
        turn(page, item)
        told += harmless(page)
    assert all(payload in told for payload in ALL)
    for address in ("parcourir?view=map", "parcourir?view=coverage"):
        turn(page, hostile + address)
        harmless(page)
    ids = [parse_qs(urlsplit(item).query)["id"][0] for item in items]
    for some in (ids[:7], ids[7:]):
        turn(page, f"{hostile}comparer?id={','.join(some)}")
        expect(page.locator("table.matrix")).to_be_visible()
        harmless(page)


def test_a_hostile_project_is_compared_as_text(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}comparer")
    settled(page)
    for payload in PAYLOADS.values():
        turn(page, f"{hostile}comparer?q={quote(f'menuisiers {payload}')}")
        expect(page.locator("article.comparable").first).to_be_visible()
        expect(page.locator(".st-key-project textarea")).to_have_value(f"menuisiers {payload}")
        harmless(page)


def test_hostile_titles_in_the_filters_and_on_the_pages(page: Page, hostile: str) -> None:
    page.goto(hostile)
    open_filters(page)
    box = page.locator(".st-key-document").get_by_role("combobox")
    for payload in ALL:  # typed, for a list draws only what is in sight
        box.fill(payload)
        expect(page.get_by_role("listbox")).to_contain_text(f"Titre {payload}")
        harmless(page)
    page.keyboard.press("Escape")
    for path in ("a-propos", "", "a-propos?lang=en"):
        turn(page, hostile + path)
        text = harmless(page)
        assert all(payload in text for payload in ALL)


def test_hostile_words_in_a_vote(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}?q=menuisiers")
    page.get_by_role("button", name="Non", exact=True).click()
    words = page.locator(".st-key-feedback textarea")
    words.fill(" ".join(PAYLOADS.values()))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".st-key-feedback")).to_contain_text("Vos mots sont gardés")
    harmless(page)


# Each parameter of each page, and in brackets those whose values the page shows nowhere.
ADDRESSES = {
    "?q=menuisiers": "region a (n lang)",
    "resultats?view=figures": "q region unit origin sort document (view n)",
    "parcourir?view=coverage": "region theme concept id by (columns)",
    "parcourir?n=20": "region (view)",
    "comparer?n=20": "(id columns)",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_is_shown_as_text(page: Page, hostile: str, address: str) -> None:
    names, _, unsaid = ADDRESSES[address].rstrip(")").partition("(")
    page.goto(hostile + address)
    settled(page)
    for name in names.split():
        for payload, words in zip(PAYLOADS.values(), ALL, strict=True):
            turn(page, f"{hostile}{address}&{name}={quote(payload)}")
            assert words in harmless(page), f"the page does not say what is wrong with {name}"
    for payload in PAYLOADS.values():
        every = "&".join(f"{name}={quote(payload)}" for name in unsaid.split())
        turn(page, f"{hostile}{address}&{every}")
        harmless(page)


def test_hostile_filters_are_shown_as_text(page: Page, hostile: str) -> None:
    page.goto(hostile)
    settled(page)
    for name in ("theme", "kind", "year", "document", "concept"):
        values = "&".join(f"{name}={quote(payload)}" for payload in PAYLOADS.values())
        turn(page, f"{hostile}?q=menuisiers&{values}")
        text = harmless(page)
        assert [payload for payload in ALL if payload not in text] == [], name
        expect(page.get_by_role("alert")).to_contain_text(PAYLOADS["html"])
