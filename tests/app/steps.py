"""Steps that the tests in Chromium share: turning a page, and waiting until it is at rest."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Page, expect

QUERY = "travailleurs de 50 ans et plus"
SEARCH = f"?q={quote(QUERY)}"
LANGUAGES = {"fr": "", "en": "lang=en"}

_GO = """address => {
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""
_AT_REST = """document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-stale=true], .stSpinner")
  && document.getAnimations().every(each => each.playState !== "running")"""
_NEXT = f"before => document.querySelector('a.language')?.href !== before && {_AT_REST}"


def turn(page: Page, address: str) -> None:
    """Go to another address of the app as its own links do, many times quicker than ``goto``.

    The link to the other language holds the whole address: once it is new, so is the page.
    """
    before = page.locator("a.language").evaluate("link => link.href")
    page.evaluate(_GO, address)
    page.wait_for_function(_NEXT, arg=before)


def settled(page: Page) -> None:
    """Wait until nothing runs or fades any more: a text half faded in has half its contrast."""
    expect(page.locator("footer")).to_be_visible()
    page.wait_for_function(_AT_REST)


def open_filters(page: Page) -> None:
    """Open the filters and wait until they are: a list in them closes when the page moves."""
    settled(page)
    page.locator(".st-key-filters summary").click()
    page.locator(".st-key-filters details[open] .st-key-facets").wait_for()
    settled(page)


def visit(page: Page, served: str, address: str, lang: str) -> None:
    """Open an address of the app in a language."""
    joint = "&" if "?" in address else "?"
    page.goto(f"{served}{address}{joint}{LANGUAGES[lang]}".rstrip("?&"))
    expect(page.locator("html")).to_have_attribute("lang", f"{lang}-CA")
    expect(page.get_by_role("main")).to_be_visible()
    settled(page)
