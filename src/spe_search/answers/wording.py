"""The sentences of an answer that are ours and not the report's, in the question's language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from spe_search.answers.working import Against, Moved
from spe_search.i18n import message, translator
from spe_search.indicators import Indicator
from spe_search.types import Lang

_TARGETS = {
    "above": message("target exceeded by {gap}"),
    "met": message("target met exactly"),
    "below": message("target missed by {gap}"),
}
_LOWER_TARGETS = {
    "above": message("above the target by {gap}"),
    "met": message("target met exactly"),
    "below": message("below the target by {gap}, which is better"),
}


def number(value: Decimal, lang: Lang) -> str:
    """Return a number as a language writes it: « 1 133,5 », "1,133.5"."""
    from babel.numbers import format_decimal

    locale = "en_CA" if lang == "en" else "fr_CA"
    return format_decimal(value, format="#,##0.##########", locale=locale)


def gap_text(gap: Decimal, unit: str | None, lang: Lang, share: Decimal | None = None) -> str:
    """Return what parts two figures, with its unit: points between two shares."""
    _ = translator(lang)
    shown = number(gap, lang)
    if unit in ("%", "points"):
        return _("{count} percentage points").format(count=shown)
    if unit == "$":
        shown = _("${amount}").format(amount=shown)
    if share is None:
        return shown
    return _("{count} ({share}%)").format(count=shown, share=number(share, lang))


def name_of(indicator: Indicator, lang: Lang) -> str:
    """Return what an indicator measures, for a line: whom, then what."""
    label = indicator.label if indicator.table_id else ""
    names = [name for name in (indicator.population, label) if name]
    return " – ".join(dict.fromkeys(names)) or indicator.label


def reading(indicator: Indicator, lang: Lang) -> str:
    """Return a cell of a table as a line: whom, what, the figure, its target where it has one."""
    _ = translator(lang)
    target = indicator.target
    if target is None or target.value is None:
        text = _("{name}: {value}")
        return text.format(name=name_of(indicator, lang), value=indicator.text)
    text = _("{name}: {value} (target: {target})")
    return text.format(name=name_of(indicator, lang), value=indicator.text, target=target.text)


def target_reading(indicator: Indicator, lang: Lang) -> str:
    """Return a target as a line, with the figure that it was set for."""
    _ = translator(lang)
    assert indicator.target is not None
    text = _("{name}: target {target} (result: {value})")
    name = name_of(indicator, lang)
    return text.format(name=name, target=indicator.target.text, value=indicator.text)


def against_line(found: Against, lang: Lang) -> str:
    """Return whether a target was met, and by how much."""
    _ = translator(lang)
    indicator = found.indicator
    assert indicator.target is not None
    wanted = (found.outcome in ("met", "above")) == found.met
    template = (_TARGETS if wanted else _LOWER_TARGETS)[found.outcome]
    gap = gap_text(found.gap, indicator.unit, lang, found.share)
    if indicator.table_id is None:
        text = _("“{quote}”: for a target of {target}, {verdict}.")
        verdict = _(template).format(gap=gap)
        return text.format(quote=indicator.label, target=indicator.target.text, verdict=verdict)
    text = _("{name}: {value} for a target of {target}, {verdict}.")
    return text.format(
        name=name_of(indicator, lang),
        value=indicator.text,
        target=indicator.target.text,
        verdict=_(template).format(gap=gap),
    )


def extreme_line(best: Sequence[Indicator], highest: bool, count: int, lang: Lang) -> str:
    """Return which figure of a column is the highest or lowest, among how many."""
    _ = translator(lang)
    who = _(" and ").join(each.population or each.label for each in best)
    text = (
        _("Highest of {count} rows: {who}, {value} ({label}).")
        if highest
        else _("Lowest of {count} rows: {who}, {value} ({label}).")
    )
    label = best[0].label if best[0].population else best[0].column or best[0].label
    return text.format(count=count, who=who, value=best[0].text, label=label)


def moved_line(found: Moved, lang: Lang) -> str:
    """Return how a figure moved since the earlier one that the report gives."""
    _ = translator(lang)
    indicator, before = found.indicator, found.indicator.previous
    assert before is not None
    gap = gap_text(found.gap, indicator.unit, lang)
    if not found.gap:
        text = _("{value} ({period}), as in {earlier} ({before}).")
    elif found.up:
        text = _("{value} ({period}), against {before} ({earlier}): {gap} more.")
    else:
        text = _("{value} ({period}), against {before} ({earlier}): {gap} less.")
    return text.format(
        value=indicator.text,
        period=indicator.period,
        before=before.text,
        earlier=before.period,
        gap=gap,
    )


def quoted(words: Sequence[str], lang: Lang) -> str:
    """Return words in quotation marks, one after the other."""
    _ = translator(lang)
    return ", ".join(_("“{words}”").format(words=each) for each in words)


def said_by_report(quote: str, lang: Lang) -> str:
    """Return a quote as an answer: bare in French, introduced in English."""
    _ = translator(lang)
    return quote if lang == "fr" else _("The report says: “{quote}”").format(quote=quote)


def partial_reason(unmet: Sequence[str], lang: Lang) -> str:
    """Say why an answer is only the nearest passage."""
    _ = translator(lang)
    if unmet:
        text = _("This is the nearest passage; it does not say {unmet}. Check that it answers.")
        return text.format(unmet=quoted(unmet, lang))
    return _("This is the nearest passage. Check that it answers.")


def no_answer_reason(met: Sequence[str], unmet: Sequence[str], title: str, lang: Lang) -> str:
    """Say what the report does speak of, and what it does not say of it."""
    _ = translator(lang)
    if met and unmet:
        text = _("The report speaks of {met} (“{title}”), but does not say {unmet} there.")
        return text.format(met=quoted(met, lang), unmet=quoted(unmet, lang), title=title)
    if title:
        text = _("No passage answers clearly enough. The nearest is in “{title}”.")
        return text.format(title=title)
    return _("The reports do not seem to speak of it.")


def year_reason(years: Sequence[str], known: Sequence[str], lang: Lang) -> str:
    """Say that the reports give nothing for a year, and which they cover."""
    _ = translator(lang)
    text = _("The reports do not give this for {years}. Years covered: {known}.")
    return text.format(years=", ".join(years), known=", ".join(known))


def region_reason(names: Sequence[str], known: Sequence[str], lang: Lang) -> str:
    """Say that nothing on the subject is told of a region, and which the reports tell of."""
    _ = translator(lang)
    if known:
        text = _("No passage on this for {regions}. Regions in the reports: {known}.")
        return text.format(regions=", ".join(names), known=", ".join(known))
    return _("No passage on this for {regions}.").format(regions=", ".join(names))


def premise_reason(met: bool, lang: Lang) -> str:
    """Say that a question takes for granted what the report contradicts."""
    _ = translator(lang)
    if met:
        return _("The question takes it that the target was missed; the report shows it was met.")
    return _("The question takes it that the target was met; the report shows it was not.")


def why_reason(lang: Lang) -> str:
    """Say that the figures are there, and not their reasons."""
    return translator(lang)("The report gives these figures; it does not say why.")


def unverified_reason(lang: Lang) -> str:
    """Say that an answer was held back."""
    _ = translator(lang)
    return _("The answer found could not be checked against its source, and is not shown.")
