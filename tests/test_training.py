"""The steps that make the encoder, on a few texts: each runs, goes on when stopped, and is read."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from spe_search.encode import StaticEncoder, encoder_of

sys.path.insert(0, str(Path(__file__).parents[1]))

from training import data, learn
from training.bags import Bags, Drawn, bags_of, kept, without_shared
from training.export import export, quantised
from training.learn import Recipe, Table, Task
from training.start import blended
from training.tasks import all_tasks, asked_pairs, word_pairs
from training.tokens import learn_tokens

pytestmark = pytest.mark.slow

SENTENCES = {
    "the women build a house": "les femmes bâtissent une maison",
    "the young look for a job": "les jeunes cherchent un emploi",
    "the farmers grow apples": "les agriculteurs cultivent des pommes",
    "the teachers give a course": "les professeurs donnent un cours",
    "the drivers repair a truck": "les chauffeurs réparent un camion",
    "the nurses heal the sick": "les infirmières soignent les malades",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data sets of a few lines, in the shape of the real ones."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "train").mkdir()
    lines = [f"{en}\t{fr}\ttatoeba" for en, fr in SENTENCES.items()] * 3
    lines.append("print a list\timprime une liste\tpython_docs_fr")
    write(folder / "train" / "parallel_en_fr_open.tsv.gz", "en\tfr\tsource", lines)
    pairs = [f"{fr.split()[1]}\t{fr}\ttess_thesaurus" for fr in SENTENCES.values()]
    write(folder / "train" / "pairs_fr.tsv.gz", "query\tpositive\tsource", pairs)
    (folder / "own").mkdir()
    records = [
        {"g": fr.split()[1], "t": fr.split()[-1], "p": fr, "fr": [fr], "en": [en]}
        for en, fr in SENTENCES.items()
    ]
    text = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "own" / "a.jsonl").write_text(text, encoding="utf-8")
    asked = {"g": "fermes", "t": "Pommes", "s": ["Les pommes poussent.", "On les cueille."]}
    asked |= {"q": [["que font les pommes ?"], ["who picks?", "qui cueille ?"]], "n": ["combien ?"]}
    write_plain(folder / "own/asked/a.jsonl", json.dumps(asked))
    write_plain(
        folder / "own/lexicon/a.tsv", "salaire | traitement\tpaye\tpay", "stage\tinternship"
    )
    return folder


def write_plain(path: Path, *lines: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def write(path: Path, head: str, lines: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join([head, *lines]) + "\n")


def test_software_is_left_out(source: Path) -> None:
    assert {pair.source for pair in data.parallel(source)} == {"tatoeba"}


def test_a_sample_is_the_same_each_time_and_no_more_than_asked(source: Path) -> None:
    pairs = data.parallel(source)
    drawn = data.sample(pairs, {"tatoeba": 5}, seed=1)
    assert len(drawn) == 5
    assert drawn == data.sample(pairs, {"tatoeba": 5}, seed=1)
    assert drawn != data.sample(pairs, {"tatoeba": 5}, seed=2)
    assert data.sample(pairs, {"esco": 5}, seed=1) == []


def test_each_query_of_a_sentence_goes_with_its_whole_passage(source: Path) -> None:
    pairs = list(asked_pairs(data.asked(source / "own/asked")))
    assert [pair.left for pair in pairs] == ["que font les pommes ?", "who picks?", "qui cueille ?"]
    assert {pair.right for pair in pairs} == {"Pommes\nLes pommes poussent. On les cueille."}


def test_words_of_a_notion_go_two_by_two_and_with_no_other_s(source: Path) -> None:
    pairs = list(word_pairs(data.lexicon(source / "own/lexicon")))
    assert {(pair.left, pair.right) for pair in pairs} == {
        ("salaire", "traitement"),
        ("salaire", "paye"),
        ("salaire", "pay"),
        ("traitement", "paye"),
        ("traitement", "pay"),
        ("paye", "pay"),
        ("stage", "internship"),
    }
    assert len({pair.group for pair in pairs}) == 2


def test_two_teachers_who_agree_up_to_a_turn_change_nothing() -> None:
    rng = np.random.default_rng(4)
    said = rng.normal(size=(60, 8)).astype(np.float32)
    turn, _ = np.linalg.qr(rng.normal(size=(8, 8)))
    known = np.arange(60) % 3 > 0
    french = np.where(known[:, None], 5 * said @ turn.T, 0).astype(np.float32)
    np.testing.assert_allclose(blended(said, french, known), said, atol=1e-4)


def test_a_word_that_the_french_teacher_knows_turns_towards_its_like() -> None:
    rng = np.random.default_rng(5)
    said = np.eye(8, dtype=np.float32)[rng.integers(0, 8, 60)] + rng.normal(0, 0.1, (60, 8))
    french = said.copy()
    french[0] = french[1] = rng.normal(size=8)
    before, after = (_cosine(v[0], v[1]) for v in (said, blended(said, french, np.ones(60, bool))))
    assert after > before + 0.05


def _cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_what_is_learned_finds_translations_and_is_read_without_torch(
    source: Path, tmp_path: Path
) -> None:
    tokenizer = learn_tokens(source, source / "own", 400, seed=1)
    tasks = all_tasks(tokenizer, source, source / "own", tmp_path)
    names = {task.name for task in tasks}
    assert {"everyday", "tess_thesaurus", "fr to passage", "en to passage"} <= names
    assert {"asked to passage", "word to word"} <= names
    rng = np.random.default_rng(1)
    table = Table(rng.normal(0, 0.1, (tokenizer.get_vocab_size(), 16)).astype(np.float32))
    learn.learn(table, tasks, Recipe(steps=150, rate=0.05, drop=0), tmp_path / "kept.pt")
    export(tokenizer, table.vectors, tmp_path / "encoder")

    encoder = encoder_of(tmp_path / "encoder")
    assert isinstance(encoder, StaticEncoder)
    likeness = encoder.encode_queries(list(SENTENCES)) @ (
        encoder.encode_passages(list(SENTENCES.values())).T
    )
    assert likeness.argmax(axis=1).tolist() == list(range(len(SENTENCES)))


def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = learn_tokens(source, source / "own", 400, seed=1)
    tasks = all_tasks(tokenizer, source, source / "own", tmp_path)
    first = np.ones((tokenizer.get_vocab_size(), 8), dtype=np.float32)
    first += np.arange(first.size, dtype=np.float32).reshape(first.shape) % 7
    monkeypatch.setattr(learn, "KEPT_EVERY", 10)
    recipe = Recipe(steps=25)
    whole = Table(first)
    learn.learn(whole, tasks, recipe, tmp_path / "whole.pt")

    def stop(step: int, loss: float) -> None:
        if step == 17:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learn.learn(Table(first), tasks, recipe, tmp_path / "stopped.pt", stop)
    again = Table(first)
    learn.learn(again, tasks, recipe, tmp_path / "stopped.pt")
    np.testing.assert_allclose(again.vectors, whole.vectors, atol=1e-6)


def test_a_teacher_s_likenesses_are_learned(tmp_path: Path) -> None:
    """Four texts of one token each; the teacher says that they go two by two."""
    bags = Bags(np.arange(4, dtype=np.int32), np.arange(5))
    teacher = np.eye(2, dtype=np.float16)[[0, 0, 1, 1]]
    task = Task("taught", bags, bags, np.arange(4), 1.0, 4, teacher)
    table = Table(np.random.default_rng(3).normal(size=(4, 8)).astype(np.float32))
    recipe = Recipe(steps=200, rate=0.05, scale=5, drop=0)
    learn.learn(table, [task], recipe, tmp_path / "kept.pt")
    unit = table.vectors / np.linalg.norm(table.vectors, axis=1, keepdims=True)
    likeness = unit @ unit.T
    assert likeness[0, 1] > likeness[0, 2] + 0.2
    assert likeness[2, 3] > likeness[1, 3] + 0.2


def test_bags_are_taken_whole_and_in_order(source: Path) -> None:
    tokenizer = learn_tokens(source, source / "own", 400, seed=1)
    texts = list(SENTENCES)
    bags = bags_of(tokenizer, [*texts, ""], 4)
    drawn = bags.take(np.array([2, 0, 6]))
    expected = [tokenizer.encode(texts[row]).ids[:4] for row in (2, 0)]
    assert drawn.ids.tolist() == [*expected[0], *expected[1], 0]
    assert drawn.counts.tolist() == [*map(len, expected), 1]


def test_shared_words_are_left_out_but_never_all() -> None:
    left = Drawn(np.array([1, 2, 3], np.int32), np.array([2, 1]))
    right = Drawn(np.array([1, 5, 3, 3], np.int32), np.array([2, 2]))
    found = without_shared(right, left, 1.0, np.random.default_rng(0))
    assert (found.ids.tolist(), found.counts.tolist()) == ([5, 3, 3], [1, 2])
    same = without_shared(right, left, 0.0, np.random.default_rng(0))
    assert same.ids.tolist() == right.ids.tolist()
    assert kept(right, np.zeros(4, bool)).counts.tolist() == [2, 2]


def test_one_byte_a_number_is_near_enough() -> None:
    vectors = np.random.default_rng(2).normal(size=(50, 32)).astype(np.float32)
    vectors[3] = 0
    numbers, weights = quantised(vectors)
    assert numbers.dtype == np.int8
    np.testing.assert_allclose(
        numbers * weights[:, None], vectors, atol=np.abs(vectors).max() / 250
    )
