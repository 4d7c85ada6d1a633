"""Word lists of the French analyser; every word is folded (no accents, lower case)."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# « an » is no English article here: it is a year. « but » is a goal (« à but non lucratif »).
# « sans », « non », « moins » and « contre » turn a meaning round, so they are no stop words.
STOP_WORDS: frozenset[str] = _set(
    """
    a afin ai aie aient aies ainsi ait alors apres as au aucun aucune aujourd'hui auquel aura aurai
    auraient aurais aurait aurez auriez aurions aurons auront aussi autant aux auxquelles auxquels
    avaient avais avait avec avez aviez avions avoir avons ayant ayez ayons
    c ca car ce ceci cela celle celles celui ces cet cette ceux chacun chacune chaque chez
    ci combien comme comment d dans de dela depuis des deja desquelles desquels dessous dessus donc
    dont du duquel durant elle elles en encore entre es est et etaient etais etait etant etc ete
    etes etiez etions etre eu eue eues eurent eus eut eux furent fus fut
    i il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors
    lorsqu lorsque lui m ma mais me meme memes mes mien mienne moi mon n ne ni nos notre nous on
    ont or ou oui par parce parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi
    puis puisqu puisque qu quand que quel quelle quelles quelqu'un quelqu'une quelque quelques quels
    qui quoi quoiqu quoique s sa se selon sera serai seraient serais serait seras serez seriez
    serions serons seront ses si sien sienne soi soient sois soit sommes son sont sous soyez soyons
    suis sur t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes toutefois tres
    tu un une vers via voici voila vos votre vous y

    about and any are at be been by can could did do does for from had has have he her his how
    in into is it its many much my of our she should that the their them there these they this
    those to was we were what when where which who whom whose why will with would you your
    """
)

# What may stand within a double form: « les travailleuses et les travailleurs ».
PAIR_LINKS: frozenset[str] = frozenset({"et", "ou", "and", "or"})
PAIR_ARTICLES: frozenset[str] = _set("un une le la les l de des du d au aux a ce cet")

# Endings that inclusive writing glues to a word: agent(e)s, employé·e·s, conseiller-ère.
INCLUSIVE_ENDINGS: frozenset[str] = _set(
    "e es s ne nes ere eres iere ieres trice trices rice rices euse euses fe ve ves"
)

# What an inversion hangs on its verb: « a-t-elle », « peut-on », « ceux-ci ».
CLITICS: frozenset[str] = _set(
    "t je tu il elle on nous vous ils elles ce ci la le les lui leur moi toi y en"
)
COMPOUNDS_OF_STOP_WORDS: frozenset[str] = _set(
    "est-ce c'est-a-dire peut-etre ci-dessus ci-dessous la-bas au-dela au-dessus vis-a-vis"
)
LEXICAL_COMPOUNDS: frozenset[str] = frozenset({"rendez-vous", "chez-soi"})

# Spelling before the stemmer, for what no rule reaches. Acronyms stand for themselves.
IRREGULAR: dict[str, str] = {
    "travaux": "travail",
    "baux": "bail",
    "vitraux": "vitrail",
    "tuyaux": "tuyau",
    "noyaux": "noyau",
    "lieux": "lieu",
    "milieux": "milieu",
    "jeux": "jeu",
    "enjeux": "enjeu",
    "feux": "feu",
    "voeux": "voeu",
    "aveux": "aveu",
    "cheveux": "cheveu",
    "vieux": "vieux",
    "vieil": "vieux",
    "vieille": "vieux",
    "vieilles": "vieux",
    "nouvel": "nouveau",
    "nouvelle": "nouveau",
    "nouvelles": "nouveau",
    "beau": "beau",
    "bel": "beau",
    "belle": "beau",
    "belles": "beau",
    "public": "publique",
    "publics": "publique",
    "publication": "publier",
    "publications": "publier",
    **dict.fromkeys(("publie", "publies", "publiee", "publiees"), "publier"),
    **dict.fromkeys(("etudie", "etudies", "etudiee", "etudiees"), "etudier"),
    "organisme": "organisme",
    "organismes": "organisme",
    "direction": "direction",
    "directions": "direction",
    "creation": "creer",
    "creations": "creer",
    "cree": "creer",
    "crees": "creer",
    "creee": "creer",
    "creees": "creer",
    "compagne": "compagnon",
    "compagnes": "compagnon",
    "mentorat": "mentor",
    "mentorats": "mentor",
    "mentore": "mentor",
    "mentores": "mentor",
    "stagiaire": "stage",
    "stagiaires": "stage",
    "jumelage": "jumeler",
    "jumelages": "jumeler",
    "financier": "finance",
    "financiers": "finance",
    "financiere": "finance",
    "financieres": "finance",
    "intervention": "intervenir",
    "interventions": "intervenir",
    "prevention": "prevenir",
    "preventions": "prevenir",
    "militaire": "militaire",
    "militaires": "militaire",
    "refus": "refuser",
    "abus": "abuser",
    "matrice": "matrice",
    "matrices": "matrice",
    "oses": "ose",
    "amis": "ami",
    "cris": "cri",
    "ages": "age",
    "agee": "age",
    "agees": "age",
}

# Never stemmed: the stemmer would glue them to other words, or cut an acronym.
KEPT_WHOLE: frozenset[str] = _set(
    """
    organisme direction militaire matrice ciusss cisss inrs mess mtess pamt cpmt mfor mifor opmo
    pratic canape vieux cas pas gros dos repos propos heros mois fois pays
    """
)

# Plurals in -ois and -ais that are not the masculine of an adjective (québécois, français).
PLURAL_IS: frozenset[str] = _set(
    "emplois lois envois renvois convois tournois delais essais balais quais vrais"
)

UNITS: dict[str, int] = {
    "zero": 0,
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
TENS: dict[str, int] = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "nonante": 90,
}
ORDINAL_ROOTS: dict[str, str] = {
    "un": "un",
    "deux": "deux",
    "trois": "trois",
    "quatr": "quatre",
    "cinqu": "cinq",
    "six": "six",
    "sept": "sept",
    "huit": "huit",
    "neuv": "neuf",
    "dix": "dix",
    "onz": "onze",
    "douz": "douze",
    "treiz": "treize",
    "quatorz": "quatorze",
    "quinz": "quinze",
    "seiz": "seize",
    "vingt": "vingt",
    "trent": "trente",
    "quarant": "quarante",
    "cinquant": "cinquante",
    "soixant": "soixante",
    "cent": "cent",
    "mill": "mille",
}
# Only the singular is a number: « une vingtaine », but « des dizaines » is no 10.
COLLECTIVES: dict[str, str] = {
    "dizaine": "10",
    "douzaine": "12",
    "quinzaine": "15",
    "vingtaine": "20",
    "trentaine": "30",
    "quarantaine": "40",
    "cinquantaine": "50",
    "soixantaine": "60",
    "centaine": "100",
    "millier": "1000",
}

MONTHS: tuple[str, ...] = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)

# Not among them: « etc. », which ends its sentence before a capital, and « sept. », mostly a 7.
ABBREVIATIONS: frozenset[str] = _set(
    """
    adj al art av bd bibl boul c-a-d cf ch chap coll dept dir dr dre drs ed env ex fig hon
    ibid ing m max min mlle mm mme mmes mgr n n° no nos num p pp prof
    resp ref st ste sts stes suppl suiv tel v vol vs
    janv fevr avr juil oct nov dec
    """
)

# Words an acronym may pass over.
FUNCTION_WORDS: frozenset[str] = _set(
    "a au aux avec d dans de des du en et l la le les ou par pour sans sur un une of and the"
)
