"""What kind of partner a name tells: from its own words, and from nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.errors import UnknownPartnerKindError
from spe_search.partner_kinds import PARTNER_KINDS, kinds_of, require_partner_kind

IDS = {kind.id for kind in PARTNER_KINDS}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CPE La Farandole", "childcare"),
        ("Bureau coordonnateur de la garde en milieu familial", "childcare"),
        ("Centre de services scolaire des Patriotes", "school"),
        ("centres de formation professionnelle", "school"),
        ("Service aux entreprises de l’Estrie", "school"),
        ("École forestière de La Tuque", "school"),
        ("CEGEP DE MATANE", "college"),
        ("Groupe Collegia", "college"),
        ("Pôle IDEOS de HEC Montréal", "university"),
        ("Université Laval", "university"),
        ("Chambre de Commerce du Grand Joliette", "chamber"),
        ("Comités sectoriels de main-d’œuvre", "sector_committee"),
        ("Conseil régional des partenaires du marché du travail", "labour_board"),
        ("Carrefour Jeunesse Emploi de Laval", "employment"),
        ("Carrefour jeunesse-emploi de l’Outaouais", "employment"),
        ("Service externe de main-d’œuvre de la Mauricie", "employment"),
        ("Centre de recherche d’emploi de la Mauricie", "employment"),
        ("Entreprises d’insertion du Québec", "social_economy"),
        ("SADC Vallée-de-la-Gatineau", "economic_development"),
        ("École des entrepreneurs du Québec", "economic_development"),
        ("Tourisme Îles de la Madeleine", "economic_development"),
        ("MRC de Deux-Montagnes", "municipality"),
        ("Ville de Lévis", "municipality"),
        ("Équipe Santé mentale du CIUSSS Saguenay–Lac-Saint-Jean", "health"),
        ("ministère de l’Immigration, de la Francisation et de l’Intégration", "government"),
        ("Ministère de la Santé et des Services sociaux", "government"),
        ("Conseil de bande de Manawan", "indigenous"),
        ("Syndicat des Métallos", "association"),
        ("Table de concertation des groupes de femmes", "community"),
        ("Société de transport de Laval", "transport"),
        ("Caisse Desjardins", "finance"),
        ("BIP Recherche", "consultant"),
        ("employeurs ayant accueilli les stagiaires", "business"),
    ],
)
def test_the_first_words_tell(name: str, kind: str) -> None:
    assert kinds_of(name)[0] == kind


@pytest.mark.parametrize(
    ("name", "no_kind"),
    [
        ("Corporation de transports collectifs de la MRC de Maskinongé", "municipality"),
        ("Corporation de développement économique de la municipalité", "municipality"),
        ("Service aux entreprises de l’Estrie", "business"),
        ("Centre de recherche d’emploi de la Mauricie", "university"),
        ("Centre d’aide aux entreprises", "business"),
        ("Comité sectoriel de main-d’œuvre", "employment"),
    ],
)
def test_what_a_name_only_mentions_is_not_its_kind(name: str, no_kind: str) -> None:
    assert kinds_of(name)
    assert no_kind not in kinds_of(name)


def test_a_name_may_be_of_two_kinds() -> None:
    assert kinds_of("Desjardins Entreprises") == ("finance", "business")


@pytest.mark.parametrize("name", ["Bridgestone", "", "  ", "…", "Centre Saint-Michel", "秘密"])
def test_a_name_that_tells_nothing_has_no_kind(name: str) -> None:
    assert kinds_of(name) == ()


@given(st.text(max_size=60))
def test_any_name_gives_known_kinds_once(name: str) -> None:
    kinds = kinds_of(name)
    assert set(kinds) <= IDS
    assert len(set(kinds)) == len(kinds)
    assert kinds_of(name.upper()) == kinds_of(name.upper().lower())


def test_words_belong_to_one_kind() -> None:
    for kind in PARTNER_KINDS:
        for words in kind.words:
            assert kinds_of(words)[:1] == (kind.id,), words


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("childcare", "childcare"),
        ("CPE", "childcare"),
        ("chambres de commerce", "chamber"),
        ("Cégep ou collège", "college"),
        ("Childcare centre", "childcare"),
        ("labour_board", "labour_board"),
        ("universités", "university"),
    ],
)
def test_a_kind_is_found_by_id_label_or_words(typed: str, kind: str) -> None:
    assert require_partner_kind(typed).id == kind


def test_an_unknown_kind_is_named_with_near_ones_first() -> None:
    with pytest.raises(UnknownPartnerKindError) as caught:
        require_partner_kind("associatoin")
    message = str(caught.value)
    assert "associatoin" in message
    assert message.index("association (") < message.index("childcare (")


def test_labels_are_in_both_languages() -> None:
    kind = require_partner_kind("college")
    assert (kind.label("fr"), kind.label("en")) == ("Cégep ou collège", "Cégep or college")
