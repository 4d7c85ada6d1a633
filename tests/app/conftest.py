"""What the app's tests share: the app at an address, a hostile report, and a served app."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from streamlit.testing.v1 import AppTest

from spe_search import Encoder, SearchEngine
from spe_search.build import build_index
from spe_search.index import Index

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # app_parts/ stands beside app.py, outside the package

AppMaker = Callable[..., AppTest]

HOSTILE = """LE <SCRIPT>ALERT(1)</SCRIPT> DES MENUISIERS

Les menuisiers <script>alert(1)</script> et <img src=x onerror=alert(1)> travaillent. Ils lisent
![une image](http://example.org/x.png), [un lien](javascript:alert(1)), $x^2$, :red[rouge] et
<a href="javascript:alert(1)">un piège</a> & « c'est tout ».

Un second paragraphe sur les menuisiers </blockquote></div><style>*{display:none}</style> suit ici,
assez long pour être un passage à lui seul et pour être montré parmi les autres.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in the browser two more chances.

    On a crowded machine a browser may miss its moment once; what fails three times is a fault.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture
def hostile_index(
    tmp_path: Path, write_report: Callable[..., Path], make_encoder: Callable[[], Encoder]
) -> Path:
    """Two small reports full of markup."""
    title = "Rapport <b>piégé</b> & **gras**"
    write_report("piege", HOSTILE, id="piege", title=title, layout="generic")
    corpus = write_report("autre", "TITRE\n\nDes soudeurs.\n", id="autre", layout="generic")
    build_index(corpus, tmp_path / "index", make_encoder())
    return tmp_path / "index"


@pytest.fixture
def app(
    built_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_encoder: Callable[[], Encoder],
) -> AppMaker:
    """Return ``app(index=…, page=…, **address)``, which runs a page of the app at an address."""

    def open_with_fake(path: str | Path) -> SearchEngine:
        return SearchEngine(Index(Path(path)), make_encoder())

    monkeypatch.setattr(SearchEngine, "open", open_with_fake)
    # A test has no browser, hence no cookies; Streamlit's own tests would make mocks of them.
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _self: {}))

    def run(
        index: Path = built_index, corpus: Path = ROOT / "corpus", page: str = "", **address: str
    ) -> AppTest:
        monkeypatch.setenv("SPE_SEARCH_INDEX", str(index))
        monkeypatch.setenv("SPE_SEARCH_CORPUS", str(corpus))
        monkeypatch.setenv("SPE_SEARCH_FEEDBACK", str(tmp_path / "feedback.sqlite3"))
        monkeypatch.setenv("SPE_SEARCH_DOSSIERS", str(tmp_path / "dossiers"))
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for name, value in address.items():
            at.query_params[name] = value
        if page:
            at.run().switch_page(f"app_pages/{page}.py")
        return at.run()

    return run


# ---------------------------------------------------------------- a served app, for the browser


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Serve = Callable[..., str]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return ``serve(index, **environment)``, which serves the app and gives its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(index: Path, **environment: str) -> str:
        port = _free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        folder = tmp_path_factory.mktemp("served")
        given = {
            **os.environ,
            "SPE_SEARCH_INDEX": str(index),
            "SPE_SEARCH_FEEDBACK": str(folder / "feedback.sqlite3"),
            "SPE_SEARCH_DOSSIERS": str(folder / "dossiers"),
            **environment,
        }
        log = folder / "app.log"
        with log.open("wb") as out:
            running.append(subprocess.Popen(command, cwd=ROOT, env=given, stdout=out, stderr=out))
        _wait_for(f"http://localhost:{port}/_stcore/health", running[-1], log)
        return f"http://localhost:{port}/"

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def served(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve the app on the real report and the real encoder; return its address."""
    from spe_search.build import is_stale
    from spe_search.encode import encoder_of

    encoder = encoder_of()
    index = ROOT / "index"
    if is_stale(ROOT / "corpus", index, encoder):
        index = tmp_path_factory.mktemp("index")
        build_index(ROOT / "corpus", index, encoder)
    return serve(index)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is, or skip; fail where the tests are told that it must be there."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    reason = (
        "Chromium est introuvable : les tests dans le navigateur sont sautés (Chromium not found)."
    )
    if os.environ.get("SPE_SEARCH_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


# ---------------------------------------------------------------- a browser

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # ms: machines are shared, and some are slow


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests: its cache spares them reading Streamlit's megabytes of script again."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CA")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that complains: no error in the console, no dialog, no request to anywhere else."""
    context.clear_cookies()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda each: faults.append(each.url) if _is_elsewhere(each.url) else None)
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    yield page
    page.close()
    assert not faults


def _is_fault(message: ConsoleMessage) -> bool:
    # On a page with a path, Streamlit looks for its server beside the page before it looks above.
    known = "/_stcore/" in message.location["url"] or message.text.startswith("The page that you")
    return message.type == "error" and not known


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).scheme.startswith("http") and urlsplit(url).hostname != "localhost"
