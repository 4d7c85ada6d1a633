"""Partners: one sentence of names, told apart by commas, articles and capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.parse.partners import split_partners
from spe_search.verbatim import squeeze


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Pôle IDEOS de HEC Montréal.", ["Pôle IDEOS de HEC Montréal"], id="one"),
        pytest.param(
            "SADC Vallée-de-la-Gatineau, BIP Recherche, MRC Vallée-de-la Gatineau.",
            ["SADC Vallée-de-la-Gatineau", "BIP Recherche", "MRC Vallée-de-la Gatineau"],
            id="commas",
        ),
        pytest.param(
            "Cégep de Matane; UQAR; CISSS.", ["Cégep de Matane", "UQAR", "CISSS"], id="semicolons"
        ),
        pytest.param(
            "ministère de l’Immigration, de la Francisation et de l’Intégration, Perspective.",
            [
                "ministère de l’Immigration, de la Francisation et de l’Intégration",
                "Perspective",
            ],
            id="a-name-with-commas",
        ),
        pytest.param(
            "Société d’aide, d’appui et de développement, Desjardins",
            ["Société d’aide, d’appui et de développement", "Desjardins"],
            id="a-name-with-elided-commas",
        ),
        pytest.param(
            "MRC du Golfe, Groupe d’Investissement et de Développement Communautaire, SADC.",
            [
                "MRC du Golfe",
                "Groupe d’Investissement et de Développement Communautaire",
                "SADC",
            ],
            id="et-inside-a-name",
        ),
        pytest.param(
            "FADOQ, Atelier préparatoire à l’emploi et Groupe intégration travail.",
            ["FADOQ", "Atelier préparatoire à l’emploi", "Groupe intégration travail"],
            id="et-before-the-last",
        ),
        pytest.param(
            "Service aux entreprises de l’Estrie et les employeurs ayant accueilli les stagiaires.",
            ["Service aux entreprises de l’Estrie", "employeurs ayant accueilli les stagiaires"],
            id="et-before-an-article",
        ),
        pytest.param(
            "les centres de formation et le Cégep de l’Outaouais, le Carrefour jeunesse-emploi.",
            ["centres de formation", "Cégep de l’Outaouais", "Carrefour jeunesse-emploi"],
            id="articles-are-left-out",
        ),
        pytest.param(
            "Hydro-Québec, l’Université Laval ainsi que la Ville de Lévis.",
            ["Hydro-Québec", "Université Laval", "Ville de Lévis"],
            id="ainsi-que",
        ),
        pytest.param(
            "Centre A, École forestière. Ces partenaires étaient présents, avec la Direction B.",
            ["Centre A", "École forestière"],
            id="only-the-first-sentence",
        ),
        pytest.param("", [], id="empty"),
        pytest.param(" . ", [], id="only-a-full-stop"),
    ],
)
def test_split(text: str, names: list[str]) -> None:
    assert list(split_partners(text)) == names


@given(st.text(max_size=80))
def test_names_are_the_words_of_the_text(text: str) -> None:
    """Nothing is invented: each name's characters stand in the text, in order."""
    position = 0
    whole = squeeze(text)
    for name in split_partners(text):
        assert name
        found = whole.find(squeeze(name), position)
        assert found >= position
        position = found + len(squeeze(name))
