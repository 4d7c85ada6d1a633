"""What is worked out of figures: targets, extremes, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from spe_search.answers.working import against_target, comparable, extremes, moved
from spe_search.indicators import Indicator, Previous, Target
from spe_search.types import Span

Make = Callable[..., Indicator]


@pytest.mark.parametrize(
    ("value", "target", "unit", "outcome", "met", "gap", "share"),
    [
        ("17133", "16000", "count", "above", True, "1133", "7.1"),
        ("41.0", "43.0", "%", "below", False, "2.0", None),
        ("53.9", "56.5", "%", "below", False, "2.6", None),
        ("44.5", "35", "%", "above", True, "9.5", None),
        ("35", "35", "%", "met", True, "0", None),
        ("82", "80", "$", "above", True, "2", "2.5"),
    ],
)
def test_a_figure_is_set_against_its_target(
    figure: Make,
    value: str,
    target: str,
    unit: str,
    outcome: str,
    met: bool,
    gap: str,
    share: str | None,
) -> None:
    found = against_target(figure(value, unit, target=target))
    assert found is not None
    assert (found.outcome, found.met, found.gap) == (outcome, met, Decimal(gap))
    assert found.share == (None if share is None else Decimal(share))


@pytest.mark.parametrize("label", ["Délai d’attente (jours)", "Taux d’abandon", "Taux de chômage"])
def test_less_is_better_for_some_measures(figure: Make, label: str) -> None:
    over = against_target(replace(figure("12", "%", target="10"), label=label))
    under = against_target(replace(figure("8", "%", target="10"), label=label))
    assert over is not None
    assert under is not None
    assert (over.outcome, over.met) == ("above", False)
    assert (under.outcome, under.met) == ("below", True)


def test_what_cannot_be_compared_is_not(figure: Make) -> None:
    aimed = figure("41", "%", target="43")
    assert against_target(figure("41", "%")) is None
    assert against_target(replace(aimed, unit="count")) is None
    assert against_target(replace(aimed, high=Decimal(50))) is None
    none = Target(None, None, "s/o", Span(5, 8))
    assert against_target(replace(aimed, target=none)) is None


def test_the_highest_and_the_lowest_keep_ties_and_leave_totals_out(figure: Make) -> None:
    rows = [
        replace(figure(value, "%"), population=name)
        for name, value in (("Ensemble", "99"), ("A", "38"), ("B", "7"), ("C", "38"))
    ]
    kept = comparable([*rows, replace(figure("100", "%"), high=Decimal(200))])
    assert [each.population for each in kept] == ["A", "B", "C"]
    assert [each.population for each in extremes(kept, highest=True)] == ["A", "C"]
    assert [each.population for each in extremes(kept, highest=False)] == ["B"]
    assert extremes(kept[:1], highest=True) == ()


@pytest.mark.parametrize(
    ("value", "before", "gap", "up"), [("27", "24", "3", True), ("20", "24", "4", False)]
)
def test_a_figure_is_set_against_an_earlier_one(
    figure: Make, value: str, before: str, gap: str, up: bool
) -> None:
    earlier = Previous(Decimal(before), "%", "2022-2023", f"{before} %", Span(9, 13))
    found = moved(replace(figure(value, "%"), previous=earlier))
    assert found is not None
    assert (found.gap, found.up) == (Decimal(gap), up)
    assert moved(replace(figure(value, "%"), previous=replace(earlier, unit="count"))) is None
    assert moved(figure(value, "%")) is None
