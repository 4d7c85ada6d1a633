"""The real report, parsed whole: the golden file was read line by line against the source."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from spe_search.parse.bilan import parse_bilan
from spe_search.regions import REGIONS
from spe_search.types import Document, Extract, Initiative, Metadata, Section
from spe_search.verbatim import is_verbatim, page_at

THEMES = (
    "Initiatives ayant permis de colliger",
    "Initiatives ayant permis de qualifier",
    "Initiatives ayant permis de soutenir les employeurs",
    "Initiatives ayant permis de rejoindre",
    "Initiatives ayant permis de prioriser",
    "Initiatives illustrant la concertation",
)

ITEMS = [
    # region, title, theme (number), page, partners
    ("01", "Présentations sur la productivité du travail", 1, 7, 0),
    ("07", "Étude sur la situation des entreprises de la Vallée-de-la-Gatineau", 1, 7, 3),
    ("05", "Migrer vers l’emploi", 2, 8, 4),
    ("17", "Promotion du Programme d’apprentissage en milieu de travail", 2, 8, 2),
    ("00", "Un nouvel outil pour bien se connaître", 2, 8, 0),
    ("08", "Le parcours inspirant de Maxime", 2, 9, 0),
    ("11", "Pôle d’excellence en ressources humaines", 3, 10, 6),
    ("15", "La Grande virée", 3, 10, 3),
    ("12", "Les Midis RH en Chaudière-Appalaches", 3, 10, 0),
    ("09", "Colloque en ressources humaines", 3, 11, 4),
    ("14", "20e édition des Matinées Lanaudoises", 3, 11, 9),
    ("02", "Le parcours d’exception de Benoit", 3, 11, 0),
    ("00", "Trouvez votre voie vers le succès !", 4, 12, 0),
    ("03", "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ", 4, 12, 3),
    (
        "07",
        "Sommet atypique 2024, l’événement des métiers non traditionnels pour les femmes",
        4,
        12,
        5,
    ),
    ("13", "Accueil des conjoints du projet Infirmières diplômées hors Canada", 5, 13, 3),
    (
        "00",
        "Accroître la participation de la clientèle de moins de 25 ans "
        "ayant des contraintes sévères à l’emploi aux mesures et services d’emploi",
        5,
        13,
        0,
    ),
    (
        "06",
        "L’intégration des principes de l’économie verte dans l’accompagnement des PME",
        5,
        13,
        1,
    ),
    ("15", "Maintien en emploi Zone Emploi d’Antoine-Labelle", 5, 14, 1),
    ("15", "Le parcours d’exception d’Isabelle", 5, 14, 0),
    ("16", "JADE : Jumelage, arrimage et démarchage en emploi", 6, 15, 0),
    ("04", "Projet Arrimage", 6, 15, 11),
    ("02", "Passerelle de mobilisation « Clientèle prioritaire »", 6, 16, 2),
    ("02", "Le parcours de Coralie, une jeune maman persévérante", 6, 16, 0),
    (
        "10",
        "CANAPÉ (Comité d’accueil nouvelles arrivantes professionnelles et entrepreneures)",
        6,
        17,
        3,
    ),
]


def dump(document: Document) -> str:
    """Write a whole parse so that a person can read it beside the report."""
    lines: list[str] = []
    for section in document.sections:
        lines += [f"## {section.id}", f"p. {section.page} | {' > '.join(section.path)}"]
        lines += _pieces(section)
        for table in section.tables:
            lines += [
                f"  [table p. {table.page}] {table.title}",
                f"    {' | '.join(table.columns)}",
            ]
            for row in table.rows:
                cells = "; ".join(
                    f"{c.text} = {c.value} {c.unit}{' (cible)' if c.is_target else ''}"
                    for c in row.cells
                )
                lines.append(f"    {row.group or '-'} | {row.label} | {cells}")
        lines.append("")
    for item in document.initiatives:
        region = f"{item.region.code} {item.region.name}" if item.region else "-"
        lines += [f"## {item.id}", f"{item.title} ({item.kind})", f"p. {item.page} | {region}"]
        lines += [f"theme: {item.theme}", *(f"  partner: {name}" for name in item.partners)]
        lines += [*_pieces(item), ""]
    lines += ["## what stands in no passage", *_left_out(document)]
    return "\n".join(lines) + "\n"


def _pieces(item: Section | Initiative) -> list[str]:
    pieces = [
        f"  [{e.kind} p. {e.page}, {len(e.spans)} span(s)] " + e.text.replace("\n", "\n      ")
        for e in item.extracts
    ]
    return pieces + [f"  [link] {link}" for link in item.links]


def _extracts(document: Document) -> list[Extract]:
    rows = [r.extract for s in document.sections for t in s.tables for r in t.rows]
    items = (*document.sections, *document.initiatives)
    return rows + [extract for item in items for extract in item.extracts]


def _left_out(document: Document) -> list[str]:
    """Return, line by line, the text of the source that no extract shows: titles, labels, links."""
    rest = list(document.source)
    for extract in _extracts(document):
        for span in extract.spans:
            rest[span.start : span.end] = [" "] * (span.end - span.start)
    starts = [0]
    for line in document.source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    pieces = ("".join(rest[a:b]).strip() for a, b in itertools.pairwise(starts))
    return [" ".join(piece.split()) for piece in pieces if piece]


def test_the_whole_parse_is_as_it_was_read(real_document, golden) -> None:
    golden("bilan-2023-2024.txt", dump(real_document))


def test_every_item_has_its_region_theme_page_and_partners(real_document) -> None:
    found = [
        (
            item.region.code,
            item.title,
            next(n for n, theme in enumerate(THEMES, 1) if item.theme.startswith(theme)),
            item.page,
            len(item.partners),
        )
        for item in real_document.initiatives
    ]
    assert found == ITEMS


def test_all_regions_and_both_kinds_are_there(real_document) -> None:
    items = real_document.initiatives
    assert {item.region for item in items} == set(REGIONS)
    assert Counter(item.kind for item in items) == {"initiative": 21, "story": 4}


def test_pages_count_back_from_the_only_printed_number(real_document) -> None:
    assert [page.number for page in real_document.pages] == list(range(2, 18))
    pages = real_document.pages
    assert pages[0].span.start == 0
    assert pages[-1].span.end == len(real_document.source)
    assert all(a.span.end == b.span.start for a, b in itertools.pairwise(pages))


def test_every_extract_is_verbatim_and_on_its_page(real_document) -> None:
    for extract in _extracts(real_document):
        assert is_verbatim(extract.text, real_document.source, extract.spans), extract
        assert page_at(real_document, extract.spans[0].start) == extract.page, extract


def test_no_character_is_shown_twice(real_document) -> None:
    spans = sorted((s.start, s.end) for e in _extracts(real_document) for s in e.spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("item_id", "kind", "text"),
    [
        ("zone-emploi-50-ans-et-plus-dans-le-cadre-du-salon-de-la", "sidebar", "Lépine Cloutier"),
        ("jade", "quote", "– Un citoyen de Saint-Constant"),
        ("jade", "results", "333 personnes ont effectué un retour en emploi"),
        ("projet-arrimage", "summary", "Le projet Arrimage couvre les territoires"),
        ("le-parcours-de-coralie", "caption", "Coralie (à gauche)"),
        ("le-parcours-d-exception-d-isabelle", "quote", "Ce que j’ai retenu"),
        ("le-parcours-d-exception-de-benoit", "note", "Un nom fictif"),
    ],
)
def test_what_the_page_had_scattered_is_back_in_its_place(
    real_document, item_id, kind, text
) -> None:
    item = next(i for i in real_document.initiatives if i.id == f"bilan-2023-2024/{item_id}")
    assert any(text in found for found in item.texts(kind))


def test_a_torn_word_is_mended(real_document) -> None:
    texts = [extract.text for extract in _extracts(real_document)]
    assert any("pistes de réflexion et d’action" in text for text in texts)
    assert not any("act ion" in text or "j ’ai" in text or "\u2010" in text for text in texts)


def test_an_absent_field_is_empty(real_document) -> None:
    items = {item.id.split("/")[1]: item for item in real_document.initiatives}
    assert items["jade"].partners == ()
    assert items["maintien-en-emploi-zone-emploi-d-antoine-labelle"].results == ""
    tool = items["un-nouvel-outil-pour-bien-se-connaitre"]
    assert (tool.results, tool.partners) == ("", ())
    assert tool.summary.startswith("Le nouvel outil interactif Bien se connaître")


# ---------------------------------------------------------------- other reports


OTHER = """ INTRODUCTION
Le présent bilan décrit les faits saillants de l’année et les projets que les régions ont menés à
terme avec leurs partenaires.

 RÉALISATIONS ANNUELLES

Voici quelques projets.

Initiatives ayant permis de soutenir la relève
dans les régions



DIRECTION GÉNÉRALE DE LA MONTÉRÉGIE

Un pont vers l’emploi


Sommaire : Le projet jumelle des finissants et des entreprises de la région, qui manquent de
main-d’œuvre depuis plusieurs années.
Partenaires : Cégep de Granby, MRC de Brome-Missisquoi et Chambre de commerce de Cowansville.
Résultats : 42 jumelages.



Sommaire : Des ateliers ont été offerts aux personnes de moins de 30 ans qui cherchent un emploi
dans le domaine du bois.
Résultats : 12 ateliers et 80 participants.

LAC-SAINT-JEAN

Les ateliers du bois

 COUP DE CŒUR !
Le parcours de Nadia
CÔTE NORD
Nadia a 22 ans et travaille maintenant à la bibliothèque de Sept-Îles, où elle accueille les
usagers.
"""


@pytest.fixture(scope="module")
def other() -> Document:
    metadata = Metadata("bilan-x", "Bilan", "M", "2024-2025", "fr", "bilan", "s", "l")
    return parse_bilan(OTHER, metadata, "0" * 64)


def test_another_report_is_parsed_by_the_same_rules(other) -> None:
    found = [(i.kind, i.title, i.region.code, i.page, i.partners) for i in other.initiatives]
    partners = ("Cégep de Granby", "MRC de Brome-Missisquoi", "Chambre de commerce de Cowansville")
    assert found == [
        ("initiative", "Un pont vers l’emploi", "16", 2, partners),
        ("initiative", "Les ateliers du bois", "02", 2, ()),
        ("story", "Le parcours de Nadia", "09", 3, ()),
    ]
    assert other.initiatives[1].results == "12 ateliers et 80 participants."


def test_another_reports_theme_is_under_its_chapter(other) -> None:
    theme = "Initiatives ayant permis de soutenir la relève dans les régions"
    assert [section.path for section in other.sections] == [
        ("Introduction",),
        ("Réalisations annuelles",),
        ("Réalisations annuelles", theme),
    ]
    assert {item.theme for item in other.initiatives} == {theme}


def test_windows_line_ends_change_nothing_but_offsets(real_document) -> None:
    source = real_document.source.replace("\n", "\r\n")
    again = parse_bilan(source, real_document.metadata, real_document.digest)
    assert dump(replace(again, source=again.source)) == dump(real_document)


def test_two_labels_of_one_item_do_not_make_two_items() -> None:
    text = OTHER.replace("Partenaires :", "Objectif : Trouver un emploi.\nPartenaires :", 1)
    metadata = Metadata("bilan-x", "Bilan", "M", "2024-2025", "fr", "bilan", "s", "l")
    items = parse_bilan(text, metadata, "0" * 64).initiatives
    assert len(items) == 3
    assert items[0].summary.endswith("Trouver un emploi.")


def test_a_label_outside_of_the_themes_makes_no_item() -> None:
    text = OTHER.replace("Le présent bilan", "Objectif : Le présent bilan", 1)
    metadata = Metadata("bilan-x", "Bilan", "M", "2024-2025", "fr", "bilan", "s", "l")
    document = parse_bilan(text, metadata, "0" * 64)
    assert len(document.initiatives) == 3
    assert document.sections[0].extracts[0].text.startswith("Objectif : Le présent bilan")
