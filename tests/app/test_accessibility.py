"""SGQRI 008 and WCAG 2.1 AA: axe-core on every page, language and state; the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from steps import QUERY, SEARCH, open_filters, settled, visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]

KEEP, KEPT = (re.compile(f"^({way}) ") for way in ("Ajouter au|Add to", "Retirer du|Remove from"))
TABLE = "?q=cible+assistance+sociale+atteinte"
COMPARED = "comparer?id=bilan-2023-2024/jade,bilan-2023-2024/projet-arrimage"


def open_panel(tool: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        opens = page.locator(f".card details[data-tool={tool}]").first
        opens.locator("summary").click()
        expect(opens.locator(".panel")).to_be_visible()

    return act


def vote(page: Page) -> None:
    page.locator(".st-key-vote button").first.click()
    expect(page.locator(".st-key-feedback textarea")).to_be_visible()


def open_filter(page: Page) -> None:
    open_filters(page)
    page.locator(".st-key-theme").get_by_role("combobox").press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def collect(page: Page) -> None:
    """Keep an answer and a hit, annotate one, and look at the dossier."""
    for place in (page.locator("p.keep"), page.locator(".card").first):
        place.get_by_role("button", name=KEEP).click()
        expect(place.get_by_role("button", name=KEPT)).to_be_visible()
    page.get_by_role("link", name="Dossier (2)").click()
    page.locator("[class*=st-key-add-] button").first.click()
    expect(page.locator("textarea")).to_be_visible()


def empty(page: Page) -> None:
    collect(page)
    page.locator("[class*=st-key-out-] button").first.click()
    expect(page.locator(".st-key-told .message")).to_be_visible()
    page.locator(".st-key-opening summary").click()
    expect(page.locator(".stFileUploader")).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Vider|Empty)")).click()
    expect(page.locator(".st-key-emptying .message")).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "empty": ("", None),
    "results": (SEARCH, None),
    "no answer": ("?q=recette+de+tarte+aux+pommes", None),
    "no result": ("?q=emploi&region=00&kind=story", None),
    "error": ("?q=emploi&region=Atlantide", None),
    "cited": (SEARCH, open_panel("cite")),
    "cited in a table": (TABLE, open_panel("cite")),
    "others": (SEARCH, open_panel("others")),
    "why": (SEARCH, open_panel("why")),
    "partial": ("?q=Pourquoi+la+cible+de+l’assistance+sociale+a-t-elle+été+dépassée+?", None),
    "two questions": ("?q=Combien+de+CV+au+Salon+de+la+FADOQ+et+combien+d’embauches+?", None),
    "filtered": (f"{SEARCH}&region=03&region=07&concept=jumelage", open_filters),
    "no dossier": ("dossier", None),
    "dossier": (TABLE, collect),
    "emptying": (TABLE, empty),
    "permalink": ("?a=bilan-2023-2024@10cb21df:33137-33239.88.ed35ff7f", None),
    "permalink to a row": ("?a=bilan-2023-2024@10cb21df:7454-7515.53.6a81df64", None),
    "permalink altered": ("?a=bilan-2023-2024@10cb21df:33137-33239.88.ed35ff70", None),
    "voted": (SEARCH, vote),
    "choosing": (SEARCH, open_filter),
    "targets": ("resultats", None),
    "clientele": ("resultats?view=clientele", None),
    "profile": ("resultats?view=profile", None),
    "volumes": ("resultats?view=volumes", None),
    "figures": ("resultats?view=figures", None),
    "about": ("a-propos", None),
    "browse": ("parcourir", None),
    "browse chosen": ("parcourir?region=15&region=16", None),
    "browse coverage": ("parcourir?view=coverage&by=clientele", None),
    "browse map": ("parcourir?view=map&by=region&region=15", None),
    "browse item": ("parcourir?id=bilan-2023-2024/projet-arrimage", None),
    "browse section": ("parcourir?id=bilan-2023-2024/services-aux-individus", None),
    "browse error": ("parcourir?region=Atlantide", None),
    "compare": ("comparer", None),
    "compare items": (COMPARED, None),
    "compare project": ("comparer?q=aider+des+femmes+de+50+ans+et+plus", None),
}


# What English changes in kind, one state a page among them: the words alone differ elsewhere.
IN_ENGLISH = (
    *("results", "error", "no result", "cited", "filtered", "choosing", "dossier", "voted"),
    *("targets", "figures", "about", "browse", "browse item", "compare items"),
)


def reach(page: Page, served: str, state: str, lang: str) -> None:
    """Open the app in a state, and wait until it is at rest."""
    address, act = STATES[state]
    visit(page, served, address, lang)
    if act:
        act(page)
        settled(page)


def faults(page: Page, state: str) -> list[tuple[str, ...]]:
    """Return what axe finds that is more than minor."""
    # Streamlit draws a list of choices over the page, outside its landmarks, as combo boxes do.
    rules = {"region": {"enabled": state != "choosing"}}
    options = {"resultTypes": ["violations"], "rules": rules}
    return [
        (each["impact"], each["id"], node["html"][:200], node["failureSummary"])
        for each in Axe().run(page, options=options).response["violations"]
        if each["impact"] not in ("minor", None)
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_accessible_and_fits_when_zoomed(page: Page, served: str, state: str) -> None:
    """Axe, the order of the headings, then 400 %: one visit, for each is most of the time."""
    reach(page, served, state, "fr")
    assert faults(page, state) == [], "axe finds faults"
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.filter(h => h.offsetParent).map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1, "the first heading is not the page's title"
    assert levels.count(1) == 1, "the page has several titles"
    assert all(after <= before + 1 for before, after in pairwise(levels)), f"a gap in {levels}"
    page.set_viewport_size({"width": 320, "height": 640})
    settled(page)
    widths = page.evaluate(
        "['html', '.stMain'].map(s => document.querySelector(s)).map(e => e.scrollWidth)"
    )
    assert max(widths) <= 320, "zoomed to 400 %, the page has to be scrolled sideways"


@pytest.mark.parametrize("state", IN_ENGLISH)
def test_axe_finds_nothing_in_english(page: Page, served: str, state: str) -> None:
    reach(page, served, state, "en")
    assert faults(page, state) == []


PLACES = ["", SEARCH, "comparer", "parcourir", "resultats", "dossier", "a-propos"]


@pytest.mark.parametrize("address", PLACES)
def test_landmarks_and_the_way_past_the_navigation(page: Page, served: str, address: str) -> None:
    visit(page, served, address, "fr")
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Pages du service")).to_have_count(1)
    names = [each.get_attribute("aria-label") for each in page.get_by_role("navigation").all()]
    assert all(names), "a navigation has no name to tell it from the others"
    assert len(names) == len(set(names))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Aller au contenu principal")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_results_are_announced(page: Page, served: str) -> None:
    visit(page, served, "", "fr")
    live = page.locator("body > [role=status].unseen")
    box = page.get_by_role("textbox", name="Votre question ou vos mots")
    box.fill(QUERY)
    box.press("Enter")
    expect(live).to_contain_text("Extrait le plus pertinent :")
    expect(live).to_contain_text(f"Les 10 premiers résultats pour « {QUERY} »")
    box.fill("emploi")
    box.press("Enter")
    expect(live).to_contain_text("« emploi »")
    expect(box).to_be_focused()


def test_keys_that_readers_use_start_nothing(page: Page, served: str) -> None:
    visit(page, served, "a-propos", "fr")
    page.get_by_role("main").focus()
    for key in ("r", "c"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_moves_for_those_who_ask_for_it(page: Page, served: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit(page, served, SEARCH, "fr")
    moving = page.locator("*").evaluate_all(
        "all => all.filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0


def test_streamlit_speaks_the_language_of_the_page(page: Page, served: str) -> None:
    page.goto(f"{served}nulle-part")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Page introuvable")
    expect(dialog).not_to_contain_text("does not seem")
    dialog.get_by_role("button", name="Fermer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechercher dans les bilans")
