"""The app in Chromium, on the real report and with the real encoder.

``SPE_SEARCH_SCREENSHOTS=docs/img pytest tests/app/test_browser.py`` also writes the screenshots.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from steps import open_filters

pytestmark = [pytest.mark.slow, pytest.mark.browser]

QUERY = "travailleurs de 50 ans et plus"
EXPECTED = "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ"
WIDTHS = (1280, 400)


def search(page: Page, query: str) -> None:
    box = page.get_by_role("textbox", name="Votre question ou vos mots")
    box.fill(query)
    box.press("Enter")


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def first_card(page: Page, title: str) -> None:
    expect(page.locator("article h3").first).to_have_text(title)


def open_panel(page: Page, name: str, card: int = 1) -> None:
    """Open what the reader asks to see of a result, or go there."""
    page.locator(".card").nth(card - 1).get_by_text(name, exact=True).click()


def test_a_search_from_the_keyboard(page: Page, served: str) -> None:
    page.goto(served)
    search(page, QUERY)
    first_card(page, EXPECTED)
    answer = page.locator("article").first.locator(".answer")
    expect(answer).to_contain_text("50 ans et")
    expect(answer.locator("mark").first).to_have_text(re.compile("50 ans et"))
    expect(page.locator("article").first).to_contain_text("Capitale-Nationale")
    assert asked(page) == {"q": QUERY}
    expect(page).to_have_title(re.compile(QUERY))


def test_the_page_speaks_french_then_english(page: Page, served: str) -> None:
    page.goto(served)
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    expect(page.locator("h1")).to_have_count(1)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    assert asked(page) == {"lang": "en"}


def test_a_link_reproduces_a_search_and_back_undoes_it(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    first_card(page, EXPECTED)
    search(page, "femmes dans la construction")
    expect(page.locator(".st-key-status")).to_contain_text("femmes dans la construction")
    page.go_back()
    first_card(page, EXPECTED)
    box = page.get_by_role("textbox", name="Votre question ou vos mots")
    expect(box).to_have_value(QUERY)
    page.go_forward()
    expect(box).to_have_value("femmes dans la construction")
    expect(page.locator(".st-key-status")).to_contain_text("femmes dans la construction")


def test_a_region_is_chosen(page: Page, served: str) -> None:
    page.goto(f"{served}?q=emploi")
    open_filters(page)
    box = page.locator(".st-key-region").get_by_role("combobox")
    box.fill("Outaouais")
    expect(page.get_by_role("option", name="Outaouais")).to_have_count(1)
    box.press("Enter")
    page.wait_for_url("**region=07**")
    places = page.locator("article .where")
    expect(places.filter(has_not_text="Outaouais")).to_have_count(0)
    expect(places.first).to_contain_text("Outaouais")


@pytest.mark.parametrize("query", ["", "?!…"])
def test_a_query_without_words_is_answered_by_a_message(
    page: Page, served: str, query: str
) -> None:
    page.goto(served)
    search(page, query)
    expect(page.get_by_role("alert")).to_contain_text("Écrivez au moins un mot")


def test_pages_and_searches_are_one_history(page: Page, served: str) -> None:
    page.goto(served)
    page.get_by_role("link", name="Que fait-on pour les travailleuses").click()
    expect(page.locator("article").first).to_be_visible()
    searched = page.url
    page.get_by_role("link", name="À propos").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("À propos")
    assert page.url == f"{served}a-propos"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About this service")
    assert page.url == f"{served}a-propos?lang=en"
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search in the reports")
    assert page.url == f"{served}?lang=en"
    for address, heading in (
        (f"{served}a-propos?lang=en", "About this service"),
        (f"{served}a-propos", "À propos"),
        (searched, "Rechercher dans les bilans"),
        (served, "Rechercher dans les bilans"),
    ):
        page.go_back()
        page.wait_for_url(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.go_forward()
    page.wait_for_url(searched)
    expect(page.locator("article").first).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_a_link_to_a_page_opens_it(page: Page, served: str) -> None:
    page.goto(f"{served}a-propos?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("About this service")
    expect(page.locator("nav [aria-current=page]")).to_have_text("About this service")
    expect(page).to_have_title(re.compile("^About this service – "))


def test_markup_in_a_query_is_shown_as_text(page: Page, served: str) -> None:
    hostile = "emploi <img src=x onerror=alert(1)>"
    page.goto(served)
    search(page, hostile)
    expect(page.locator(".st-key-status")).to_contain_text(hostile)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_the_page_and_the_citation_on_demand(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    open_panel(page, "Voir dans la page")
    expect(page.locator(".page .found")).to_contain_text("Zone emploi 50 ans")
    expect(page.locator(".page")).to_contain_text("Sommet atypique 2024")
    page.go_back()
    open_panel(page, "Citer")
    card = page.locator(".card").first
    card.get_by_role("button", name="Copier la citation").click()
    expect(card.get_by_role("button", name="Citation copiée")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == card.locator("[data-citation]").inner_text()
    assert copied.startswith("«\u00a0")


def test_a_copied_link_opens_the_words_in_their_page(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    open_panel(page, "Citer")
    card = page.locator(".card").first
    card.get_by_role("button", name="Copier le lien").click()
    expect(card.get_by_role("button", name="Lien copié")).to_be_visible()
    words = page.locator("article .answer").first.inner_text()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(page.locator(".page .found .answer")).to_have_text(words)
    expect(page.get_by_role("heading", level=2).first).to_have_text(EXPECTED)
    search(page, "emploi")
    expect(page.locator(".st-key-status")).to_contain_text("« emploi »")
    assert asked(page) == {"q": "emploi"}


def test_what_is_kept_stays_from_page_to_page(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    page.locator(".card").first.get_by_role("button", name="Ajouter au dossier").click()
    page.get_by_role("link", name="Dossier (1)").click()
    expect(page.locator("article h3")).to_have_text(EXPECTED)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Move up")).to_be_disabled()
    page.locator("article").get_by_role("link", name="p. 12").click()
    expect(page.locator(".page .found")).to_contain_text("Zone emploi 50 ans")
    expect(page.get_by_role("link", name="Dossier (1)")).to_be_visible()


def test_what_is_opened_is_below_its_row_alone_and_stays(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    first_card(page, EXPECTED)
    card = page.locator(".card").first
    tops = "all => new Set(all.map(e => Math.round(e.getBoundingClientRect().top))).size"
    rows = card.locator(".tools > a, .tools summary").evaluate_all(tops)
    open_panel(page, "Citer")
    open_panel(page, "Autres passages (3)")
    expect(card.locator("details[open]")).to_have_count(1)
    panel = card.locator("details[open] .panel").bounding_box()
    article = card.locator("article").bounding_box()
    assert panel
    assert article
    assert panel["width"] == pytest.approx(article["width"], abs=1)
    assert card.locator(".tools > a, .tools summary").evaluate_all(tops) == rows
    for name in ("Ajouter au dossier", "Retirer du dossier"):
        card.get_by_role("button", name=name).click()
        expect(card.get_by_role("button", name=name)).to_have_count(0)
        expect(card.locator("ul.others")).to_be_visible()
    search(page, "femmes dans la construction")
    expect(page.locator(".st-key-status")).to_contain_text("femmes dans la construction")
    expect(page.locator(".card details[open]")).to_have_count(0)


def test_what_is_like_an_initiative_is_a_click_away(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    open_panel(page, "Initiatives semblables")
    expect(page.locator("article.comparable").first).to_be_visible()
    page.go_back()
    first_card(page, EXPECTED)


def test_what_is_kept_outlives_a_reload(page: Page, served: str) -> None:
    page.goto(f"{served}?q={quote(QUERY)}")
    page.locator(".card").first.get_by_role("button", name="Ajouter au dossier").click()
    expect(page.get_by_role("link", name="Dossier (1)")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Dossier (1)").click()
    expect(page.locator("article h3")).to_have_text(EXPECTED)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_band_is_one_line_on_a_telephone(page: Page, served: str, lang: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(f"{served}a-propos?lang={lang}")
    brand = page.locator("header .brand")
    expect(brand).to_be_visible()
    line = brand.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")
    assert page.locator("header .band").evaluate("e => e.clientHeight") < 3 * line
    assert brand.evaluate("e => e.getBoundingClientRect().height") < 1.5 * line


def test_streamlits_own_words_are_french(page: Page, served: str) -> None:
    page.goto(f"{served}?q=emploi")
    open_filters(page)
    box = page.locator(".st-key-theme").get_by_role("combobox")
    box.fill("zzzz")
    expect(page.get_by_role("listbox")).to_have_text("Aucun résultat")
    page.goto(f"{served}resultats?view=figures")
    button = page.locator(".st-key-region").get_by_role("button", name=re.compile("Ouvrir"))
    expect(button).to_be_attached()


@pytest.mark.parametrize(
    "address",
    ["", f"?q={quote(QUERY)}", "?q=cible+assistance+sociale", f"?q={'m' * 300}", "?q=a&region=x"],
)
def test_nothing_is_wider_than_a_telephone(page: Page, served: str, address: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(served + address)
    expect(page.locator("article, .message, .reports").first).to_be_visible()
    measure = "['html', '.stMain'].map(s => document.querySelector(s)).map(e => e.scrollWidth)"
    assert max(page.evaluate(measure)) <= 400
    for tool in ("cite", "others", "why"):
        opens = page.locator(f".card details[data-tool={tool}]")
        opens.locator("summary").evaluate_all("all => all.forEach(each => each.click())")
        opened = page.locator(f".card details[data-tool={tool}][open]")
        expect(opened).to_have_count(opens.count())
        assert max(page.evaluate(measure)) <= 400, tool


def test_a_chart_is_kept_as_a_picture_and_its_figures_as_csv(
    page: Page, served: str, tmp_path: Path
) -> None:
    page.goto(f"{served}resultats")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Graphique en image").click()
    picture.value.save_as(tmp_path / "targets.png")
    assert (tmp_path / "targets.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as table:
        page.get_by_role("button", name="Chiffres pour un tableur").click()
    table.value.save_as(tmp_path / "targets.csv")
    assert "56,5" in (tmp_path / "targets.csv").read_text(encoding="utf-8-sig")


STATES = {
    "accueil": ("", None),
    "recherche": (f"?q={quote(QUERY)}", None),
    "page": ("?a=bilan-2023-2024@10cb21df:33137-33239.88.ed35ff7f", None),
    "pourquoi": (f"?q={quote(QUERY)}", "why"),
    "tableau": ("?q=cible+assistance+sociale+atteinte", "cite"),
    "sans-resultat": ("?q=emploi&region=00&kind=story", None),
    "erreur": (f"?q=emploi&region={quote('Atlantide')}", None),
    "resultats": ("resultats", None),
    "resultats-profil": ("resultats?view=profile", None),
    "resultats-chiffres": ("resultats?view=figures", None),
    "dossier": ("dossier", None),
    "a-propos": ("a-propos", None),
}
PANELS = {
    "cite": {"fr": "Citer", "en": "Cite"},
    "why": {"fr": "Pourquoi ce résultat", "en": "Why this result"},
}


SCREENSHOTS = os.environ.get("SPE_SEARCH_SCREENSHOTS")

if SCREENSHOTS:  # a way to draw them, more than a test

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("lang", ["fr", "en"])
    @pytest.mark.parametrize("state", STATES)
    def test_screenshots(page: Page, served: str, state: str, lang: str, width: int) -> None:
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        address, panel = STATES[state]
        tall = panel or state == "a-propos"
        page.set_viewport_size({"width": width, "height": 1500 if tall else 900})
        joint = "&" if "?" in address else "?"
        page.goto(f"{served}{address}{f'{joint}lang=en' if lang == 'en' else ''}")
        expect(page.locator("footer")).to_be_visible()
        expect(page.locator("article, .message, .reports, .lede, table").first).to_be_visible()
        if panel:
            open_panel(page, PANELS[panel][lang])
            expect(page.locator("details[open] .panel")).to_be_visible()
        page.wait_for_timeout(800)  # Streamlit fades its elements in
        marks = ["", "-en"][lang == "en"], "" if width == WIDTHS[0] else f"-{width}"
        page.screenshot(path=folder / f"{state}{''.join(marks)}.png")
