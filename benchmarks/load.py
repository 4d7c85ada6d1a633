"""How fast the app answers, to one reader and to many at once, and what memory it takes.

    python benchmarks/load.py
    python benchmarks/load.py --sessions 25 --searches 12 --think 3 --json load.json   # a rush

It serves the app on a port of its own and asks it questions of the gold set, each one once, so
that no answer comes from the cache. Two measures:

* **painted**: one reader in a real Chromium, from the Enter key to the frame in which the results
  are on the screen.
* **served**: a number of readers at once, each a WebSocket that speaks Streamlit's protocol as the
  browser does, from the request to the end of the run. Each reader reads for a while between two
  searches: ``--think`` seconds on average, exponentially distributed, as the readers of TPC-W do
  (Transaction Processing Performance Council, 2002, 5.3.1.1), 7 of them unless told otherwise; 0
  makes them ask without a rest.

The limits are 0.3 s painted for one reader and 1 s served for 25, both at the 95th percentile, on
two cores, and 500 MB for the server; the last lines say whether they hold. Figures belong to a
machine: run it at rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
TOPICS = ROOT / "benchmarks" / "gold" / "topics.jsonl"
PAINTED_LIMIT, SERVED_LIMIT, MEMORY_LIMIT = 0.3, 1.0, 500.0  # s, s, MB
WARM = 5

# Resolves with the milliseconds from the Enter key to the frame that shows all the new results.
PAINTED = """
new Promise((resolve, reject) => {
  const heading = () => document.querySelector(".st-key-status h2")?.textContent;
  const before = heading();
  let began;
  const box = document.querySelector(".st-key-q input");
  box.addEventListener("keydown", () => { began = performance.now(); }, { once: true });
  const look = () => {
    const app = document.querySelector(".stApp").dataset.testScriptState;
    if (heading() === before || heading() === undefined || app !== "notRunning") return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { attributes: true, childList: true, subtree: true });
  setTimeout(() => reject(new Error("no result within 30 s")), 30000);
})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path, default=ROOT / "index", help="a built index")
    parser.add_argument("--sessions", type=int, default=25, help="readers at once")
    parser.add_argument("--searches", type=int, default=8, help="searches of each of them")
    parser.add_argument("--painted", type=int, default=40, help="searches of one reader; 0: none")
    parser.add_argument(
        "--think", type=float, default=7.0, help="mean seconds between two searches"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    queries = questions()
    with TemporaryDirectory() as folder, Server(options.index, Path(folder)) as server:
        asyncio.run(read(server.port, queries[:WARM], 0.0, 0))  # the model is loaded here
        figures: dict[str, Any] = {"machine": machine()}
        memory = {"after one search": server.memory()}
        if options.painted:
            figures["painted"] = summary(paint(server.port, queries[WARM : WARM + options.painted]))
        rest = queries[WARM + options.painted :]
        taken = asyncio.run(crowd(server.port, rest, options))
        figures["served"] = summary(taken) | {"sessions": options.sessions, "think": options.think}
        memory["at the end"] = server.memory()
        figures["memory_mb"] = memory
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    verdict(figures)


def questions() -> list[str]:
    """Return the queries of the gold set in an order of chance that is always the same."""
    found = [json.loads(line)["query"] for line in TOPICS.read_text("utf-8").splitlines()]
    random.Random(7).shuffle(found)
    return [" ".join(query.split()) for query in found if len(query) < 100]


# ---------------------------------------------------------------- the server


class Server:
    """The app served for the time of a ``with``."""

    def __init__(self, index: Path, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._environment = {
            **os.environ,
            "SPE_SEARCH_INDEX": str(index.resolve()),
            "SPE_SEARCH_FEEDBACK": str(folder / "feedback.sqlite3"),
            "SPE_SEARCH_LOG": str(folder / "app.log"),
        }

    def __enter__(self) -> Server:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.port)]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=quiet, stderr=quiet
        )
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/_stcore/health", timeout=2)
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the app did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def memory(self) -> float:
        """Return the server's resident memory in MB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return round(int(line.split()[1]) / 1000, 1)


# ---------------------------------------------------------------- one reader, painted


def paint(port: int, queries: Sequence[str]) -> list[float]:
    """Search each query in Chromium; return the seconds until it is painted."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    taken: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"http://localhost:{port}/?exact=1")
        box = page.locator(".st-key-q input")
        for number, query in enumerate(queries):
            box.fill(query)
            page.evaluate(f"void (window.painted = {PAINTED})")
            box.press("Enter")
            milliseconds = float(page.evaluate("window.painted"))
            if number:  # the first one draws the page's parts for the first time
                taken.append(milliseconds / 1000)
        browser.close()
    return taken


# ---------------------------------------------------------------- many readers, served


async def crowd(port: int, queries: Sequence[str], options: argparse.Namespace) -> list[float]:
    """Let the readers search at once, each its own queries; return the seconds of all."""
    count = options.searches
    shares = [queries[n * count : (n + 1) * count] for n in range(options.sessions)]
    shares = [share or queries[:count] for share in shares]
    readers = [read(port, share, options.think, n) for n, share in enumerate(shares)]
    return [seconds for taken in await asyncio.gather(*readers) for seconds in taken]


async def read(port: int, queries: Sequence[str], think: float, seed: int) -> list[float]:
    """Open the app as a browser does and search; return the seconds of each search."""
    from websockets.asyncio.client import connect

    chance, taken = random.Random(seed), []
    address = f"ws://localhost:{port}/_stcore/stream"
    origin: Any = f"http://localhost:{port}"
    protocols: Any = ["streamlit"]
    async with connect(address, origin=origin, subprotocols=protocols, max_size=None) as stream:
        await run(stream, "")
        for query in queries:
            await asyncio.sleep(min(chance.expovariate(1 / think), 10 * think) if think else 0)
            taken.append(await run(stream, urlencode({"q": query, "exact": "1"})))
    return taken


async def run(stream: Any, address: str) -> float:
    """Ask for a run at an address and wait for its end; return the seconds it took."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    request = BackMsg()
    request.rerun_script.query_string = address
    began = time.perf_counter()
    await stream.send(request.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await stream.recv())
        if answer.WhichOneof("type") == "script_finished":
            return time.perf_counter() - began


# ---------------------------------------------------------------- the figures


def summary(taken: Sequence[float]) -> dict[str, float]:
    """Return the number of searches, and their percentiles in seconds."""
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    figures = {"median": statistics.median(taken), "p95": cuts[18], "max": max(taken)}
    return {"searches": len(taken), **{name: round(value, 3) for name, value in figures.items()}}


def machine() -> str:
    """Return what the figures belong to."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("spe-search", "streamlit"))
    load = os.getloadavg()[0]
    system = f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores, load {load:.1f}"
    return f"{system}, Python {platform.python_version()}, {packages}"


def verdict(figures: dict[str, Any]) -> None:
    """Say which limits hold."""
    limits = [
        (f"served to {figures['served']['sessions']}", figures["served"]["p95"], SERVED_LIMIT, "s"),
        ("memory", max(figures["memory_mb"].values()), MEMORY_LIMIT, "MB"),
    ]
    if "painted" in figures:
        limits.insert(0, ("painted for one", figures["painted"]["p95"], PAINTED_LIMIT, "s"))
    for name, value, limit, unit in limits:
        print(f"{'holds' if value <= limit else 'FAILS'}: {name}: {value} {unit} ({limit} {unit})")


if __name__ == "__main__":
    main()
