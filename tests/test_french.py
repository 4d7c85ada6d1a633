"""The French analyser: what it keeps together, what it keeps apart, and where things stand."""

from __future__ import annotations

import threading
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.french import (
    ANALYSER_VERSION,
    acronyms,
    fold,
    sentences,
    stem,
    tally,
    terms,
    words,
)


def bag(text: str) -> list[str]:
    return [term.text for term in terms(text)]


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def test_version_is_a_string() -> None:
    assert ANALYSER_VERSION == "2"


# ---------------------------------------------------------------- fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Main-d’Œuvre", "main-d'oeuvre"),
        ("ÉTÉ", "ete"),
        ("e\u0301te\u0301", "ete"),
        ("cæcum", "caecum"),
        ("Saint\u2010Michel", "saint-michel"),
        ("Saint\u2011Michel", "saint-michel"),
        ("Saguenay–Lac-Saint-Jean", "saguenay-lac-saint-jean"),
        ("volet – individus", "volet – individus"),
        ("102\u202f544\u00a0%\u2009!", "102 544 % !"),
        ("l\u2019emploi, l\u02bcemploi, l\u00b4emploi", "l'emploi, l'emploi, l'emploi"),
        ("Forêt\nboréale", "foret\nboreale"),
        ("em\u00adploi", "emploi"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("L’emploi d'une qu’il jusqu’à", ["emploi", "une", "il", "à"]),
        ("lorsqu’on puisqu'elle quoiqu’il", ["on", "elle", "il"]),
        ("n’a s’y j’ai m’a t’es c’est", ["a", "y", "ai", "a", "es", "est"]),
        ("aujourd’hui", ["aujourd’hui"]),
        ("quelqu’un", ["quelqu’un"]),
        ("presqu’île", ["presqu’île"]),
        ("dʼun quelquʼun", ["un", "quelquʼun"]),  # U+02BC: a letter to Python
        ("la main-d’œuvre", ["la", "main-d’œuvre"]),
        ("Chaudière-Appalaches", ["Chaudière", "Appalaches"]),
        ("2023-2024", ["2023", "2024"]),
        ("102 544 personnes", ["102 544", "personnes"]),
        ("agent(e)s d’aide", ["agent(e)s", "aide"]),
        ("employés1 du", ["employés", "du"]),
        ("voir https://www.quebec.ca/emploi ici", ["voir", "ici"]),
    ],
)
def test_words_are_surfaces(text: str, surfaces: list[str]) -> None:
    assert [text[word.start : word.end] for word in words(text)] == surfaces


def test_words_are_folded() -> None:
    assert [word.text for word in words("L’Été à Québec")] == ["ete", "a", "quebec"]
    assert [word.text for word in words("employé·e·s")] == ["employe"]


# ---------------------------------------------------------------- families

FAMILIES = [
    "employé employée employés employées EMPLOYÉES employe employee",
    "emploi emplois EMPLOIS",
    "travailleuse travailleur travailleurs travailleuses",
    "travail travaux",
    "conseillère conseiller conseillères conseillers conseil",
    "régional régionaux régionale régionales",
    "étudiante étudiant étudiants étudier étudié",
    "ouvrière ouvrier ouvrières ouvriers",
    "entrepreneure entrepreneur entrepreneurs entrepreneuriat",
    "agent agente agents agentes",
    "former formation formé formée formations formatrice formateur",
    "embaucher embauche embauché embauches",
    "recruter recrutement recruté",
    "intégrer intégration intégré intègre",
    "aider aide aidé aides aidées",
    "immigrer immigration immigrant immigrante immigré immigrées",
    "organisation organiser organisations organisé",
    "organisme organismes",
    "qualification qualifier qualifié qualifiée qualifiées qualifications",
    "communication communiquer communications",
    "publication publier publié publiée",
    "public publique publics publiques",
    "individu individus",
    "revenu revenus",
    "schéma schémas",
    "numéro numéros",
    "apprenti apprentie apprentis apprenties",
    "actif active actifs actives",
    "nombreux nombreuse nombreuses",
    "nouveau nouvelle nouveaux nouvelles nouvel",
    "enjeu enjeux",
    "milieu milieux",
    "partenaire partenaires partenariat",
    "mécanicienne mécanicien mécaniciennes",
    "compagne compagnon compagnons",
    "directeur directrice directrices",
    "étrangère étranger étrangers",
    "créer création créé créées",
    "chômeur chômeuse chômeurs",
    "compris comprise",
    "québécois québécoise québécoises",
    "stage stages stagiaire stagiaires",
    "intervention intervenir intervenante",
    "financier financière financement financer",
    "œuvre oeuvre œuvres",
    "million millions",
    "an ans",
    "âge âgé âgées âgés",
    "SPE spe S.P.E. Spe",
    "OSE OSEs",
    "CIUSSS ciusss",
    "finir fini finie finissants",
    "réunir réunis réunie réunit",
    "génie génies",
    "sortir sortants sortie",
    "ami amis",
    "cri cris",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_family_meets(family: str) -> None:
    members = family.split()
    assert {tuple(bag(member)) for member in members} == {(stem(members[0]),)}


APART = [
    "employé employeur emploi employabilité",
    "organisation organe organisme",
    "ministre ministère",
    "direction directeur direct",
    "service servir",
    "université univers universel",
    "général générer génération",
    "commune communication communauté",
    "public publication",
    "travail travailleur",
    "partir partenaire",
    "gestion gérer geste",
    "national nation notation",
    "citation cité",
    "région régime",
    "matière mature",
    "spe spécial",
    "pratic pratique",
    "prestataire prestation",
    "social société",
    "compagnon campagne compagnie",
    "an année",
    "gens génie",
    "profs profit",
    "voirie voir",
    "taxi taxe",
    "maris mars",
    "fini fin",
    "sous-ministre ministre",
    "Cris crise",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pair
        for group in APART
        for pair in combinations(group.split(), 2)
        if pair not in {("général", "générer"), ("générer", "génération")}
    ]
    + [("général", "générer")],
)
def test_meanings_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "word",
    ["spe", "pamt", "cpmt", "mfor", "ciusss", "cisss", "pme", "ose", "opmo", "inrs", "bsq", "mrc"],
)
def test_acronyms_come_out_whole(word: str) -> None:
    assert bag(word) == bag(word.upper()) == [word]


# ---------------------------------------------------------------- double forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("employées et employés", ["employ"]),
        ("employées \n\net employés1 du", ["employ"]),
        ("ouvrière ou ouvrier", ["ouvri"]),
        ("travailleuses et des travailleurs", ["travailleur"]),
        ("un conseiller ou une conseillère", ["conseil"]),
        ("agentes et agents", ["agent"]),
        ("travailleuse/travailleur", ["travailleur"]),
        ("une collègue ou un collègue", ["collegu"]),
        ("compagne ou compagnon", ["compagnon"]),
        ("les apprenantes et les apprenants", ["appren"]),
        ("mécaniciennes et mécaniciens", ["mecanicien"]),
        ("d’ouvrières et d’ouvriers", ["ouvri"]),
        ("agent(e)s", ["agent"]),
        ("AGENT(E)S", ["agent"]),
        ("employé-e-s", ["employ"]),
        ("employé·e·s", ["employ"]),
        ("étudiant.e.s", ["etudi"]),
        ("travailleur(euse)s", ["travailleur"]),
        ("conseiller·ère", ["conseil"]),
        # No double form: another word of the family, or the same word said twice.
        ("participation et participants", ["particip", "particip"]),
        ("projet et projet", ["projet", "projet"]),
        ("employés, cadres et employées", ["employ", "cadr", "employ"]),
    ],
)
def test_double_forms_count_once(text: str, expected: list[str]) -> None:
    assert bag(text) == expected


# ---------------------------------------------------------------- compounds


@pytest.mark.parametrize(
    "text",
    [
        "main-d’œuvre",
        "main-d'œuvre",
        "main d’oeuvre",
        "main-d'oeuvre",
        "MAIN-D’ŒUVRE",
        "main d oeuvre",
        "mains-d’œuvre",
        "main\u2010d’œuvre",
        "main-\nd’œuvre",
    ],
)
def test_labour_is_one_term(text: str) -> None:
    assert bag(f"la {text} rare") == ["main-oeuvr", "rar"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mise en œuvre", ["mis", "oeuvr"]),
        ("aide-conseil", ["aid-conseil", "aid", "conseil"]),
        ("demi-journée", ["demi-journ", "demi", "journ"]),
        ("Chaudière-Appalaches", ["chaudi-appalach", "chaudi", "appalach"]),
        (
            "Saguenay–Lac-Saint-Jean",
            ["saguenay-lac-saint-jean", "saguenay", "lac", "saint", "jean"],
        ),
        ("Lépine-Cloutier", ["lepin-clouti", "lepin", "clouti"]),
        ("Vallée-de-la-Gatineau", ["vall-gatineau", "vall", "gatineau"]),
        ("Trois-Rivières", ["3-rivi", "3", "rivi"]),
        ("MFOR-I", ["mfor-i", "mfor"]),
        ("a-t-elle atteint", ["atteint"]),
        ("permet-il", ["permet"]),
        ("Est-ce que", []),
        ("c’est-à-dire", []),
        ("les rendez-vous", ["rendez-vous", "rend"]),
    ],
)
def test_compounds(text: str, expected: list[str]) -> None:
    assert bag(text) == expected


def test_compound_meets_its_words_apart() -> None:
    assert set(bag("trois rivières")) <= set(bag("Trois-Rivières"))
    assert set(bag("chaudiere appalaches")) <= set(bag("CHAUDIÈRE-APPALACHES"))


# ---------------------------------------------------------------- stop words


@pytest.mark.parametrize(
    "text",
    [
        "Combien de quelles sont les",
        "comment pourquoi où quand qui que quoi",
        "l’ d’une qu’ils n’ont jusqu’à",
        "quelqu’un aujourd’hui",
        "what is the of in which how many much did does do who where when was were with",
        "a été être avait ÉTÉ",
    ],
)
def test_function_words_are_dropped(text: str) -> None:
    assert bag(text) == []


@pytest.mark.parametrize("word", ["sans", "non", "moins", "contre", "hors", "but", "an"])
def test_words_that_carry_meaning_stay(word: str) -> None:
    assert len(bag(word)) == 1


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("102 544", ["102544"]),
        ("102\u00a0544", ["102544"]),
        ("102\u2009544", ["102544"]),
        ("102\u202f544", ["102544"]),
        ("102544", ["102544"]),
        ("4 207 731", ["4207731"]),
        ("26 20", ["26", "20"]),
        ("2023 2024", ["2023", "2024"]),
        ("2023 204", ["2023", "204"]),
        ("17 133 16 000 41,0 %", ["17133", "16000", "41", "%"]),
        ("12\n345", ["12", "345"]),
        ("53,9 %", ["53,9", "%"]),
        ("53.9%", ["53,9", "%"]),
        ("53,9 pour cent", ["53,9", "%"]),
        ("cinquante pour cent des", ["50", "%"]),
        ("pour cent personnes", ["100", "person"]),
        ("007", ["7"]),
        ("82 millions de dollars", ["82", "million", "dollar"]),
        ("82 M$", ["82", "million", "dollar"]),
        ("82 000 000 $", ["82000000", "dollar"]),
        ("50 ans et plus", ["50+", "50", "an"]),
        ("50 ans et +", ["50+", "50", "an"]),
        ("50 ans+", ["50+", "50", "an"]),
        ("50+", ["50+", "50"]),
        ("plus de 50 ans", ["50+", "50", "an"]),
        ("cinquante ans et plus", ["50+", "50", "an"]),
        ("plus de 50 partenaires", ["50", "partenair"]),
        ("moins de 25 ans", ["moin", "25-", "25", "an"]),
        ("moins de 25 %", ["moin", "25", "%"]),
        ("20 à 34 ans", ["20-34", "20", "34", "an"]),
        ("20-34 ans", ["20-34", "20", "34", "an"]),
        ("20–34 ans", ["20-34", "20", "34", "an"]),
        ("entre 18 et 30 ans", ["18-30", "18", "30", "an"]),
        ("34 à 20", ["34", "20"]),
        ("1er mai", ["1", "mai"]),
        ("la 20e édition", ["20", "edit"]),
        ("2ème", ["2"]),
        ("8 février 2024", ["8", "fevri", "2024"]),
        ("2024-02-08", ["2024", "fevri", "8"]),
        ("section 4.11 ici", ["section", "4,11", "ici"]),
        ("niveau B2", ["niveau", "b2"]),
        ("des SPE2", ["spe"]),
        ("employés¹", ["employ"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert bag(text) == expected


@pytest.mark.parametrize("text", ["2023-2024", "2023–2024", "2023/2024", "2023-24", "2023 - 2024"])
def test_exercice(text: str) -> None:
    assert bag(text) == ["2023-2024", "2023", "2024"]


def test_years_that_do_not_follow_are_a_span() -> None:
    assert bag("2019-2023") == ["2019-2023", "2019", "2023"]
    assert bag("2024-11") == ["2024", "11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quarante-six", ["46"]),
        ("quarante six", ["46"]),
        ("neuf", ["9"]),
        ("Neuf personnes", ["9", "person"]),
        ("six présentations", ["6", "present"]),
        ("vingt et une", ["21"]),
        ("vingt-et-un", ["21"]),
        ("quatre-vingts", ["80"]),
        ("quatre-vingt-un", ["81"]),
        ("quatre-vingt-onze", ["91"]),
        ("quatre-vingt-dix-neuf", ["99"]),
        ("soixante et onze", ["71"]),
        ("soixante-dix-sept", ["77"]),
        ("cent", ["100"]),
        ("cent un", ["101"]),
        ("deux cents", ["200"]),
        ("deux cent trente-quatre", ["234"]),
        ("mille", ["1000"]),
        ("deux mille vingt-quatre", ["2024"]),
        ("cent mille", ["100000"]),
        (
            "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf",
            ["999999"],
        ),
        ("deuxième", ["2"]),
        ("vingtième", ["20"]),
        ("vingt et unième", ["21"]),
        ("neuvième", ["9"]),
        ("deux trois", ["2", "3"]),
        ("deux et trois", ["2", "3"]),
        ("vingt, trente", ["20", "30"]),
        ("une personne", ["person"]),
        ("une vingtaine", ["20", "vingtain"]),
        ("une centaine de", ["100", "centain"]),
        ("des centaines", ["centain"]),
        ("problème", ["problem"]),
    ],
)
def test_numbers_in_words(text: str, expected: list[str]) -> None:
    assert bag(text) == expected


@pytest.mark.parametrize(
    ("text", "term", "surface"),
    [
        ("Près de 102 544 personnes", "102544", "102 544"),
        ("les 50 ans et plus, ici", "50+", "50 ans et plus"),
        ("de la main-d’œuvre", "main-oeuvr", "main-d’œuvre"),
        ("En 2023-24, oui", "2024", "24"),
        ("53,9 pour cent", "%", "pour cent"),
        ("l’Œuvre", "oeuvr", "Œuvre"),
        ("agent(e)s d’aide", "agent", "agent(e)s"),
        ("quatre-vingt-dix jours", "90", "quatre-vingt-dix"),
    ],
)
def test_terms_know_where_they_stand(text: str, term: str, surface: str) -> None:
    found = {t.text: text[t.start : t.end] for t in terms(text)}
    assert found[term] == surface


# ---------------------------------------------------------------- acronyms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les services publics d’emploi (SPE) sont", {"spe": "services publics d’emploi"}),
        (
            "à la Mesure de formation de la \n\nmain-d’œuvre – volet individus (MFOR-I) a",
            {"mfor-i": "Mesure de formation de la main-d’œuvre – volet individus"},
        ),
        (
            "avec la Commission des partenaires du \n\nmarché du travail (CPMT), un plan",
            {"cpmt": "Commission des partenaires du marché du travail"},
        ),
        (
            "tel que le Programme pour la requalification et l’accompagnement en technologies de "
            "l’information et des communications (PRATIC), le",
            {
                "pratic": "Programme pour la requalification et l’accompagnement en technologies "
                "de l’information et des communications"
            },
        ),
        (
            "et les organismes spécialisés en employabilité (OSE).",
            {"ose": "organismes spécialisés en employabilité"},
        ),
        ("par l’Opération main-d’œuvre (OPMO) ou", {"opmo": "Opération main-d’œuvre"}),
        (
            "petites et moyennes entreprises (PME) aidées (6 à 99 employés)",
            {"pme": "petites et moyennes entreprises"},
        ),
        (
            "CANAPÉ (Comité d’accueil nouvelles arrivantes professionnelles et entrepreneures)",
            {"canape": "Comité d’accueil nouvelles arrivantes professionnelles et entrepreneures"},
        ),
        (
            "JADE : Jumelage, arrimage et démarchage en emploi à Laval",
            {"jade": "Jumelage, arrimage et démarchage en emploi"},
        ),
        ("services-conseils (1 532 entreprises en 2023-2024)", {}),
        ("données inconnues (ex. : scolarité)", {}),
        ("par des partenaires du milieu (SPE)", {}),
        ("Une phrase. De Québec (QC) viennent", {}),
        ("SPE : Sommaire des activités", {}),
        ("(SPE)", {}),
        ("ØØ (ØØ)", {}),
    ],
)
def test_acronyms(text: str, expected: dict[str, str]) -> None:
    assert acronyms(text) == expected


def test_first_definition_of_an_acronym_holds() -> None:
    text = "services publics d’emploi (SPE). Le soutien pour étudiants (SPE)."
    assert acronyms(text) == {"spe": "services publics d’emploi"}


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Il vient.", "Elle part."],
        ["Ça fonctionne !", "Et la suite ?", "Oui…", "Non."],
        ["M. Roy et Mme. Lavoie arrivent.", "Le Dr. Roy part."],
        ["Voir p. 12 et art. 5, no. 3.", "Fin."],
        ["Selon Roy et al. Une étude suit."],
        ["Des eaux, etc. et le reste.", "Fin."],
        ["Technologies, innovation, etc.", "Une connaissance."],
        ["Traitement des eaux (électricité, etc.) Pour les métiers.", "Fin."],
        ["Données inconnues (ex. : scolarité. Lieu) sont là.", "Fin."],
        ["J. Tremblay parle.", "Puis P. Roy."],
        ["Le taux est de 53.9 % à la section 4.11 Résultats.", "Fin."],
        ["Le 1er. Mai"],
        ["Il attend… puis part.", "Fin."],
        ["« Ça va ! » dit-il.", "Fin."],
        ["« Ça va bien. »", "Elle part."],
        ["(Il rit.)", "Puis il part."],
        ["Elle a réussi :-) Bravo.", "Fin."],
        ["Bravo ! :-)", "La suite."],
        ["Les secteurs :", "• construction;", "• génie."],
        ["Les secteurs :", "- construction", "- génie"],
        ["1. Les services offerts.", "Fin."],
        ["Ils sont sept.", "Le reste part."],
        ["Québec.ca offre tout.", "Fin."],
        ["C’est fait?!", "Oui."],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences(parts: list[str]) -> None:
    glue = "\n" if parts[-1].startswith(("•", "-")) else " "
    assert cut(glue.join(parts)) == parts


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert cut("Un titre\n \nLe texte\nsuit.") == ["Un titre", "Le texte\nsuit."]


def test_no_sentences_in_nothing() -> None:
    assert cut(" \n\n ") == []


# ---------------------------------------------------------------- what holds for any text

PIECES = (
    "l’ d’ main-d’œuvre employé·e·s agent(e)s et ou 50 ans plus 2023-2024 2024-02-08 102 544 % M$ "
    "vingt quatre-vingt et un mille cent (SPE) M. ! … « » • \n \n\n S.P.E. ( ) :-) - – à 1er ² "
    "pour É e\u0301 Œ \u00ad https://x"
)
FRENCH = st.sampled_from(PIECES.split(" "))
ANY_TEXT = st.text(max_size=80) | st.lists(FRENCH, max_size=14).map(" ".join)
PLAIN_WORDS = (
    "les employés régionaux préfèrent une formation adaptée où des conseillères qualifiées "
    "forêt œuvre été décès naïf garçon marché élevé aîné près mécaniciens "
    "numérique"
)
ORDINARY = st.sampled_from(PLAIN_WORDS.split())


@settings(max_examples=300)
@given(ANY_TEXT)
def test_nothing_raises_and_offsets_hold(text: str) -> None:
    acronyms(text)
    stem(text)
    for found in (words(text), terms(text)):
        starts = [term.start for term in found]
        assert starts == sorted(starts)
        for term in found:
            assert 0 <= term.start < term.end <= len(text)
            assert term.text
            assert text[term.start : term.end].strip()
    apart = words(text)
    assert all(a.end <= b.start for a, b in pairwise(apart))


@settings(max_examples=300)
@given(ANY_TEXT)
def test_surfaces_are_those_of_the_terms(text: str) -> None:
    found = terms(text)
    held, said = tally([text])
    assert sorted(held[0]) == sorted(term.text for term in found)
    assert said == Counter((term.text, text[term.start : term.end]) for term in found)


@settings(max_examples=300)
@given(ANY_TEXT)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(ORDINARY, max_size=20).map(" ".join))
def test_case_and_accents_change_nothing(text: str) -> None:
    assert bag(text.upper()) == bag(text) == bag(fold(text))


@settings(max_examples=300)
@given(ANY_TEXT)
def test_sentences_hold_every_character(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in spans)
    said = "".join(text[span.start : span.end] for span in spans)
    assert "".join(said.split()) == "".join(text.split())


def test_a_very_long_number_is_read() -> None:
    assert bag("9" * 6_000 + " à 12") == ["9" * 6_000, "12"]


def test_threads_agree() -> None:
    from spe_search.french.stem import stem_folded

    words_ = [f"{root}{end}" for root in ("form", "recrut", "integr") for end in ("ation", "er")]
    alone = [stem_folded.__wrapped__(word) for word in words_]
    results: list[bool] = []

    def work() -> None:
        results.extend(
            [stem_folded.__wrapped__(word) for word in words_] == alone for _ in range(200)
        )

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 1_200
    assert all(results)
