"""Hostile text in a report and in queries, in the real browser: it is text, and only that."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from spe_search.build import build_index

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.exhaustive]

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
ODD = "img[src='x'], .stApp b, .stApp u, svg[onload], .katex"


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


def shown(page: Page) -> str:
    expect(page.locator("footer")).to_be_visible()
    return " ".join(page.locator(".stMain").inner_text().split())


def unharmed(page: Page) -> None:
    """Nothing was made of the payloads: no element, no dialog; ``page`` checks requests."""
    expect(page.locator(ODD)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(
        page.locator("[data-testid=stIconMaterial], [data-testid=stMarkdownBadge]")
    ).to_have_count(0)
    links = page.locator(".stMain a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all((link or "").startswith("./") for link in links)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_hostile_query_is_shown_as_text(page: Page, hostile: str, name: str) -> None:
    payload = PAYLOADS[name]
    page.goto(f"{hostile}?exact=1&q={quote(f'menuisiers {payload}')}")
    expect(page.locator(".st-key-status h2")).to_contain_text(payload[:80])
    box = page.get_by_role("textbox", name="Votre question ou vos mots")
    expect(box).to_have_value(f"menuisiers {payload}")
    assert page.title().startswith("menuisiers")
    unharmed(page)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_hostile_report_is_shown_as_text(page: Page, hostile: str, number: int) -> None:
    payload = " ".join(list(PAYLOADS.values())[number].split())
    page.goto(f"{hostile}?q=menuisiers&document=r{number}")
    card = page.locator("article").first
    expect(card).to_contain_text(payload)
    for panel in page.locator(".st-key-card-1 [role=radio]").all():
        panel.click()
        page.wait_for_timeout(400)
        unharmed(page)
    assert payload in shown(page)
    expect(page.locator("ul.chips")).to_contain_text(f"Titre {payload}"[:50])
    for place in (".st-key-reply", ".st-key-card-1"):
        page.locator(place).get_by_role("button", name="Ajouter au dossier").click()
    page.get_by_role("link", name="Dossier (2)").click()
    expect(page.locator("[class*=st-key-entry-]").last).to_contain_text(payload)
    unharmed(page)
    page.locator("[class*=st-key-entry-]").last.locator(".source a").click()
    expect(page.locator(".page .found")).to_contain_text(payload)
    unharmed(page)


def test_hostile_titles_in_the_filters_and_on_the_pages(page: Page, hostile: str) -> None:
    page.goto(hostile)
    page.locator(".st-key-filters summary").click()
    page.locator(".st-key-document").get_by_role("combobox").click()
    options = page.get_by_role("listbox")
    for payload in PAYLOADS.values():
        expect(options).to_contain_text(f"Titre {payload}")
    unharmed(page)
    page.keyboard.press("Escape")
    for path in ("", "a-propos", "a-propos?lang=en"):
        page.goto(hostile + path)
        text = shown(page)
        assert all(" ".join(payload.split()) in text for payload in PAYLOADS.values())
        unharmed(page)


@pytest.mark.parametrize("name", ["q", "view", "region", "unit", "origin", "sort", "document", "n"])
def test_a_hostile_address_of_results_is_shown_as_text(page: Page, hostile: str, name: str) -> None:
    view = "" if name == "view" else "view=figures&"
    for payload in PAYLOADS.values():
        page.goto(f"{hostile}resultats?{view}{name}={quote(payload)}")
        expect(page.locator(".message, table.lines").first).to_be_visible()
        unharmed(page)


@pytest.mark.parametrize(
    "name", ["region", "theme", "kind", "year", "document", "concept", "a", "n", "lang"]
)
def test_a_hostile_address_is_shown_as_text(page: Page, hostile: str, name: str) -> None:
    for payload in PAYLOADS.values():
        page.goto(f"{hostile}?q=menuisiers&{name}={quote(payload)}")
        expect(page.locator(".message, article").first).to_be_visible()
        unharmed(page)


def test_hostile_words_in_a_vote(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}?q=menuisiers")
    page.get_by_role("button", name="Non", exact=True).click()
    words = page.locator(".st-key-feedback textarea")
    words.fill(" ".join(PAYLOADS.values()))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".st-key-feedback")).to_contain_text("Vos mots sont gardés")
    unharmed(page)


def settled(page: Page) -> None:
    expect(page.locator("footer")).to_be_visible()
    page.wait_for_function("!document.querySelector('[data-stale=true], .stSpinner')")


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_hostile_report_is_browsed_and_compared_as_text(
    page: Page, hostile: str, number: int
) -> None:
    payload = " ".join(list(PAYLOADS.values())[number].split())
    page.goto(f"{hostile}parcourir?document=r{number}")
    expect(page.locator("article.item").first).to_contain_text("menuisiers")
    unharmed(page)
    page.locator("article.item h3 a").first.click()
    expect(page.locator(".whole")).to_contain_text(payload)
    settled(page)
    unharmed(page)
    page.goto(f"{hostile}parcourir?document=r{number}&view=map")
    expect(page.locator(".map .tip").first).to_be_attached()
    unharmed(page)
    page.goto(f"{hostile}comparer?q={quote(f'menuisiers {payload}')}")
    expect(page.locator("article.comparable").first).to_be_visible()
    unharmed(page)
    page.get_by_role("link", name="Les comparer toutes côte à côte").click()
    expect(page.locator("table.matrix")).to_be_visible()
    unharmed(page)


@pytest.mark.parametrize("name", ["region", "theme", "concept", "id", "view", "by", "columns"])
def test_a_hostile_address_of_the_other_pages_is_shown_as_text(
    page: Page, hostile: str, name: str
) -> None:
    for payload in (PAYLOADS[each] for each in ("html", "attribute", "markdown link")):
        for path in ("parcourir?view=coverage&", "parcourir?", "comparer?"):
            page.goto(f"{hostile}{path}{name}={quote(payload)}")
            settled(page)
            unharmed(page)
