"""Learning one vector a token, so that a text's mean vector finds what belongs to it.

The loss is InfoNCE (van den Oord et al., 2018) over the other texts of a batch, both ways, on the
whole vector and on its first half (Kusupati et al., 2022). The teacher's task is learned from the
similarities of a batch instead (in the spirit of Reimers and Gurevych, 2020). Several short runs
that start alike and draw otherwise are averaged, which is better than each (Wortsman et al., 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from training.bags import Bags, Drawn, kept, offsets, without_shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT_EVERY = 100
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Task:
    """Pairs to learn from, in batches of their own.

    Args:
        left, right: the two sides, row by row.
        group: rows of one group are not held against one another.
        share: how often a batch is drawn from it, relative to the other tasks.
        batch: how many pairs a batch.
        teacher: float16 ``(n, any)``, unit norm: what a teacher says of the rows, if it is from
            that that they are learned.
    """

    name: str
    left: Bags
    right: Bags
    group: NDArray[np.int64]
    share: float
    batch: int = 1_024
    teacher: NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to learn.

    Args:
        steps: how many batches.
        rate: Adam's highest learning rate; it rises for a twentieth of the steps, then falls.
        scale: what cosines are multiplied by (the inverse of a temperature).
        drop: the share of tokens left out of each text.
        drop_shared: the share of the left side's tokens that are left out of the right side, so
            that meaning is learned and not the same word again, which BM25 finds by itself.
        seed: of all that is drawn.
    """

    steps: int = 400
    rate: float = 0.01
    scale: float = 20.0
    drop: float = 0.1
    drop_shared: float = 0.3
    seed: int = 2026


class Table(torch.nn.Module):
    """One vector a token; a text is the mean of its tokens' vectors."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(vectors.copy()), freeze=False, mode="mean"
        )

    def forward(self, drawn: Drawn) -> torch.Tensor:
        """Return the mean vector of each bag."""
        return self.bag(torch.from_numpy(drawn.ids).long(), offsets(drawn.counts))

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The tokens' vectors, ``(tokens, dimension)``."""
        return self.bag.weight.detach().numpy()


def learn(
    table: Table,
    tasks: Sequence[Task],
    recipe: Recipe,
    kept_at: Path,
    watch: Callable[[int, float], None] = lambda step, loss: None,
) -> None:
    """Change the table in place, going on from where an interrupted run was last kept.

    Each step is a batch of one task; what is drawn depends on the seed and the step alone.
    """
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=recipe.steps, pct_start=0.05
    )
    parts = {"table": table, "optimiser": optimiser, "schedule": schedule}
    first = 0
    if kept_at.exists():
        state = torch.load(kept_at, weights_only=True)
        first = state["step"]
        for name, part in parts.items():
            part.load_state_dict(state[name])
    shares = np.array([task.share for task in tasks])
    for step in range(first, recipe.steps):
        rng = np.random.default_rng([recipe.seed, step])
        task = tasks[rng.choice(len(tasks), p=shares / shares.sum())]
        loss = _loss(table, task, recipe, rng)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        watch(step, loss.item())
        if (step + 1) % KEPT_EVERY == 0:
            state = {name: part.state_dict() for name, part in parts.items()}
            torch.save({"step": step + 1, **state}, kept_at.with_suffix(".new"))
            kept_at.with_suffix(".new").replace(kept_at)


def _loss(table: Table, task: Task, recipe: Recipe, rng: np.random.Generator) -> torch.Tensor:
    size = min(task.batch, len(task.group))
    rows = rng.choice(len(task.group), size, replace=False)
    left, right = task.left.take(rows), task.right.take(rows)
    if task.teacher is None:
        right = without_shared(right, left, recipe.drop_shared, rng)
    a, b = (table(kept(side, rng.random(len(side.ids)) >= recipe.drop)) for side in (left, right))
    group = torch.from_numpy(task.group[rows])
    same = (group[:, None] == group[None, :]) & ~torch.eye(size, dtype=torch.bool)
    if task.teacher is not None:
        teacher = torch.from_numpy(task.teacher[rows].astype(np.float32))
        return _as_taught(a, b, teacher, recipe.scale) + _contrast(a, b, same, recipe.scale) / 2
    half = a.shape[1] // 2
    halves = _contrast(a[:, :half], b[:, :half], same, recipe.scale)
    return (_contrast(a, b, same, recipe.scale) + halves) / 2


def _contrast(a: torch.Tensor, b: torch.Tensor, same: torch.Tensor, scale: float) -> torch.Tensor:
    scores = scale * functional.normalize(a) @ functional.normalize(b).T
    scores = scores.masked_fill(same, _NEVER)
    own = torch.arange(len(scores))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _as_taught(
    a: torch.Tensor, b: torch.Tensor, teacher: torch.Tensor, scale: float
) -> torch.Tensor:
    """Return how far the batch's likenesses are from the teacher's, within and across languages."""
    itself = torch.eye(len(a), dtype=torch.bool)
    wanted = functional.softmax((scale * teacher @ teacher.T).masked_fill(itself, _NEVER), dim=1)
    a, b = functional.normalize(a), functional.normalize(b)
    loss = torch.zeros(())
    for x, y in ((a, a), (b, b), (a, b)):
        found = functional.log_softmax((scale * x @ y.T).masked_fill(itself, _NEVER), dim=1)
        loss = loss + functional.kl_div(found, wanted, reduction="batchmean")
    return loss / 3
