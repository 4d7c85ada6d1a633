"""Kinds of partner, told from the words of their names: a cégep, a chamber of commerce, a city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from spe_search.errors import UnknownPartnerKindError
from spe_search.french import fold
from spe_search.types import Lang


@dataclass(frozen=True, slots=True)
class PartnerKind:
    """A kind of partner: its label in French and in English, and the words that tell it.

    ``words`` are in the singular; a plural in "s", capitals and accents do not matter.
    """

    id: str
    fr: str
    en: str
    words: tuple[str, ...]

    def label(self, lang: Lang) -> str:
        """Return the label in a language."""
        return self.en if lang == "en" else self.fr


def _kind(identifier: str, fr: str, en: str, words: str) -> PartnerKind:
    return PartnerKind(identifier, fr, en, tuple(part.strip() for part in words.split(",")))


PARTNER_KINDS: tuple[PartnerKind, ...] = (
    _kind(
        "childcare",
        "Service de garde éducatif (CPE, garderie)",
        "Childcare centre",
        "CPE, petite enfance, garderie, service de garde, bureau coordonnateur, daycare, childcare",
    ),
    _kind(
        "school",
        "Centre de services scolaire ou école",
        "School service centre or school",
        "centre de service scolaire, commission scolaire, CSS, CFP, centre de formation, "
        "éducation des adultes, formation professionnelle, école, polyvalente, "
        "service aux entreprises, services scolaires, établissement scolaire, "
        "établissement d’enseignement, school board, school",
    ),
    _kind(
        "college",
        "Cégep ou collège",
        "Cégep or college",
        "cégep, collège, collégial, collégiaux, Collegia, CCTT, college",
    ),
    _kind(
        "university",
        "Université ou centre de recherche",
        "University or research centre",
        "université, university, UQAM, UQAR, UQAC, UQTR, UQAT, UQO, HEC, ENAP, TÉLUQ, INRS, "
        "École de technologie supérieure, Polytechnique, McGill, Concordia, "
        "recherche scientifique, centre de recherche, chaire de recherche",
    ),
    _kind(
        "chamber",
        "Chambre de commerce",
        "Chamber of commerce",
        "chambre de commerce, jeune chambre, chamber of commerce, CCI, FCCQ",
    ),
    _kind(
        "sector_committee",
        "Comité sectoriel de main-d’œuvre",
        "Sectoral workforce committee",
        "comité sectoriel de main-d’œuvre, comité sectoriel, CSMO, AGRIcarrières, "
        "TECHNOCompétences, Détail Québec, Camo-route, sectoral committee",
    ),
    _kind(
        "labour_board",
        "Commission, conseil ou comité du marché du travail",
        "Labour market board, council or committee",
        "partenaires du marché du travail, CPMT, CRPMT, Conseil emploi métropole, "
        "comité consultatif, CAMO, adaptation de la main-d’œuvre",
    ),
    _kind(
        "employment",
        "Organisme en employabilité",
        "Employment service organisation",
        "carrefour jeunesse-emploi, carrefour jeunesse, carrefour emploi, CJE, RCJEQ, "
        "employabilité, employability, centre de recherche d’emploi, recherche d’emploi, "
        "centre d’emploi, aide à l’emploi, "
        "centre-conseil en emploi, intégration à l’emploi, préparatoire à l’emploi, "
        "insertion à l’emploi, maintien en emploi, service externe de main-d’œuvre, "
        "spécialisé de main-d’œuvre, SEMO, service d’emploi, zone emploi, cible emploi, "
        "cap emploi, impulsion travail, accès travail, action emploi, objectif emploi, "
        "orientation travail, intégration travail, intégration au travail, option femmes, "
        "femmes et emploi, emploi, perspective carrière, stratégie carrière, carrière, "
        "Sphère Québec, AXTRA, RQuODE, ROSEPH",
    ),
    _kind(
        "social_economy",
        "Économie sociale, entreprise d’insertion ou adaptée",
        "Social economy, integration or adapted enterprise",
        "économie sociale, entreprise d’insertion, entreprise adaptée, "
        "entreprise d’économie sociale, coopérative, coop, CQEA, social economy",
    ),
    _kind(
        "economic_development",
        "Développement économique ou touristique",
        "Economic development or tourism",
        "SADC, aide au développement, aide au développement de la collectivité, "
        "aide au développement communautaire, développement économique, développement local, "
        "développement régional, développement industriel, développement durable, CLD, "
        "centre local de développement, centre d’aide aux entreprises, aide aux entreprises, "
        "innovation et de développement, investissement et de développement, "
        "investissement et de développement communautaire, PME MTL, tourisme, touristique, "
        "Montréal International, Québec International, École des entrepreneurs, "
        "École d’entrepreneurs, mentorat, Futurpreneur, créneau d’excellence, parc industriel, "
        "technopole, transfert d’entreprise, economic development, tourism",
    ),
    _kind(
        "municipality",
        "Ville, MRC ou autre administration locale",
        "City, county or other local government",
        "MRC, municipalité régionale de comté, ville, municipalité, arrondissement, municipal, "
        "communauté maritime, communauté métropolitaine, administration régionale Baie-James, "
        "gouvernement régional, FQM, fédération québécoise des municipalités, UMQ, "
        "Union des municipalités, city of, municipality",
    ),
    _kind(
        "health",
        "Santé et services sociaux",
        "Health and social services",
        "CISSS, CIUSSS, CSSS, CLSC, santé et de service sociaux, service sociaux, hôpital, "
        "hôpitaux, centre hospitalier, santé mentale, santé publique, Santé Québec, santé, "
        "centre intégré universitaire de santé, réadaptation, CRDI, protection de la jeunesse, "
        "DPJ, famille-enfance-jeunesse, centre jeunesse, hospital, health",
    ),
    _kind(
        "government",
        "Ministère ou organisme public",
        "Government department or public body",
        "ministère, ministère de la santé, ministère de l’éducation, gouvernement du Québec, "
        "gouvernement du Canada, gouvernement fédéral, Services Québec, Service Canada, "
        "secrétariat à la, secrétariat à la condition féminine, MIFI, MESS, MTESS, MEQ, MEIE, "
        "MSSS, MAPAQ, MAMH, MTMD, MRNF, CNESST, OPHQ, CCQ, EDSC, IRCC, SAAQ, OQLF, ISQ, "
        "Revenu Québec, "
        "office québécois, office des personnes handicapées, office des professions, "
        "commission de la construction, commission des normes, Hydro-Québec, "
        "Statistique Canada, institut de la statistique, Secteur de l’emploi, direction régionale, "
        "department, "
        "ministry",
    ),
    _kind(
        "indigenous",
        "Organisation autochtone",
        "Indigenous organisation",
        "autochtone, conseil de bande, Première Nation, Kativik, administration régionale Kativik, "
        "Gouvernement de la nation crie, Conseil des Innus, Innu, Inuit, Cri, Atikamekw, Mohawk, "
        "Anishinabe, Abénaki, Mi’gmaq, Huron-Wendat, CDRHPNQ, First Nation, Indigenous, Cree",
    ),
    _kind(
        "association",
        "Association, ordre, fédération ou syndicat",
        "Association, professional order, federation or union",
        "syndicat, syndical, centrale syndicale, FTQ, CSN, CSD, CSQ, UPA, union des producteurs, "
        "emploi agricole, centre d’emploi agricole, ordre, ordre des, association, fédération, "
        "alliance, conseil du patronat, manufacturiers et exportateurs, regroupement, union",
    ),
    _kind(
        "community",
        "Organisme communautaire",
        "Community organisation",
        "communautaire, développement communautaire, FADOQ, condition féminine, "
        "groupe de femmes, centre de femmes, centre d’action bénévole, bénévole, CDC, Centraide, "
        "maison de jeunes, maison des jeunes, maison de la famille, maison d’hébergement, "
        "maison de quartier, auberge du cœur, banque alimentaire, table de concertation, "
        "sans but lucratif, OBNL, OSBL, Place aux jeunes, organisme d’accueil, "
        "organisme d’aide, accueil des personnes immigrantes, accueil des immigrants, "
        "intégration des immigrants, multiethnique, interculturel, interculturelle, "
        "fondation, YMCA, YWCA, community",
    ),
    _kind(
        "transport",
        "Transport collectif",
        "Public transit",
        "transport collectif, transport adapté, transport en commun, société de transport, "
        "régie de transport, public transit",
    ),
    _kind(
        "finance",
        "Institution financière",
        "Financial institution",
        "Desjardins, caisse, banque, BDC, Fonds de solidarité, Fondaction, crédit communautaire, "
        "bank, credit union",
    ),
    _kind(
        "consultant",
        "Firme-conseil, de recherche ou de sondage",
        "Consulting, research or survey firm",
        "consultant, consultante, consultation, firme, cabinet, recherche, sondage, "
        "conseil en gestion, conseil en ressources humaines, services-conseils, consulting",
    ),
    _kind(
        "business",
        "Entreprise ou employeur",
        "Business or employer",
        "entreprise, employeur, employeuse, entrepreneur, entrepreneure, compagnie, inc, ltée, "
        "industrie, produit, énergie, usine, manufacture, employer, business, company, ltd",
    ),
)
"""Every kind, in the order in which they are shown. Of words that overlap the longest tell."""


@lru_cache(maxsize=4096)
def kinds_of(name: str) -> tuple[str, ...]:
    """Return the ids of the kinds of partner that a name tells, that of its first words first.

    What follows "de" says whose or where something is ("Transports collectifs de la MRC…" is no
    MRC): it tells a kind only where nothing before it does. A name whose words tell nothing
    ("Bridgestone") has no kind, rather than a guess.

    Args:
        name: a partner's name, as the report writes it.
    """
    pattern, kinds = _vocabulary()
    found: dict[str, None] = {}
    for match in pattern.finditer(fold(name)):
        if not found or match["of"] is None:
            found[kinds[_singular(match["words"])]] = None
    return tuple(found)


def require_partner_kind(value: str) -> PartnerKind:
    """Return the kind of partner that is meant: by its id, its label or any of its words.

    Raises:
        UnknownPartnerKindError: none is; the message lists them, the nearest first.
    """
    wanted = fold(value).strip()
    names = {fold(n): kind for kind in PARTNER_KINDS for n in (kind.fr, kind.en, kind.id)}
    if kind := names.get(wanted):
        return kind
    told = kinds_of(value)
    if told:
        return next(kind for kind in PARTNER_KINDS if kind.id == told[0])
    near = [names[name] for name in get_close_matches(wanted, names, n=5, cutoff=0.4)]
    ordered = dict.fromkeys([*near, *PARTNER_KINDS])
    accepted = ", ".join(f"{kind.id} ({kind.fr})" for kind in ordered)
    raise UnknownPartnerKindError(value=value, accepted=accepted)


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds any kind's words, and the kind that each of them tells."""
    kinds: dict[str, str] = {}
    for kind in PARTNER_KINDS:
        for words in kind.words:
            kinds.setdefault(_singular(fold(words)), kind.id)
    longest_first = sorted(kinds, key=lambda words: -len(words))
    any_words = "|".join(
        "[ -]".join(rf"{re.escape(word)}s?" for word in words.split()) for words in longest_first
    )
    of = r"(?P<of>\b(?:de la |de l'|des |du |de |d'))?"
    return re.compile(rf"{of}(?<![a-z0-9])(?P<words>{any_words})(?![a-z0-9])"), kinds


def _singular(words: str) -> str:
    return " ".join(word.removesuffix("s") for word in re.split("[ -]", words))
