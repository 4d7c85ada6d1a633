"""The command line: what it prints, in both languages, and how it refuses what cannot be done."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer.main
from filelock import FileLock

from spe_search.cli import main
from spe_search.cli.commands import app
from spe_search.encode import DEFAULT_ENCODER
from spe_search.engine import SearchEngine
from spe_search.generation import current_generation
from spe_search.i18n import translator
from spe_search.index import Index
from spe_search.types import Document
from spe_search.verbatim import squeeze

Write = Callable[..., Path]

QUERY = "femmes dans la construction"
JADE = "bilan-2023-2024/jade"
SOMMET = "bilan-2023-2024/sommet-atypique-2024"
ENGLISH_ONLY = re.compile(r"\b(the|is|was|are|with|at most|accepted:|build it)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """What was printed, however wide the terminal; no-break spaces are made plain."""
        return " ".join(self.out.split())

    @property
    def progress(self) -> str:
        """What was said on the standard error, no-break spaces made plain."""
        return self.err.replace("\u00a0", " ")


Cli = Callable[..., Ran]


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], make_encoder: Any
) -> Cli:
    """Run a command in this process, with the deterministic encoder in the model's place."""

    def load(name: str = DEFAULT_ENCODER, **options: object) -> Any:
        known = name in ("fake", DEFAULT_ENCODER)
        return make_encoder(name, "fake-digest" if known else f"digest of {name}")

    for module in ("cli.keeping", "cli.options", "engine"):
        monkeypatch.setattr(f"spe_search.{module}.encoder_of", load)
    for name in [name for name in os.environ if name.startswith("SPE_SEARCH_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        code = end.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), out, err)

    return run


def refused(ran: Ran, *parts: str, lang: str = "fr") -> None:
    """Check that a command was refused as people should be told: once, clearly, in their words."""
    assert ran.code == 2
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    assert all(character.isprintable() or character in "\u00a0\u202f" for character in lines[0])
    for part in parts:
        assert part in ran.err.replace("\u00a0", " ")
    if lang == "fr":
        assert not ENGLISH_ONLY.search(ran.err), ran.err


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


# ---------------------------------------------------------------- help

LANG_PLACES = [
    pytest.param("fr", lambda *words: words, id="french"),
    pytest.param("fr", lambda *words: ("--lang", "fr", *words), id="french-before"),
    pytest.param("en", lambda *words: ("--lang", "en", *words), id="english-before"),
    pytest.param("en", lambda *words: (*words, "--lang", "en"), id="english-after"),
    pytest.param("en", lambda *words: (*words, "--lang=en"), id="english-joined"),
    pytest.param("en", lambda first, *words: (first, "--lang", "en", *words), id="english-within"),
]
every_command = pytest.mark.parametrize("name", sorted(commands()))


def test_the_commands_of_the_readme_are_there() -> None:
    assert {"build", "search", "ask", "show", "doctor", "app"} <= set(commands())


@every_command
@pytest.mark.parametrize(("lang", "place"), LANG_PLACES)
def test_every_command_has_help(cli: Cli, name: str, lang: Any, place: Any) -> None:
    ran = cli(*place(name, "--help"))
    assert (ran.code, ran.err) == (0, "")
    printed = re.sub(r"\s", "", ran.out)
    translate = translator(lang)
    for text in (commands()[name].help, *(each.help for each in commands()[name].params)):
        assert text
        assert re.sub(r"\s", "", translate(text)) in printed


@every_command
def test_every_option_is_translated(name: str) -> None:
    for parameter in commands()[name].params:
        assert parameter.help, f"{name}: {parameter.name} has no help"
        assert translator("fr")(parameter.help) != parameter.help, f"{name}: {parameter.name}"


@pytest.mark.parametrize(("lang", "place"), LANG_PLACES[:5])
def test_the_list_of_commands_has_help(cli: Cli, lang: Any, place: Any) -> None:
    ran = cli(*place("--help"))
    assert (ran.code, ran.err) == (0, "")
    for name, command in commands().items():
        start = translator(lang)(command.help)[:30]
        assert re.search(rf"^ +{name} +{re.escape(start)}", ran.out, re.MULTILINE)


@pytest.mark.parametrize("name", ["", *sorted(commands())])
def test_french_help_is_french_throughout(cli: Cli, name: str) -> None:
    ran = cli(*filter(None, (name, "--help")))
    for english in ("Show this message", "Usage:", "required", "default:", "env var"):
        assert english not in ran.words


def test_without_a_command_the_help_is_printed(cli: Cli) -> None:
    ran = cli()
    assert ran.code in (0, 2)
    for name in commands():
        assert re.search(rf"^ +{name} ", ran.out + ran.err, re.MULTILINE)
    assert "inconnue" not in ran.err


# ---------------------------------------------------------------- the language

NOTHING = {"fr": "La requête ne contient aucun mot", "en": "The query holds no word"}


@pytest.mark.parametrize(
    ("variable", "option", "lang"),
    [
        (None, None, "fr"),
        ("", None, "fr"),
        ("fr", None, "fr"),
        ("en", None, "en"),
        ("en_CA", None, "en"),
        ("FR-CA", None, "fr"),
        ("en", "fr", "fr"),
        ("fr", "en", "en"),
        ("xx", "en", "en"),
    ],
)
def test_the_language_is_chosen(
    cli: Cli,
    built_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str | None,
    option: str | None,
    lang: str,
) -> None:
    if variable is not None:
        monkeypatch.setenv("SPE_SEARCH_LANG", variable)
    extra = ("--lang", option) if option else ()
    ran = cli("search", " ", "--index", built_index, *extra)
    refused(ran, NOTHING[lang], lang=lang)


@pytest.mark.parametrize("value", ["de", "français", "f", "english", ""])
def test_an_unknown_language_is_refused(cli: Cli, value: str) -> None:
    refused(cli("search", QUERY, "--lang", value), "Langue inconnue", value, "fr, en")


def test_an_unknown_language_in_the_environment_is_refused(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPE_SEARCH_LANG", "klingon")
    refused(cli("doctor"), "Langue inconnue", "klingon", "fr, en")


def test_a_language_option_without_a_value_is_refused(cli: Cli) -> None:
    refused(cli("search", QUERY, "--lang"), "Langue inconnue")


def test_after_two_dashes_words_are_a_query(cli: Cli, built_index: Path) -> None:
    ran = cli("search", "--index", built_index, "--json", "--", "--lang")
    assert (ran.code, ran.json["query"]) == (0, "--lang")


# ---------------------------------------------------------------- search

PASSAGE = ["id", "text", "kind", "heading_path", "document_id", "page", "start", "end"]


def types_of(value: dict[str, Any], *names: str) -> list[type]:
    return [type(value[name]) for name in names]


def test_search_prints_json(cli: Cli, built_index: Path) -> None:
    ran = cli("search", QUERY, "--index", built_index, "--json", "--top-k", 4)
    assert (ran.code, ran.err) == (0, "")
    response = ran.json
    assert list(response) == ["query", "filters", "took_ms", "hits"]
    assert response["query"] == QUERY
    assert response["filters"] == {}
    assert 0 <= response["took_ms"] < 60_000
    assert [hit["rank"] for hit in response["hits"]] == [1, 2, 3, 4]
    scores = [hit["score"] for hit in response["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in response["hits"]:
        wanted = ("rank", "score", "passage", "initiative", "citation", "why")
        assert [name for name in hit if name in wanted] == list(wanted)
        assert types_of(hit, "rank", "score") == [int, float]
        assert list(hit["passage"])[:8] == PASSAGE
        assert types_of(hit["passage"], *PASSAGE) == [str, str, str, list, str, int, int, int]
        assert set(hit["why"]) == {"terms", "related", "lexical", "dense"}
        citation = hit["citation"]
        fields = {"quote", "document_id", "page", "start", "end", "label"}
        assert set(citation) == fields | {"address", "spans", "marks"}
        assert squeeze(citation["quote"]) in squeeze(hit["passage"]["text"])
        if hit["initiative"] is not None:
            assert list(hit["initiative"])[:1] == ["id"]
            assert {"id", "title", "region", "theme"} <= set(hit["initiative"])
            assert hit["passage"]["id"].startswith(hit["initiative"]["id"] + "#")
    assert response["hits"][0]["initiative"]["id"] == SOMMET
    assert response["hits"][0]["initiative"]["region"] == "Outaouais"


def test_json_keeps_accents(cli: Cli, built_index: Path) -> None:
    ran = cli("search", "intégration à l’emploi", "--index", built_index, "--json")
    assert "intégration à l’emploi" in ran.out
    assert "\\u" not in ran.out


def test_a_section_is_no_initiative(cli: Cli, built_index: Path) -> None:
    ran = cli("search", "aide sociale", "--kind", "section", "--index", built_index, "--json")
    assert ran.json["hits"]
    assert all(hit["initiative"] is None for hit in ran.json["hits"])


@pytest.mark.parametrize("query", ["emploi", "région", "personnes", "entreprises", "services"])
def test_every_passage_shown_is_in_the_source(
    cli: Cli, built_index: Path, real_document: Document, query: str
) -> None:
    ran = cli("search", query, "--top-k", 1000, "--index", built_index, "--json")
    source = real_document.source
    pages = {page.number: page.span for page in real_document.pages}
    passages = [p for hit in ran.json["hits"] for p in (hit["passage"], *hit["others"])]
    assert passages
    for passage in passages:
        shown = squeeze(passage["text"])
        whole = source[passage["start"] : passage["end"]]
        spans = [source[span["start"] : span["end"]] for span in passage["spans"]]
        assert shown == squeeze("".join(spans)), passage["id"]
        if len(spans) == 1:
            assert shown == squeeze(whole), passage["id"]
        page = pages[passage["page"]]
        assert page.start <= passage["spans"][0]["start"] < page.end, passage["id"]
    for hit in ran.json["hits"]:
        quoted = source[hit["citation"]["start"] : hit["citation"]["end"]]
        if len(hit["passage"]["spans"]) == 1:
            assert squeeze(hit["citation"]["quote"]) == squeeze(quoted)


@pytest.mark.parametrize(
    ("option", "value", "read", "expected"),
    [
        ("--region", "bas saint laurent", lambda hit: hit["initiative"]["region_code"], "01"),
        ("--region", "16", lambda hit: hit["initiative"]["region"], "Montérégie"),
        ("--kind", "story", lambda hit: hit["initiative"]["kind"], "story"),
        ("--kind", "partners", lambda hit: hit["passage"]["kind"], "partners"),
        ("--kind", "table_row", lambda hit: hit["passage"]["kind"], "table_row"),
        ("--year", "2023", lambda hit: hit["passage"]["year"], "2023-2024"),
        ("--document", "bilan-2023-2024", lambda hit: hit["passage"]["document_id"], None),
    ],
)
def test_filters(
    cli: Cli, built_index: Path, option: str, value: str, read: Any, expected: str | None
) -> None:
    ran = cli("search", "emploi", option, value, "-k", 1000, "--index", built_index, "--json")
    assert ran.json["filters"] == {option.removeprefix("--"): [value]}
    assert ran.json["hits"]
    assert {read(hit) for hit in ran.json["hits"]} == {expected or value}


def test_filters_by_theme(cli: Cli, built_index: Path) -> None:
    ran = cli("search", "emploi", "--theme", "employeurs", "--index", built_index, "--json")
    assert ran.json["hits"]
    assert all("employeurs" in hit["initiative"]["theme"] for hit in ran.json["hits"])


def test_filters_meet(cli: Cli, built_index: Path) -> None:
    ran = cli(
        *("search", "emploi", "--region", "Montérégie", "--kind", "results", "--json"),
        *("--index", built_index),
    )
    assert ran.json["filters"] == {"region": ["Montérégie"], "kind": ["results"]}
    assert {hit["passage"]["kind"] for hit in ran.json["hits"]} == {"results"}


def test_search_for_a_person(cli: Cli, built_index: Path) -> None:
    ran = cli("search", QUERY, "--index", built_index, "-k", 2)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1. Sommet atypique 2024")
    for part in ("initiative · Outaouais · p. 12", f"{SOMMET}#", "Résultats : 2 ("):
        assert part in ran.words
    assert re.search(r"— Bilan 2023-2024 des services publics d’emploi, p\. 12, «", ran.words)
    assert "\x1b" not in ran.out, "no colours where there is no terminal"


def test_search_in_english(cli: Cli, built_index: Path) -> None:
    ran = cli("search", QUERY, "--index", built_index, "-k", 2, "--lang", "en")
    assert "Hits: 2 (" in ran.out


def test_colours_on_a_terminal(
    cli: Cli, built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    ran = cli("search", QUERY, "--index", built_index, "-k", 1)
    assert "\x1b[1" in ran.out


def test_nothing_found(cli: Cli, built_index: Path) -> None:
    options = ("search", "zzzqqq", "--kind", "story", "--region", "07", "--index", built_index)
    ran = cli(*options)
    assert (ran.code, ran.err) == (0, "")
    assert "Rien de pertinent" in ran.out
    assert "Nothing relevant" in cli(*options, "--lang", "en").out
    assert cli(*options, "--json").json["hits"] == []


def test_the_environment_names_the_index(
    cli: Cli, built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPE_SEARCH_INDEX", str(built_index))
    assert cli("search", QUERY, "--json").code == 0


# ---------------------------------------------------------------- ask


def test_ask_answers_with_a_sentence_and_its_source(cli: Cli, built_index: Path) -> None:
    question = "Combien de femmes ont exploré des métiers de la construction ?"
    ran = cli("ask", question, "--index", built_index, "--json")
    assert (ran.code, ran.err) == (0, "")
    answer = ran.json
    assert {"status", "cause", "text", "figure", "citations", "parts", "hits"} <= set(answer)
    assert (answer["query"], answer["status"], answer["reason"]) == (question, "answered", "")
    assert answer["text"] == answer["citations"][0]["quote"]
    assert answer["text"] in answer["hits"][0]["passage"]["text"]

    shown = cli("ask", question, "--index", built_index)
    quote = "« " + " ".join(answer["text"].split()) + " »"
    assert shown.words.startswith(f"{answer['figure']['text']} {quote} — ")
    assert "p. 12" in shown.words


def test_ask_shows_what_was_worked_out_and_from_what(cli: Cli, built_index: Path) -> None:
    question = "La cible de la clientèle de l’assistance sociale a-t-elle été atteinte ?"
    told = cli("ask", question, "--index", built_index).words
    text, _, sources = told.partition("Calculé à partir de :")
    assert "17 133, pour une cible de 16 000 (cible dépassée, écart de 1 133 (7,1 %))." in text
    assert sources.lstrip().startswith(
        "« Clientèle de l’assistance sociale 17 133 16 000 41,0 % 43,0 % » — Bilan"
    )
    figure = cli("ask", question, "--index", built_index, "--json").json["figure"]
    assert (figure["value"], figure["operation"]) == ("1133", "difference")
    assert figure["operands"] == ["17 133", "16 000"]


def test_ask_says_which_years_there_are(cli: Cli, built_index: Path) -> None:
    ran = cli("ask", "Combien de webinaires en 2015-2016 ?", "--index", built_index)
    assert ran.words.startswith("Les rapports ne le disent pas.")
    assert "Exercices couverts : 2023-2024" in ran.words
    assert "Les passages les plus proches" in ran.words


def test_ask_answers_each_of_several_questions(cli: Cli, built_index: Path) -> None:
    question = "Combien de webinaires ont eu lieu et combien de femmes ont exploré des métiers ?"
    told = cli("ask", question, "--index", built_index).words
    first, second = told.index("1. 12 « "), told.index("2. 68 « ")
    assert 0 == first < second < told.index("Passages :")


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "Rien de pertinent"), ("en", "Nothing relevant")]
)
def test_ask_says_that_the_reports_do_not_say(
    cli: Cli,
    built_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_encoder: Any,
    lang: str,
    text: str,
) -> None:
    def far(self: Any, texts: list[str]) -> Any:  # from every passage
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    monkeypatch.setattr(make_encoder, "encode_queries", far)
    options = ("ask", "zzzqqq", "--index", built_index, "--lang", lang)
    answer = cli(*options, "--json").json
    assert (answer["status"], answer["text"], answer["citations"]) == ("no_answer", "", [])
    assert answer["reason"]
    ran = cli(*options)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(text)


# ---------------------------------------------------------------- show


def test_show_an_initiative(cli: Cli, built_index: Path, engine: SearchEngine) -> None:
    ran = cli("show", JADE, "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    item: Any = engine.show(JADE)
    for text in (item.title, item.region.name, JADE, "Sommaire", "Résultats", item.results):
        assert " ".join(text.split()) in ran.words
    assert "Summary" in cli("show", JADE, "--index", built_index, "--lang", "en").out
    whole = cli("show", JADE, "--index", built_index, "--json").json
    assert whole["id"] == JADE
    assert [each["text"] for each in whole["extracts"]] == [each.text for each in item.extracts]


def test_show_a_section_and_its_table(cli: Cli, built_index: Path, real_document: Document) -> None:
    section = next(section for section in real_document.sections if section.tables)
    ran = cli("show", section.id, "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(section.title.split()) in ran.words
    for table in section.tables:
        for text in (table.title, *table.columns, *(row.extract.text for row in table.rows)):
            assert " ".join(text.split()) in ran.words
    whole = cli("show", section.id, "--index", built_index, "--json").json
    assert [len(table["rows"]) for table in whole["tables"]] == [
        len(table.rows) for table in section.tables
    ]


def test_show_a_passage(cli: Cli, built_index: Path) -> None:
    index = Index(built_index)
    for kind in ("results", "table_row"):
        passage = next(each for each in index.passages() if each.kind == kind)
        ran = cli("show", passage.id, "--index", built_index)
        assert (ran.code, ran.err) == (0, "")
        place = f"{passage.id} · p. {passage.page} · {passage.start}–{passage.end}"
        assert place in ran.words
        assert " ".join(passage.text.split()) in ran.words
        shown = cli("show", passage.id, "--index", built_index, "--json").json
        assert (shown["id"], shown["text"]) == (passage.id, passage.text)
        assert len(shown["cells"]) == len(passage.cells)


@pytest.mark.parametrize(
    "wanted", ["bilan-2023-2024/jad", f"{JADE}#results-99", "", "#", "\x1b[2J"]
)
def test_an_unknown_id_is_refused(cli: Cli, built_index: Path, wanted: str) -> None:
    ran = cli("show", wanted, "--index", built_index)
    refused(ran, "Rien ne porte l’identifiant", "bilan-2023-2024/")
    if wanted.startswith("bilan"):
        assert JADE in ran.err
    ran = cli("show", wanted, "--index", built_index, "--json", "--lang", "en")
    refused(ran, "Nothing has the id", lang="en")


@pytest.fixture
def address(engine: SearchEngine) -> str:
    return engine.search(QUERY)[0].citation.address


def test_show_opens_an_address(
    cli: Cli, built_index: Path, engine: SearchEngine, address: str
) -> None:
    located = engine.at(address)
    assert located.passage is not None
    ran = cli("show", address, "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    for text in (located.passage.text, located.quote, "p. 12", address):
        assert " ".join(text.split()) in ran.words
    assert "a changé" not in ran.out
    found = cli("show", address, "--index", built_index, "--json").json
    assert (found["status"], found["address"]) == ("same", address)
    assert found["citation"]["quote"] == located.quote
    part = found["part"]
    assert found["passage"]["text"][part["start"] : part["end"]] == located.quote
    assert found["initiative"]["id"] == SOMMET


def test_show_says_that_the_report_has_changed(
    cli: Cli, built_index: Path, engine: SearchEngine, address: str
) -> None:
    older = re.sub("@.{8}", "@00000000", address)
    ran = cli("show", older, "--index", built_index)
    assert ran.code == 0
    assert "Le rapport a changé" in ran.words
    assert " ".join(engine.at(address).quote.split()) in ran.words
    gone = re.sub("[0-9a-f]{8}$", "00000000", older)
    ran = cli("show", gone, "--index", built_index, "--lang", "en")
    assert ran.words == (
        "The report has changed since this was cited. These words are no longer in it."
    )
    found = cli("show", gone, "--index", built_index, "--json").json
    assert (found["status"], found["citation"], found["passage"]) == ("changed", None, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: "bilan@", "n’est pas l’adresse d’une citation"),
        (lambda text: "\x1b[2J@\u202e", "n’est pas l’adresse d’une citation"),
        (lambda text: text[:-8] + "00000000", "ne correspond pas au rapport"),
        (lambda text: "autre@00000000:" + text.partition(":")[2], "Document inconnu : « autre »"),
    ],
)
def test_a_wrong_address_is_refused(
    cli: Cli, built_index: Path, address: str, change: Callable[[str], str], said: str
) -> None:
    refused(cli("show", change(address), "--index", built_index), said)


# ---------------------------------------------------------------- build


def answers(cli: Cli, index: Path) -> list[str]:
    """The passages that a search finds, as proof that an index serves."""
    ran = cli("search", "emploi", "--index", index, "--json")
    assert ran.code == 0, ran.err
    return [hit["passage"]["text"] for hit in ran.json["hits"]]


@pytest.fixture
def small(write_report: Write, tmp_path: Path, cli: Cli) -> tuple[Path, Path]:
    """A corpus of one small report, and its index."""
    corpus, index = write_report(), tmp_path / "small-index"
    assert cli("build", "--corpus", corpus, "--index", index).code == 0
    return corpus, index


def test_build_says_what_it_made(cli: Cli, write_report: Write, tmp_path: Path) -> None:
    corpus, index = write_report(), tmp_path / "index"
    ran = cli("build", "--corpus", corpus, "--index", index)
    assert ran.code == 0
    count = len(Index(index))
    assert f"Passages à indexer : {count}" in ran.progress
    assert re.search(rf"Bilan d’essai +\d+ +1 +0 +{count}$", ran.out, re.MULTILINE)
    assert re.search(rf"Index prêt en [\d.]+ s; 0 vecteurs sur {count} réutilisés", ran.words)
    again = cli("build", "--corpus", corpus, "--index", index, "--lang", "en")
    assert re.search(rf"{count} vectors of {count} reused", again.words)
    assert f"Passages to index: {count}" in again.err
    assert answers(cli, index)


def test_build_only_if_stale(cli: Cli, write_report: Write, tmp_path: Path) -> None:
    corpus, index = write_report(), tmp_path / "index"
    options = ("build", "--if-stale", "--corpus", corpus, "--index", index)
    assert "Index prêt" in cli(*options).out
    first = current_generation(index)
    again = cli(*options)
    assert (again.code, again.err) == (0, "")
    assert "est à jour" in again.words
    assert "is up to date" in cli(*options, "--lang", "en").words
    assert current_generation(index) == first
    write_report(title="Un autre titre")
    assert "Index prêt" in cli(*options).out
    assert current_generation(index) != first


def test_build_if_stale_mends_a_damaged_index(cli: Cli, small: tuple[Path, Path]) -> None:
    corpus, index = small
    (current_generation(index) / "passages.jsonl").write_bytes(b"")
    ran = cli("build", "--if-stale", "--corpus", corpus, "--index", index)
    assert ran.code == 0
    assert answers(cli, index)


def test_the_environment_names_the_corpus(
    cli: Cli, write_report: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPE_SEARCH_CORPUS", str(write_report()))
    monkeypatch.setenv("SPE_SEARCH_INDEX", str(tmp_path / "index"))
    assert cli("build").code == 0
    assert cli("doctor").code == 0


def test_windows_1252_is_read(cli: Cli, write_report: Write, tmp_path: Path) -> None:
    text = "INTRODUCTION\n\nL’année a été marquée par l’essor de l’œuvre – et plus de 10 %.\n"
    corpus = write_report(text=text.encode("cp1252"), layout="generic")
    index = tmp_path / "index"
    assert cli("build", "--corpus", corpus, "--index", index).code == 0
    found = cli("search", "essor", "--index", index, "--json").json["hits"][0]["passage"]["text"]
    assert "L’année a été marquée par l’essor de l’œuvre" in found


# ---------------------------------------------------------------- doctor


def test_doctor_finds_all_well(cli: Cli, small: tuple[Path, Path]) -> None:
    corpus, index = small
    options = ("doctor", "--corpus", corpus, "--index", index)
    ran = cli(*options)
    assert (ran.code, ran.err) == (0, "")
    assert "✗" not in ran.out
    assert [line[:2] for line in ran.out.splitlines()] == ["✓ "] * 5
    assert "fraîcheur" in ran.out
    english = cli(*options, "--lang", "en").out
    assert "freshness" in english
    assert "fraîcheur" not in english
    checks = cli(*options, "--json").json["checks"]
    assert {check["passed"] for check in checks} == {True}
    assert all(set(check) == {"name", "passed", "detail"} for check in checks)


def lose_index(corpus: Path, index: Path) -> None:
    (index / "current").unlink()


def cut_vectors(corpus: Path, index: Path) -> None:
    path = current_generation(index) / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-10])


def change_corpus(corpus: Path, index: Path) -> None:
    with (corpus / "essai.txt").open("a") as file:
        file.write("\nUne ligne de plus.\n")


def change_format(corpus: Path, index: Path) -> None:
    path = current_generation(index) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))


@pytest.mark.parametrize("spoil", [lose_index, cut_vectors, change_corpus, change_format])
def test_doctor_says_what_to_do(cli: Cli, small: tuple[Path, Path], spoil: Any) -> None:
    corpus, index = small
    spoil(corpus, index)
    options = ("doctor", "--corpus", corpus, "--index", index)
    for lang in ("fr", "en"):
        ran = cli(*options, "--lang", lang)
        assert (ran.code, ran.err) == (2, "")
        wrong = [line for line in ran.out.splitlines() if line.startswith("✗ ")]
        assert wrong
        assert all(f"spe-search build --index {index}" in line for line in wrong)
    assert cli(*options, "--json").code == 2


def test_doctor_without_a_corpus(cli: Cli, small: tuple[Path, Path], tmp_path: Path) -> None:
    ran = cli("doctor", "--corpus", tmp_path / "absent", "--index", small[1])
    assert ran.code == 2
    assert re.search(r"^✗ corpus .*absent.*spe-search build --corpus", ran.out, re.MULTILINE)
    assert re.search(r"^✓ index ", ran.out, re.MULTILINE)


# ---------------------------------------------------------------- app


def test_a_taken_port_is_refused(cli: Cli) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(cli("app", "--port", port), str(port), f"spe-search app --port {port + 1}")


def test_app_serves_the_page(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        given.update(options, command=command)
        return subprocess.CompletedProcess(command, 0)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", run)
        ran = cli("app", "--port", port, "--index", tmp_path, "--lang", "en")
    assert ran.code == 0
    assert f"http://localhost:{port}" in ran.out
    assert given["command"][1:4] == ["-m", "streamlit", "run"]
    assert Path(given["command"][4]).name == "app.py"
    assert given["env"]["SPE_SEARCH_LANG"] == "en"
    served = (Path(given["cwd"]) / given["env"]["SPE_SEARCH_INDEX"]).resolve()
    assert served == tmp_path.resolve()


def test_app_serves_the_index_of_the_current_folder(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        given.update(options)
        return subprocess.CompletedProcess(command, 0)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", run)
        cli("app", "--port", port, "--index", "mine")
    served = Path(given["cwd"]) / given["env"]["SPE_SEARCH_INDEX"]
    assert served.resolve() == (tmp_path / "mine").resolve()


# ---------------------------------------------------------------- bad queries

BAD_QUERIES = [
    pytest.param("", "aucun mot", "no word", id="empty"),
    pytest.param(" \t\n\u00a0", "aucun mot", "no word", id="blank"),
    pytest.param("?!… « » – ;", "aucun mot", "no word", id="punctuation"),
    pytest.param("👩‍🏭🏗️🇨🇦", "aucun mot", "no word", id="emoji"),
    pytest.param("\u200b\u2060\ufeff", "aucun mot", "no word", id="invisible"),
    pytest.param("emploi " * 14286, "100002", "100002", id="long"),
    pytest.param("x" * 100_000, "100000", "100000", id="long-word"),
    pytest.param("femmes\x00", "U+0000", "U+0000", id="nul"),
    pytest.param("\x1b[31mfemmes", "U+001B", "U+001B", id="escape"),
    pytest.param("femmes\x9b2J", "U+009B", "U+009B", id="c1"),
    pytest.param("caf\udce9", "U+DCE9", "U+DCE9", id="not-utf-8"),
]


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(("query", "french", "english"), BAD_QUERIES)
def test_bad_queries_are_refused(
    cli: Cli, built_index: Path, command: str, query: str, french: str, english: str
) -> None:
    refused(cli(command, "--index", built_index, "--", query), french)
    ran = cli(command, "--index", built_index, "--json", "--lang", "en", "--", query)
    refused(ran, english, lang="en")


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize("value", ["0", "-1", "1001", str(10**9), str(-(10**9)), str(10**30)])
def test_numbers_of_hits_out_of_range_are_refused(
    cli: Cli, built_index: Path, command: str, value: str
) -> None:
    options = (command, QUERY, "--index", built_index, "--top-k", value)
    refused(cli(*options), value, "1 à 1000")
    refused(cli(*options, "--lang", "en"), value, "1 to 1000", lang="en")


@pytest.mark.parametrize("value", ["abc", "1.5", "", "9" * 5000])
def test_what_is_no_number_of_hits_is_refused(cli: Cli, built_index: Path, value: str) -> None:
    options = ("search", QUERY, "--index", built_index, "--top-k", value)
    refused(cli(*options), "--top-k", "spe-search search --help")
    refused(cli(*options, "--lang", "en"), "--top-k", "spe-search search --help", lang="en")


def test_a_wrong_value_is_named(cli: Cli, built_index: Path) -> None:
    refused(cli("search", QUERY, "--index", built_index, "--top-k", "abc"), "--top-k", "abc")
    refused(cli("build", "--batch-size", "zéro"), "--batch-size", "zéro")


BAD_FILTERS = [
    ("--region", "Wxyz", "Région inconnue", "Montérégie (16)", "Unknown region"),
    ("--region", "99", "Région inconnue", "Bas-Saint-Laurent (01)", "Unknown region"),
    ("--region", "  ", "Région inconnue", "Outaouais (07)", "Unknown region"),
    ("--region", "Outaouai", "Région inconnue", "Outaouais (07)", "Unknown region"),
    ("--theme", "aquaculture", "Aucun thème", "Initiatives ayant permis", "No theme"),
    ("--kind", "chapitre", "Type inconnu", "initiative, story, section", "Unknown kind"),
    ("--year", "1999", "Aucun rapport ne couvre", "2023-2024", "No report covers"),
    ("--year", "hier", "Aucun rapport ne couvre", "2023-2024", "No report covers"),
    ("--document", "bilan-2022", "Document inconnu", "bilan-2023-2024", "Unknown document"),
    ("--concept", "femes", "Concept inconnu", "femmes", "Unknown concept"),
    ("--partner-kind", "cégp", "Type de partenaire inconnu", "college", "Unknown kind of partner"),
]


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(("option", "value", "french", "accepted", "english"), BAD_FILTERS)
def test_unknown_filters_are_refused(
    cli: Cli,
    built_index: Path,
    command: str,
    option: str,
    value: str,
    french: str,
    accepted: str,
    english: str,
) -> None:
    options = (command, QUERY, "--index", built_index, option, value)
    refused(cli(*options), french, value, accepted)
    refused(cli(*options, "--lang", "en", "--json"), english, value, accepted, lang="en")


# ---------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["cherche", QUERY], ["Commande inconnue", "search", "spe-search --help"]),
        (["search"], ["QUERY", "spe-search search --help"]),
        (["ask"], ["QUERY", "spe-search ask --help"]),
        (["show"], ["ID", "spe-search show --help"]),
        (["search", QUERY, "--regoin", "16"], ["--regoin", "spe-search search --help"]),
        (["search", QUERY, "-z"], ["-z", "spe-search search --help"]),
        (["--version-de-quoi"], ["--version-de-quoi", "spe-search --help"]),
        (["search", QUERY, "--region"], ["--region", "spe-search search --help"]),
        (["search", "femmes", "construction"], ["guillemets", "spe-search search --help"]),
        (["build", "--wait", "-1"], ["--wait", "spe-search build --help"]),
        (["build", "--batch-size", "0"], ["--batch-size", "spe-search build --help"]),
        (["app", "--port", "70000"], ["--port", "spe-search app --help"]),
        (["search", QUERY, "--json=non"], ["--json", "spe-search search --help"]),
        (["search", "--\x1b[31mrouge"], ["31mrouge", "spe-search search --help"]),
        (["search", "--caf\udce9"], ["--caf", "spe-search search --help"]),
        (["search", "--\ncaf"], ["spe-search search --help"]),
    ],
    ids=lambda value: ascii(value[0][:20]) + str(len(value)) if isinstance(value, list) else None,
)
def test_wrong_usage_is_refused(cli: Cli, arguments: list[str], parts: list[str]) -> None:
    refused(cli(*arguments), *parts)
    english = cli(*arguments, "--lang", "en") if arguments[-1] != "--region" else None
    if english:
        refused(
            english, *[part for part in parts if part.isascii() and " " in part][-1:], lang="en"
        )
        assert "Aide" not in english.err


def test_a_wrong_command_is_not_taken_for_another(cli: Cli) -> None:
    """A word of the query may be a command's name."""
    refused(cli("cherche", "build"), "Commande inconnue", "spe-search --help")


# ---------------------------------------------------------------- bad indexes

BUILD = "spe-search build --index"


@pytest.mark.parametrize("command", [("search", QUERY), ("ask", QUERY), ("show", JADE)])
def test_a_missing_index_is_told(cli: Cli, tmp_path: Path, command: tuple[str, str]) -> None:
    index = tmp_path / "nulle part"
    refused(cli(*command, "--index", index), str(index), BUILD)
    refused(cli(*command, "--index", index, "--lang", "en"), "no index", BUILD, lang="en")


def test_an_index_that_is_a_file_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused(cli("search", QUERY, "--index", tmp_path / "file"), BUILD)
    refused(cli("search", QUERY, "--index", tmp_path / "file" / "index"), BUILD)


def test_a_name_too_long_is_told(cli: Cli, tmp_path: Path, write_report: Write) -> None:
    refused(cli("search", QUERY, "--index", "x" * 5000))
    assert cli("build", "--corpus", write_report(), "--index", tmp_path / ("x" * 5000)).code == 2
    refused(cli("build", "--corpus", "x" * 5000, "--index", tmp_path / "index"))


def files_of(index: Path) -> Iterator[Path]:
    yield from sorted(p for p in current_generation(index).rglob("*") if p.is_file())


def test_a_truncated_file_is_told_whichever_it_is(cli: Cli, small: tuple[Path, Path]) -> None:
    index = small[1]
    for path in list(files_of(index)):
        whole = path.read_bytes()
        for data in (whole[: len(whole) // 2], b""):
            path.write_bytes(data)
            for command in (("search", "emploi"), ("show", "essai/introduction")):
                ran = cli(*command, "--index", index)
                refused(ran, "endommagé", path.name, f"{BUILD} {index}")
        path.unlink()
        ran = cli("search", "emploi", "--index", index, "--lang", "en")
        refused(ran, "damaged", path.name, f"{BUILD} {index}", lang="en")
        path.write_bytes(whole)
    assert answers(cli, index)


def test_a_changed_byte_is_told(cli: Cli, small: tuple[Path, Path]) -> None:
    index = small[1]
    for path in list(files_of(index)):
        if path.name == "manifest.json":
            continue
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        refused(cli("search", "emploi", "--index", index), "endommagé", path.name)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "data", [b"", b"absent", b"../..", b"/", b".", b"..", b"\xff\xfe", b"a\x00b", b"x" * 5000]
)
def test_a_pointer_that_leads_nowhere_is_told(
    cli: Cli, small: tuple[Path, Path], data: bytes
) -> None:
    (small[1] / "current").write_bytes(data)
    refused(cli("search", "emploi", "--index", small[1]), "endommagé", BUILD)
    ran = cli("build", "--corpus", small[0], "--index", small[1])
    assert ran.code == 0, ran.err
    assert answers(cli, small[1])


@pytest.mark.parametrize(
    "data", [b"[]", b"{}", b"null", b'{"format": 1}', b"\xff", b'{"f":"\xff"}']
)
def test_a_manifest_that_is_none_is_told(cli: Cli, small: tuple[Path, Path], data: bytes) -> None:
    (current_generation(small[1]) / "manifest.json").write_bytes(data)
    refused(cli("search", "emploi", "--index", small[1]), BUILD)
    assert cli("build", "--corpus", small[0], "--index", small[1]).code == 0
    assert answers(cli, small[1])


def test_another_format_is_told(cli: Cli, small: tuple[Path, Path]) -> None:
    change_format(*small)
    refused(cli("search", "emploi", "--index", small[1]), "format 99", f"{BUILD} {small[1]}")
    ran = cli("search", "emploi", "--index", small[1], "--lang", "en")
    refused(ran, "has format 99", f"{BUILD} {small[1]}", lang="en")


def test_another_encoder_is_told(cli: Cli, built_index: Path) -> None:
    options = ("search", QUERY, "--index", built_index, "--encoder", "autre/modele")
    following = f"{BUILD} {built_index} --encoder autre/modele"
    refused(cli(*options), "« fake »", "« autre/modele »", following)
    refused(cli(*options, "--lang", "en"), "“autre/modele”", following, lang="en")
    assert cli("search", QUERY, "--index", built_index, "--encoder", "fake", "--json").code == 0


# ---------------------------------------------------------------- bad builds


def keep_readme_only(corpus: Path) -> None:
    for path in corpus.iterdir():
        path.unlink()
    (corpus / "README.md").write_text("Rien.")


def toml(*lines: str, drop: str = "") -> Callable[[Path], None]:
    """Return what appends lines to the description, or takes a key out of it."""

    def change(corpus: Path) -> None:
        path = corpus / "essai.toml"
        kept = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if not (drop and line.startswith(drop))
        ]
        path.write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")

    return change


def write(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda corpus: (corpus / name).write_bytes(data) and None


def twice(corpus: Path) -> None:
    for suffix in ("txt", "toml"):
        (corpus / f"copie.{suffix}").write_bytes((corpus / f"essai.{suffix}").read_bytes())


BAD_CORPORA = [
    pytest.param(keep_readme_only, ["aucun rapport", "corpus/README.md"], id="empty"),
    pytest.param(
        lambda corpus: (corpus / "essai.toml").unlink(),
        ["essai.txt", "essai.toml", "publisher"],
        id="no-description",
    ),
    pytest.param(
        lambda corpus: (corpus / "essai.txt").unlink(), ["essai.toml", "essai.txt"], id="no-text"
    ),
    pytest.param(write("essai.toml", b"id = \n"), ["essai.toml", "ligne 1"], id="syntax"),
    pytest.param(
        write("essai.toml", 'id = "x"\ntitle = "été"'.encode("cp1252")),
        ["essai.toml", "ligne 2", "UTF-8"],
        id="toml-not-utf-8",
    ),
    pytest.param(write("essai.toml", b""), ["essai.toml", "« id »"], id="toml-empty"),
    pytest.param(toml(drop="title"), ["essai.toml", "il manque la clé « title »"], id="no-title"),
    pytest.param(
        toml('titel = "x"'), ["essai.toml", "« titel »", "title", "licence"], id="unknown-key"
    ),
    pytest.param(
        toml('layout = "pdf"', drop="layout"),
        ["essai.toml", "« layout »", "« pdf »", '"bilan", "generic"'],
        id="layout",
    ),
    pytest.param(
        toml("year = 2023", drop="year"),
        ["essai.toml", "« year »", "« 2023 »", "2023-2024"],
        id="year",
    ),
    pytest.param(
        toml('id = "../../etc"', drop="id"), ["essai.toml", "« id »", "« ../../etc »"], id="id"
    ),
    pytest.param(
        toml('language = "de"', drop="language"),
        ["essai.toml", "« language »", '"fr", "en"'],
        id="language",
    ),
    pytest.param(toml('title = " "', drop="title"), ["essai.toml", "« title »"], id="blank-title"),
    pytest.param(toml("[x]", "y = 1"), ["essai.toml", "« x »"], id="table"),
    pytest.param(twice, ["copie", "essai", "même identifiant"], id="same-id"),
    pytest.param(write("essai.txt", b""), ["essai.txt", "pas de texte"], id="empty-text"),
    pytest.param(write("essai.txt", b" \n\t\n"), ["essai.txt", "pas de texte"], id="blank-text"),
    pytest.param(
        write("essai.txt", b"%PDF-1.7\n\x00\x01\x02\xff\xfe"),
        ["essai.txt", "0x00", "UTF-8"],
        id="binary",
    ),
    pytest.param(
        write("essai.txt", b"caf\xe9 \x81"), ["essai.txt", "0x81", "Windows-1252"], id="no-encoding"
    ),
    pytest.param(write("essai.txt", "été".encode("utf-16")), ["essai.txt", "UTF-8"], id="utf-16"),
]


@pytest.mark.parametrize(("spoil", "parts"), BAD_CORPORA)
def test_a_bad_corpus_is_told_and_the_index_still_answers(
    cli: Cli, small: tuple[Path, Path], spoil: Any, parts: list[str]
) -> None:
    corpus, index = small
    before = answers(cli, index)
    spoil(corpus)
    options = ("build", "--corpus", corpus, "--index", index)
    # A text is read once the build has said that it reads.
    told = cli(*options)
    last = told.err.splitlines()[-1:]
    refused(Ran(told.code, told.out, "".join(last)), *parts)
    assert len(told.err.splitlines()) <= 2
    english = cli(*options, "--lang", "en")
    assert (english.code, english.out) == (2, "")
    assert english.err.splitlines()[-1:] != last
    assert answers(cli, index) == before
    assert [p for p in (index / "generations").iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_missing_corpus_is_told(cli: Cli, small: tuple[Path, Path], lang: str) -> None:
    corpus, index = small
    absent = corpus / "absent"
    for path in (absent, corpus / "essai.txt"):
        ran = cli("build", "--corpus", path, "--index", index, "--lang", lang)
        refused(ran, str(path), "spe-search build --corpus", lang=lang)
    assert answers(cli, index)


def test_an_unreadable_report_is_told(
    cli: Cli, small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = small
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.suffix == ".txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        ran = cli("build", "--corpus", corpus, "--index", index)
    refused(Ran(ran.code, ran.out, "".join(ran.err.splitlines()[-1:])), "essai.txt")
    assert answers(cli, index)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_index_that_cannot_be_written_is_told(
    cli: Cli, write_report: Write, tmp_path: Path, lang: str
) -> None:
    (tmp_path / "file").write_text("x")
    for index in (tmp_path / "file", tmp_path / "file" / "index"):
        ran = cli("build", "--corpus", write_report(), "--index", index, "--lang", lang)
        refused(ran, str(index), "spe-search build --index", lang=lang)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_read_only_index_is_told_and_still_answers(
    cli: Cli, small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    corpus, index = small
    before = answers(cli, index)

    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr("filelock.FileLock.acquire", refuse)
        ran = cli("build", "--corpus", corpus, "--index", index)
    refused(ran, str(index), os.strerror(code), "spe-search build --index")
    assert answers(cli, index) == before


@pytest.mark.parametrize(("lang", "text"), [("fr", "Une autre construction"), ("en", "Another")])
def test_two_builds_at_once(cli: Cli, small: tuple[Path, Path], lang: str, text: str) -> None:
    corpus, index = small
    before = answers(cli, index)
    options = ("build", "--corpus", corpus, "--index", index, "--wait", "0.1", "--lang", lang)
    with FileLock(index / ".lock"):
        ran = cli(*options)
        waiting, _, refusal = ran.err.partition("\n")
        assert waiting.endswith("…"), "it says that it waits"
        refused(replace(ran, err=refusal), text, str(index), "0.1", lang=lang)
        assert answers(cli, index) == before, "a reader does not wait"
    assert cli(*options).code == 0


# ---------------------------------------------------------------- an interrupted command


def test_an_interrupted_search_ends_quietly(
    cli: Cli, built_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SearchEngine, "search", interrupt)
    ran = cli("search", QUERY, "--index", built_index)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_an_interrupted_build_leaves_the_index(
    cli: Cli, small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, make_encoder: Any
) -> None:
    corpus, index = small

    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    change_corpus(corpus, index)
    with monkeypatch.context() as patch:
        patch.setattr(make_encoder, "encode_passages", interrupt)
        ran = cli("build", "--corpus", corpus, "--index", index)
    assert (ran.code, ran.out) == (130, "")
    assert "Traceback" not in ran.err
    assert answers(cli, index)


# ---------------------------------------------------------------- text is data

MARKUP = "[bold]gras[/bold] [link=https://exemple.test]ici[/link] [/] [red]"
HOSTILE = f"""INTRODUCTION

Le jardin {MARKUP} réunit des ateliers pour les personnes en emploi.

Initiatives ayant permis de soutenir les employeurs

ESTRIE

Le jardin \x1b[1m[bold]des[/bold] compétences

Sommaire : Des ateliers {MARKUP} ont réuni des entreprises.

Partenaires : Cégep [red]de[/red] Sherbrooke, Carrefour \x1b[31mjeunesse\x1b[0m.

Résultats : 42 personnes \x1b]0;titre\x07 ont trouvé un emploi \x9b2J ce printemps.
"""


CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey, line breaks aside."""


@pytest.fixture
def hostile(write_report: Write, tmp_path: Path, cli: Cli) -> tuple[Path, Path]:
    corpus = write_report(text=HOSTILE, title="Bilan [bold]gras[/bold] [/]")
    index = tmp_path / "hostile-index"
    assert cli("build", "--corpus", corpus, "--index", index).code == 0
    return corpus, index


SHOWING = [
    ("search", "ateliers"),
    ("ask", "Qui organise des ateliers ?"),
    ("show", "essai/introduction"),
    ("show", "essai/introduction#paragraph-1"),
]


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_markup_in_a_report_is_printed_as_it_stands(
    cli: Cli,
    hostile: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, str],
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    ran = cli(*command, "--index", hostile[1])
    assert ran.code == 0
    assert MARKUP in ran.words
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = cli(*command, "--index", hostile[1])
    assert "\x1b]8;" not in coloured.out, "a link was made of a report's text"
    bare = re.sub(r"\x1b\[[\d;]*m", "", coloured.out)
    assert MARKUP in " ".join(bare.split())


@pytest.mark.parametrize(
    "command",
    [*SHOWING, ("search", "--json", "ateliers"), ("search", "jeunesse printemps")],
    ids=" ".join,
)
def test_escape_codes_of_a_report_never_reach_the_terminal(
    cli: Cli, hostile: tuple[Path, Path], command: tuple[str, ...]
) -> None:
    ran = cli(*command, "--index", hostile[1])
    assert ran.code == 0
    assert CONTROLS.findall(ran.out) == []


@pytest.mark.parametrize("title", ["\\u001b[31mrouge", "\\u009b2J", "\\u001b]0;x\\u0007"])
def test_escape_codes_of_a_description_never_reach_the_terminal(
    cli: Cli, write_report: Write, tmp_path: Path, title: str
) -> None:
    corpus, index = write_report(title=f"Bilan {title}"), tmp_path / "index"
    where = ("--corpus", corpus, "--index", index)
    ran = cli("build", *where)
    if ran.code == 2:
        refused(ran, "essai.toml", "« title »")
        return
    shown = [cli(*command, "--index", index) for command in SHOWING]
    shown += [ran, cli("doctor", *where), cli("search", "ateliers", "--json", "--index", index)]
    for each in shown:
        assert each.code == 0
        assert CONTROLS.findall(each.out + each.err) == []


def test_markup_in_what_was_typed_is_printed_as_it_stands(
    cli: Cli, built_index: Path, tmp_path: Path
) -> None:
    ran = cli("search", QUERY, "--index", built_index, "--region", MARKUP)
    refused(ran, f"« {MARKUP} »")
    refused(cli("show", "[/bold]", "--index", built_index), "« [/bold] »")
    refused(cli("search", QUERY, "--index", tmp_path / "[red]"), "[red]")


# ---------------------------------------------------------------- the installed program

PROGRAM = Path(sys.executable).with_name("spe-search")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("SPE_SEARCH_")}


def program(*arguments: object, **environment: str) -> Ran:
    done = subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        capture_output=True,
        env=ENVIRONMENT | {"HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"} | environment,
        timeout=300,
        check=False,
    )
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    out, err = (stream.decode(encoding, "replace") for stream in (done.stdout, done.stderr))
    return Ran(done.returncode, out, err)


@pytest.fixture(scope="module")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that the installed program builds with its own model."""
    index = tmp_path_factory.mktemp("real") / "index"
    corpus = Path(__file__).parents[1] / "corpus"
    ran = program("build", "--corpus", corpus, "--index", index)
    assert ran.code == 0, ran.err
    assert "Index prêt" in ran.out
    return index


@pytest.mark.slow
def test_the_installed_program_from_the_report_to_a_cited_passage(
    real_index: Path, real_document: Document
) -> None:
    manifest = Index(real_index, thorough=True).manifest
    assert manifest.encoder.name == DEFAULT_ENCODER

    found = program("search", QUERY, "--json", "--index", real_index)
    assert found.code == 0, found.err
    best = found.json["hits"][0]
    assert best["initiative"]["id"] == SOMMET
    source = real_document.source[best["passage"]["start"] : best["passage"]["end"]]
    assert squeeze(source) == squeeze(best["passage"]["text"])

    question = "Combien de femmes ont exploré des métiers de la construction ?"
    asked = program("ask", question, "--json", "--index", real_index)
    assert (asked.code, asked.json["status"]) == (0, "answered")

    shown = program("show", best["passage"]["id"], "--index", real_index)
    assert shown.code == 0
    assert best["passage"]["text"][:40] in " ".join(shown.out.split())

    corpus = Path(__file__).parents[1] / "corpus"
    looked = program("doctor", "--index", real_index, "--corpus", corpus)
    assert looked.code == 0, looked.out
    again = program("build", "--if-stale", "--index", real_index, "--corpus", corpus)
    assert again.code == 0
    assert "est à jour" in " ".join(again.out.split())


@pytest.mark.slow
def test_a_search_that_succeeds_says_nothing_on_the_standard_error(real_index: Path) -> None:
    assert program("search", QUERY, "--json", "--index", real_index).err == ""


@pytest.mark.slow
def test_a_model_that_is_not_there_is_told(real_index: Path, tmp_path: Path) -> None:
    ran = program("search", QUERY, "--index", real_index, "--encoder", tmp_path)
    refused(ran, str(tmp_path), DEFAULT_ENCODER)
    ran = program("search", QUERY, "--index", real_index, "--encoder", "nulle/part")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert "« nulle/part »" in ran.progress


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["show", JADE], ["show", JADE, "--json"], ["show", f"{JADE}#results-1", "--json"]],
    ids=" ".join,
)
def test_a_reader_that_has_left_is_no_error(built_index: Path, arguments: list[str]) -> None:
    where = [] if arguments == ["--help"] else ["--index", str(built_index)]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [str(PROGRAM), *arguments, *where],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.stderr.decode() == ""
    assert done.returncode in (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["text", "json"])
def test_a_terminal_that_lacks_letters_is_no_error(
    built_index: Path, encoding: str, extra: list[str]
) -> None:
    ran = program("show", SOMMET, *extra, "--index", built_index, PYTHONIOENCODING=encoding)
    assert "Traceback" not in ran.err
    assert ran.code == 0
    assert "Sommet atypique 2024" in ran.out


def test_commands_are_listed_from_the_search_to_its_upkeep(cli: Cli) -> None:
    listed = [line.split()[0] for line in cli("--help").out.splitlines() if line.startswith("  ")]
    assert [name for name in listed if name in commands()] == [
        *("search", "ask", "indicators", "similar", "compare", "themes", "coverage", "show"),
        *("export", "build", "doctor", "app", "eval", "thesaurus", "feedback"),
    ]


@pytest.mark.slow
def test_help_and_refusals_wait_for_no_model() -> None:
    script = (
        "import sys\n"
        "from spe_search.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(sorted({'torch', 'transformers', 'faiss', 'scipy'} & set(sys.modules)))"
    )
    for arguments in (["--help"], ["search", "!!", "--index", "absent"], ["doctor"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments, "--lang", "en"],
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            cwd=Path(__file__).parent,
            timeout=120,
            check=False,
        )
        assert done.stdout.splitlines()[-1] == "[]", arguments


@pytest.mark.slow
@pytest.mark.parametrize("extra", [(), ("--json",)], ids=str)
def test_a_search_waits_for_nothing_it_has_no_need_of(
    real_index: Path, extra: tuple[str, ...]
) -> None:
    script = (
        "import sys\n"
        "from spe_search.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'scipy', 'tokenizers'}\n"
        "heavy |= {'spe_search.compare', 'spe_search.indicators', 'spe_search.synthesis'}\n"
        "heavy |= {'filelock', 'pydantic', 'rich'} if '--json' in sys.argv else set()\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "search", QUERY, *extra, "--index", str(real_index)],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    assert "Sommet atypique 2024" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


# ---------------------------------------------------------------- browsing


def test_themes_in_json(cli: Cli, built_index: Path) -> None:
    options = ("--region", "Laval", "--region", "02", "--kind", "initiative", "--json")
    ran = cli("themes", *options, "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["filters"] == {"region": ["Laval", "02"], "kind": ["initiative"]}
    assert ran.json["count"] == 2
    facets = {facet["id"]: facet["values"] for facet in ran.json["facets"]}
    assert len(facets["region"]) == 18
    assert [v["fr"] for v in facets["region"] if v["selected"]] == [
        "Saguenay–Lac-Saint-Jean",
        "Laval",
    ]


def test_themes_for_a_person(cli: Cli, built_index: Path) -> None:
    ran = cli("themes", "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    for words in ("Clientèle", "5 femmes", "Mesure ou service", "21 initiative", "--facet"):
        assert words in ran.words.replace("\u00a0", " ")
    assert "soutien" not in ran.words
    whole = cli("themes", "--facet", "Clientèle", "--all", "--index", built_index, "--lang", "en")
    assert "5 women" in whole.words
    assert "participants" in whole.words
    assert "--facet" not in whole.words


def test_coverage_in_json_and_csv(cli: Cli, built_index: Path) -> None:
    options = ("coverage", "--columns", "clientele", "--index", built_index)
    told = cli(*options, "--json").json
    table = list(csv.reader(io.StringIO(cli(*options, "--csv").out)))
    assert table[0] == ["Région", *(value["fr"] for value in told["columns"]["values"])]
    assert [row[0] for row in table[1:]] == [value["fr"] for value in told["rows"]["values"]]
    assert [list(map(int, row[1:])) for row in table[1:]] == told["counts"]
    assert any("ne mentionne" in gap["fr"] for gap in told["gaps"])


def test_coverage_for_a_person(cli: Cli, built_index: Path) -> None:
    ran = cli("coverage", "--columns", "clientele", "--concept", "femmes", "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    said = ran.words.replace("\u00a0", " ")
    assert "Estrie : aucune initiative ni aucun parcours de ce rapport" in said
    assert "ne mentionne « femmes »" in said
    assert "choix d’initiatives" in said


def test_a_search_by_concept_and_kind_of_partner(cli: Cli, built_index: Path) -> None:
    options = ("--concept", "femmes", "--partner-kind", "cégep", "--json", "--index", built_index)
    hits = cli("search", "métiers", *options).json["hits"]
    assert {hit["initiative"]["id"] for hit in hits} == {SOMMET}


@pytest.mark.parametrize("command", ["themes", "coverage"])
@pytest.mark.parametrize(("option", "value", "french", "accepted", "english"), BAD_FILTERS)
def test_browsing_refuses_unknown_filters(
    cli: Cli,
    built_index: Path,
    command: str,
    option: str,
    value: str,
    french: str,
    accepted: str,
    english: str,
) -> None:
    options = (command, "--index", built_index, option, value)
    refused(cli(*options), french, value, accepted)
    refused(cli(*options, "--lang", "en", "--json"), english, value, accepted, lang="en")


@pytest.mark.parametrize(
    "arguments",
    [("themes", "--facet", "clientle"), ("coverage", "--rows", "clientle"),
     ("coverage", "--columns", "clientle")],
)  # fmt: skip
def test_an_unknown_facet_is_refused(
    cli: Cli, built_index: Path, arguments: tuple[str, ...]
) -> None:
    refused(cli(*arguments, "--index", built_index), "Facette inconnue", "clientle", "clientele")


def test_browsing_without_an_index(cli: Cli, tmp_path: Path) -> None:
    for command in ("themes", "coverage"):
        refused(cli(command, "--index", tmp_path), "spe-search build")
