"""The keyboard alone: a whole search, a citation, a comparison, a dossier, a vote."""

from __future__ import annotations

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from steps import QUERY, SEARCH, visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this accessible name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.evaluate("e => e.innerText.trim()") == name:
            assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
            return
    pytest.fail(f"{name} cannot be reached with the keyboard")


def test_search_open_and_cite_with_the_keyboard_alone(page: Page, served: str) -> None:
    visit(page, served, "", "fr")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("aria-label") == "Votre question ou vos mots":
            break
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    expect(page.locator("article h3").first).to_contain_text("Zone emploi 50 ans et plus")
    tab_to(page, "Citer")
    page.keyboard.press("Space")
    card = page.locator(".card").first
    expect(card.locator("[data-citation]")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Copier la citation")
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Citation copiée")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()").startswith("«\u00a0")
    tab_to(page, "Pourquoi ce résultat")
    page.keyboard.press("Enter")
    expect(card.locator("ul.why")).to_be_visible()
    expect(card.locator("[data-citation]")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(card.locator("ul.why")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_text("Autres passages (3)")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_text("Voir dans la page")
    page.keyboard.press("Enter")
    expect(page.locator(".page .found")).to_contain_text("Zone emploi 50 ans")


def test_search_open_keep_order_and_export_with_the_keyboard_alone(page: Page, served: str) -> None:
    visit(page, served, "", "fr")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("aria-label") == "Votre question ou vos mots":
            break
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    expect(page.locator("article h3").first).to_contain_text("Zone emploi 50 ans et plus")
    tab_to(page, "Ajouter au dossier")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Retirer du dossier")
    expect(page.locator("body > [role=status].unseen")).to_contain_text("Ajouté au dossier")
    tab_to(page, "Autres passages (3)")
    page.keyboard.press("Space")
    others = page.locator(".card").first.locator("ul.others")
    expect(others).to_be_visible()
    tab_to(page, "Ajouter au dossier")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Retirer du dossier")
    expect(page.get_by_role("link", name="Dossier (2)")).to_be_visible()
    expect(others).to_be_visible()  # the results were drawn anew
    page.keyboard.press("Shift+Tab")  # the focus is on the same button, not on its like
    expect(page.locator(":focus")).to_have_text("Initiatives semblables")
    expect(page.locator(".card").first.locator(":focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Retirer du dossier")
    page.keyboard.press("Home")
    page.get_by_role("main").focus()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
        if page.locator(":focus").inner_text().startswith("Dossier"):
            break
    expect(page.locator(":focus")).to_have_text("Dossier (2)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dossier")
    tab_to(page, "Descendre")
    page.keyboard.press("Enter")
    expect(page.locator("body > [role=status].unseen")).to_contain_text("maintenant 2 sur 2")
    expect(page.locator(".st-key-page :focus, [class*=st-key-entry-]:focus")).to_have_count(1)
    page.get_by_role("main").focus()
    tab_to(page, "Word (.docx)")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "dossier.docx"
    written = Document(waiting.value.path())
    texts = [paragraph.text for paragraph in written.paragraphs]
    assert any("Zone emploi 50 ans et plus" in text for text in texts)


def test_a_vote_with_the_keyboard_keeps_the_focus_near(page: Page, served: str) -> None:
    visit(page, served, SEARCH, "fr")
    page.locator(".st-key-vote").get_by_role("button", name="Oui").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-feedback")).to_contain_text("Merci, votre avis est gardé.")
    expect(page.locator(".st-key-feedback:focus, .st-key-feedback :focus")).to_have_count(1)
    page.locator(".st-key-feedback textarea").fill("<b>la bonne page</b>")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".st-key-feedback")).to_contain_text("Vos mots sont gardés")


def test_compare_and_export_with_the_keyboard_alone(page: Page, served: str) -> None:
    visit(page, served, "comparer", "fr")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("role") == "combobox":
            break
    for words, item in (("JADE", "jade"), ("Projet Arrimage", "projet-arrimage")):
        page.keyboard.type(words)
        expect(page.get_by_role("option", name=words)).to_have_count(1)
        expect(page.get_by_role("button", name="Dismiss")).to_have_count(0)  # Streamlit's English
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{item}**")
    page.keyboard.press("Escape")
    expect(page.locator("table.matrix").get_by_role("columnheader")).to_have_count(3)
    tab_to(page, "Télécharger le tableau (CSV)")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    written = waiting.value.path().read_text(encoding="utf-8-sig")
    assert "JADE" in written.splitlines()[0]
