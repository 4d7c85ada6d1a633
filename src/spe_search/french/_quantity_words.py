"""The words that stand around figures in a French report, folded."""

from __future__ import annotations

from spe_search.french._data import MONTHS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCALES: dict[str, int] = {
    "mille": 1_000,
    "millier": 1_000,
    "milliers": 1_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "milliard": 1_000_000_000,
    "milliards": 1_000_000_000,
}
SYMBOL_SCALES: dict[str, int] = {
    "k": 1_000,
    "m": 1_000_000,
    "g": 1_000_000_000,
    "md": 1_000_000_000,
}
"""Before « $ » only: « 3,5 M$ »."""

REFERENCES: frozenset[str] = _words(
    """
    page pages p pp volume volumes vol tome numero numeros no nos n tableau tableaux figure
    figures graphique graphiques annexe annexes chapitre chapitres section sections article
    articles alinea note notes renvoi etape phase volet mesure objectif axe orientation
    strategie action niveau version edition secondaire bureau local poste route autoroute case
    ligne item question loi reglement cohorte scenario partie
    """
)
"""Words whose number names a thing instead of counting: « page 12 », « Stratégie 2.2 »."""

MONTH_NAMES: str = "|".join([*MONTHS, "février", "août", "décembre"])

BEFORE_YEARS: frozenset[str] = frozenset(MONTHS) | _words(
    """
    en depuis des avant apres an annee annees exercice ete hiver printemps automne ici vers
    jusqu fin debut mi horizon rentree saison du au pour bilan plan
    """
)
"""Words after which four digits are a year, even before a plural."""

TIMES: frozenset[str] = _words(
    """
    seconde secondes minute minutes min heure heures h jour jours journee journees demi-journee
    demi-journees semaine semaines mois an ans annee annees trimestre trimestres semestre
    semestres
    """
)
RANKS: frozenset[str] = _words(
    """
    derniere dernieres dernier derniers premiere premieres premier premiers prochaine prochaines
    prochain prochains pleine pleines plein pleins longue longues long longs
    """
)

VERBS_OF_MANY: frozenset[str] = _words(
    """
    ont sont etaient avaient auront seront furent eurent peuvent doivent occupent travaillent
    demeurent restent declarent disent estiment considerent proviennent vivent suivent
    poursuivent beneficient participent obtiennent
    """
)
"""Verbs whose subject a bare number may be: « 11 ont intégré le marché du travail »."""

STOPS: frozenset[str] = _words(
    """
    a afin age agee agees ages ailleurs ainsi alors apres assez au aupres aussi autour aux avant
    avec avoir ayant car ce ceci cela celle celles celui cependant ces cet cette ceux chacun
    chacune chaque chez comme comment contre dans de depuis des deux devant dont du durant elle
    elles en encore entre envers environ es est et etaient etait etant etc ete etre eu eux fut
    furent grace hormis hors ici il ils jamais jusqu la le les leur leurs lors lorsque lui mais
    malgre mes mieux moins ne ni nos notre nous on ont or ou outre par parmi pas pendant peu
    plus plusieurs pour pourtant pres presque puis puisque quand quant que quel quelle quelles
    quelques quels qui quoi sa sans se selon sera seront ses si soit son sont sous souvent suite
    sur tant telle telles tels tous tout toute toutes tres trop un une vers versus via voici
    voire vos votre vous y toujours sommes surtout notamment respectivement seulement desormais
    meme memes sauf soient suivant etes
    """
)
"""Words that end a noun phrase."""

ADJECTIVES_BEFORE: frozenset[str] = _words(
    """
    nouveaux nouvelles petits petites moyens moyennes grands grandes jeunes autres anciens
    anciennes futurs futures divers diverses differents differentes principaux principales
    premiers premieres derniers dernieres prochains prochaines bons bonnes gros grosses vieux
    vieilles
    """
)
"""Adjectives that stand before their noun."""

ADJECTIVES_BEFORE_ONE: frozenset[str] = _words(
    "seul seule nouveau nouvelle nouvel petit petite grand grande"
)
PREPOSITIONS: frozenset[str] = _words(
    "a au aux dans par pour sous sur lors avec depuis en de d' des du entre chez hors"
)


def _pattern(text: str) -> str:
    return "|".join(text.split())


PEOPLE: str = _pattern(
    """
    personnes? individus? participante?s? cliente?s? clienteles? femmes? hommes? jeunes?
    adultes? employee?s? travailleu(?:r|se)s? agente?s? conseill(?:er|ere)s? gestionnaires?
    candidate?s? conjointe?s? infirmi(?:er|ere)s? chercheu(?:r|se)s? apprentie?s?
    compagn(?:e|es|ons?) stagiaires? etudiante?s? eleves? immigrante?s? arrivante?s?
    citoyen(?:ne)?s? prestataires? membres? meres? repondante?s? diplomee?s? peres? parents?
    autochtones? residente?s? usag(?:er|ere)s? enfants? utilisat(?:eur|rice)s? populations?
    familles? menages? salariee?s? beneficiaires? finissante?s? aine?e?s?
    entrepreneure?s? intervenante?s? visiteu(?:r|se)s? refugiee?s? retraitee?s? filles? garcons?
    """
)
"""The words for people, as alternatives of a pattern."""

BODIES: str = _pattern(
    """
    entreprises? organismes? employeure?s? partenaires? organisations? etablissements? pme ose
    bureaux? compagnies? fournisseurs?
    """
)
"""The words for bodies: what else a report counts and gives the shares of."""
