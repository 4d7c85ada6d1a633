"""About: what is searched, how, how well, within what limits, and what is kept of a visit."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st
from app_parts import formats, journal, quality, reports
from app_parts.engine import opened
from app_parts.states import explained
from app_parts.text import heading
from app_parts.visit import visit

from spe_search.feedback import feedback_path
from spe_search.generation import Manifest

here = visit()
_ = here.translate


def paragraphs(*texts: str) -> str:
    """Return paragraphs; none of them holds text of a document."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def items(*texts: str, ordered: bool = False) -> str:
    """Return a list."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</{tag}>"


def commands(*lines: str) -> str:
    """Return commands to type, one a line."""
    return f'<pre tabindex="0"><code>{escape(chr(10).join(lines))}</code></pre>'


def purpose() -> str:
    """Say what this is."""
    return paragraphs(
        _(
            "This service searches the annual reports of Québec’s public employment services by "
            "meaning as well as by words. It is meant for staff who want to know what other "
            "regions do, find a result again, or browse by region, theme or year."
        ),
        _(
            "Nothing is reworded: every passage shown is in the report, on the page that is given, "
            "and can be checked there."
        ),
    )


def index(manifest: Manifest) -> str:
    """Say what is searched, since when, and with what model."""
    built = datetime.fromisoformat(manifest.built_at).astimezone()
    facts = (
        (_("Index built on"), formats.day(built, here.lang)),
        (_("Passages"), formats.number(manifest.passages, here.lang)),
        (_("Encoder"), f"{manifest.encoder.name} ({manifest.encoder.digest[:12]})"),
        (_("Version of the program"), manifest.version),
    )
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts
    )
    return f'{reports.listed(manifest, here)}<dl class="facts about">{rows}</dl>'


def working() -> str:
    """Say how a search works."""
    return items(
        _(
            "The text of each report is read back into pages, chapters, tables and initiatives, "
            "then cut into passages that end where a sentence ends."
        ),
        _(
            "A small French and English model, made for this service, turns each passage into "
            "numbers that stand for its meaning; its words are noted too, without accents or "
            "endings."
        ),
        _(
            "Typing errors in your question are mended, and a thesaurus adds the other names of "
            "the same ideas; what was mended is shown, and can be refused."
        ),
        _(
            "The question is compared with every passage by meaning and by words, and both "
            "rankings are merged. Passages of one initiative or section make one result."
        ),
        _(
            "The sentences and the table rows of the best results are weighed one by one: what "
            "they say of the question, and whether they hold the kind of thing it asks for. The "
            "best one is quoted as the answer, or as the nearest passage, or not at all."
        ),
        _("Each result says why it is there, and how likely it is to be what you look for."),
        ordered=True,
    )


def limits() -> str:
    """Say what the search cannot do."""
    return items(
        _("Only the reports listed above are searched; pictures and charts are not in their text."),
        _(
            "The model sees words without their order: it recognises a subject, not a negation nor "
            "who does what."
        ),
        _(
            "The sentence marked in a result is the one nearest to the question. Whether it "
            "answers is for you to judge: read it in its page."
        ),
        _(
            "A report whose layout is unknown can be searched, but its initiatives and tables are "
            "not recognised."
        ),
    )


def measures() -> str:
    """Say how good the search is, where it was measured."""
    found = quality.measured()
    if found is None:
        return paragraphs(
            _("No measure is at hand. To make one: {command}").format(command="spe-search eval")
        )
    lead = _(
        "Measured on questions written by hand from a reading of the report, set apart from those "
        "used for the adjustments. In the first four lines, more is better; in the last three, "
        "less."
    )
    return paragraphs(lead) + quality.table(found, here)


def adding() -> str:
    """Say how a report is added."""
    lead = _(
        "Put the text of the report and its description in the corpus folder, under one name "
        "(report.txt and report.toml; corpus/README.md says what the description holds), then:"
    )
    last = _("This page shows the new report as soon as the index is ready; nothing is restarted.")
    return paragraphs(lead) + commands("spe-search build", "spe-search doctor") + paragraphs(last)


def data() -> str:
    """Say what is kept of a visit, and where."""
    logged = (
        _("The server’s log holds the text of the questions: it was set to.")
        if journal.queries_are_logged()
        else _(
            "The server’s log holds the time of a search, its length and its number of results, "
            "not its words; and errors, without the words of the question."
        )
    )
    return items(
        _("Nothing leaves the computer that this service runs on: no account, no statistics."),
        logged,
        _(
            "If you say whether an answer helps you, the question, its filters, the first results, "
            "your yes or no and your words are kept, without your name, in {path}."
        ).format(path=feedback_path()),
        _(
            "The language and the question are in the page’s address. One technical cookie is set; "
            "it ends with the browser’s session and identifies no one."
        ),
    )


st.html(heading(_("About this service"), 1) + purpose())
with explained(here, "index"):
    manifest = opened().engine.manifest
    st.html(heading(_("Reports that are searched")) + index(manifest))
st.html(
    heading(_("How the search works"))
    + working()
    + heading(_("Its limits"))
    + limits()
    + heading(_("Measured quality"))
    + measures()
    + heading(_("What is kept"))
    + data()
    + heading(_("Adding a report"))
    + adding()
)
