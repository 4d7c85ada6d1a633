"""``spe-search ask --llm``: the quoted answer first, then what a model wrote, checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spe_search.cli import main
from spe_search.encode import DEFAULT_ENCODER

QUESTION = "Combien de femmes ont exploré des métiers de la construction ?"
GOOD = "Au Sommet atypique, 68 femmes ont pu explorer des métiers de la construction [1]."
BAD = "Au Sommet atypique, 912 femmes ont pu explorer des métiers de la construction [1]."
KEY = "sk-tres-secret"


class Ran(NamedTuple):
    code: object
    out: str
    err: str

    @property
    def words(self) -> str:
        return " ".join(self.out.split())


Ask = Callable[..., Ran]


@pytest.fixture
def ask(
    built_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    make_encoder: Any,
) -> Ask:
    def load(name: str = DEFAULT_ENCODER, **options: object) -> Any:
        return make_encoder(name, "fake-digest")

    monkeypatch.setattr("spe_search.engine.encoder_of", load)
    for name in ("SPE_SEARCH_LLM", "SPE_SEARCH_LLM_MODEL", "SPE_SEARCH_LLM_KEY", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["ask", QUESTION, "--index", str(built_index), *arguments])
        return Ran(end.value.code, *capfd.readouterr())

    return run


def options(server: Any) -> tuple[str, ...]:
    return ("--llm", server.url, "--llm-model", "petit")


@pytest.mark.parametrize(
    ("lang", "head", "why"),
    [
        (
            "fr",
            "Synthèse rédigée par un modèle de langage (petit) — chaque phrase est vérifiée",
            "(biffée : absent des passages cités : 912)",
        ),
        (
            "en",
            "Synthesis written by a language model (petit); each sentence is checked",
            "(struck out: not in the passages cited: 912)",
        ),
    ],
)
def test_the_synthesis_comes_after_the_quoted_answer(
    ask: Ask, server: Any, lang: str, head: str, why: str
) -> None:
    server.answers(f"{GOOD} {BAD}")
    ran = ask(*options(server), "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    plain = ask("--lang", lang)
    assert ran.out.startswith(plain.out), "the answer without a model stands first, unchanged"
    written = " ".join(ran.out[len(plain.out) :].replace("\u00a0", " ").split())
    assert written.startswith(head)
    assert f"✓ {GOOD.replace(' [1]', '')} [1]" in written
    assert f"✗ {BAD.replace(' [1]', '')} {why}" in written
    assert server.url.removesuffix("/v1") in written, "where it was sent"
    assert "— Bilan 2023-2024 des services publics d’emploi, p. 12" in written


def test_json_carries_the_synthesis(ask: Ask, server: Any) -> None:
    server.answers(f"{GOOD} {BAD}")
    found = json.loads(ask(*options(server), "--json").out)["synthesis"]
    assert (found["status"], found["model"], found["note"]) == ("written", "petit", "")
    assert [s["supported"] for s in found["sentences"]] == [True, False]
    assert found["sentences"][0]["citations"][0]["page"] == 12
    assert found["sentences"][1]["reason"] == "figure"
    assert len(found["passages"]) > 0
    assert "synthesis" not in json.loads(ask("--json").out)


@pytest.mark.parametrize(
    ("lang", "head"), [("fr", "Pas de synthèse. Aucun"), ("en", "No synthesis. ")]
)
def test_a_model_that_fails_is_a_note(ask: Ask, server: Any, lang: str, head: str) -> None:
    server.answers(BAD)
    ran = ask(*options(server), "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert head.removesuffix("Aucun") in ran.words
    assert "912" not in ran.out, "what nothing supports is not shown"


def test_the_environment_names_the_model_and_its_key(
    ask: Ask, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPE_SEARCH_LLM", server.url)
    monkeypatch.setenv("SPE_SEARCH_LLM_MODEL", "grand")
    monkeypatch.setenv("SPE_SEARCH_LLM_KEY", KEY)
    server.answers(GOOD)
    ran = ask()
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert server.asked[0].body["model"] == "grand"
    assert KEY not in ran.out + ran.err
    assert "(grand)" in ran.out
    assert "(grand)" not in ask("--llm", "").out
    assert len(server.asked) == 1


def test_a_wrong_key_is_never_shown(ask: Ask, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPE_SEARCH_LLM_KEY", KEY)
    server.answers(type(server.script[0])(status=401, body=KEY.encode()))
    ran = ask(*options(server), "--json")
    assert ran.code == 0
    assert KEY not in ran.out + ran.err
    assert "SPE_SEARCH_LLM_KEY" in json.loads(ran.out)["synthesis"]["note"]


def test_without_the_option_nothing_is_sent(ask: Ask, server: Any) -> None:
    assert ask().code == 0
    assert server.asked == []


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--llm", "localhost:11434"), "localhost:11434"),
        (("--llm", "ftp://h"), "ftp://h"),
        (("--llm", "http://h", "--llm-timeout", "0"), "0.0"),
    ],
)
def test_what_cannot_be_asked_is_refused_first(
    ask: Ask, arguments: tuple[str, ...], part: str
) -> None:
    ran = ask(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert part in ran.err
    assert len(ran.err.splitlines()) == 1


def test_what_a_model_writes_never_reaches_the_terminal_as_codes(ask: Ask, server: Any) -> None:
    hostile = (
        "\x1b[31m[bold]Rouge[/bold]\x1b]8;;https://mal.example\x07ici "
        "[link=https://mal.example]x[/link] [1]."
    )
    server.answers(f"{GOOD} {hostile}")
    ran = ask(*options(server))
    assert "\x1b" not in ran.out
    assert "mal.example" not in ran.out
