"""The steps that make the encoder, each a command; see README.md.

python -m training tokens|teach|learn|export|all
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.progress import MofNCompleteColumn, Progress, TaskID, TimeRemainingColumn
from tokenizers import Tokenizer

from training.export import export as write_folder
from training.learn import Recipe, Table
from training.learn import learn as change
from training.start import start
from training.tasks import all_tasks
from training.teacher import teach as ask_teacher
from training.tokens import learn_tokens

ROOT = Path(__file__).parents[1]
SEED = 2026

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

DataOption = Annotated[Path, typer.Option("--data", help="Folder that holds train/.")]
OwnOption = Annotated[Path, typer.Option("--own", help="Folder of our own records, *.jsonl.")]
WorkOption = Annotated[Path, typer.Option("--work", help="Where the steps leave their results.")]
SizeOption = Annotated[int, typer.Option(min=1_000, help="Tokens of the vocabulary.")]
DimensionOption = Annotated[int, typer.Option(min=2, max=384, help="Length of a vector.")]
StepsOption = Annotated[int, typer.Option(min=1, help="Batches.")]
SharedOption = Annotated[float, typer.Option(min=0, max=1, help="Recipe.drop_shared.")]
RunsOption = Annotated[int, typer.Option(min=1, help="Runs that are averaged.")]
OutOption = Annotated[Path, typer.Option(help="The encoder's folder.")]

_DATA, _OWN, _WORK = ROOT.parent / "shared/data", ROOT / "training/own", ROOT / "training/work"
_OUT = ROOT / "src/spe_search/encode/spe-fr-en-1"


@app.command()
def tokens(
    data: DataOption = _DATA,
    own: OwnOption = _OWN,
    work: WorkOption = _WORK,
    size: SizeOption = 40_000,
) -> None:
    """Learn the vocabulary: tokenizer.json."""
    work.mkdir(parents=True, exist_ok=True)
    learn_tokens(data, own, size, SEED).save(str(work / "tokenizer.json"))


@app.command()
def teach(data: DataOption = _DATA, work: WorkOption = _WORK) -> None:
    """Ask the teacher about English sentences: taught.tsv and taught.npy. It may be left out."""
    work.mkdir(parents=True, exist_ok=True)
    ask_teacher(data, work, SEED)


@app.command()
def learn(
    data: DataOption = _DATA,
    own: OwnOption = _OWN,
    work: WorkOption = _WORK,
    dimension: DimensionOption = 256,
    steps: StepsOption = 400,
    drop_shared: SharedOption = 0.3,
    runs: RunsOption = 6,
) -> None:
    """Learn the vectors: vectors.npy. Stopped, it goes on from where it was last kept."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    tasks = all_tasks(tokenizer, data, own, work)
    first = work / f"start-{dimension}.npy"
    if not first.exists():
        size = tokenizer.get_vocab_size()
        sides = (side for task in tasks for side in (task.left, task.right))
        counts = sum(np.bincount(side.ids, minlength=size) for side in sides)
        np.save(first, start(tokenizer, dimension, counts))
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("learn", total=runs * steps)
        for number in range(runs):
            made = work / f"run-{number}.npy"
            if not made.exists():
                table = Table(np.load(first))
                recipe = Recipe(steps=steps, drop_shared=drop_shared, seed=SEED + number)
                done = partial(_advance, progress, bar, number * steps)
                change(table, tasks, recipe, work / f"run-{number}.pt", done)
                np.save(made, table.vectors)
                (work / f"run-{number}.pt").unlink(missing_ok=True)
            progress.update(bar, completed=(number + 1) * steps)
    each = [np.load(work / f"run-{number}.npy") for number in range(runs)]
    np.save(work / "vectors.npy", np.mean(each, axis=0))


def _advance(progress: Progress, bar: TaskID, before: int, step: int, loss: float) -> None:
    progress.update(bar, completed=before + step + 1, description=f"loss {loss:.2f}")


@app.command()
def export(work: WorkOption = _WORK, out: OutOption = _OUT) -> None:
    """Write the encoder's folder, one byte a number."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    write_folder(tokenizer, np.load(work / "vectors.npy"), out)


@app.command(name="all")
def everything(
    data: DataOption = _DATA, own: OwnOption = _OWN, work: WorkOption = _WORK, out: OutOption = _OUT
) -> None:
    """Do every step that is not done yet, then export."""
    if not (work / "tokenizer.json").exists():
        tokens(data, own, work)
    if not (work / "taught.npy").exists():
        teach(data, work)
    if not (work / "vectors.npy").exists():
        learn(data, own, work)
    export(work, out)


if __name__ == "__main__":
    app()
