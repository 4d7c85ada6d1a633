"""The thesaurus as SKOS (W3C Recommendation, 2009), for the other systems that speak it."""

from __future__ import annotations

from rdflib import RDF, SKOS, Graph, Literal, Namespace

from spe_search.thesaurus import Thesaurus


def as_turtle(thesaurus: Thesaurus, base: str) -> str:
    """Return a thesaurus in Turtle.

    Args:
        thesaurus: its concepts, in the order of their file.
        base: the address its concepts' ids are put after; facets become collections.
    """
    graph = Graph()
    scheme = Namespace(base)
    graph.bind("skos", SKOS)
    graph.bind("", scheme)
    graph.add((scheme["thesaurus"], RDF.type, SKOS.ConceptScheme))
    for concept in thesaurus.concepts.values():
        node = scheme[concept.id]
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme["thesaurus"]))
        for lang, labels in (("fr", concept.fr), ("en", concept.en)):
            for n, label in enumerate(labels):
                kind = SKOS.altLabel if n else SKOS.prefLabel
                graph.add((node, kind, Literal(label, lang=lang)))
        for label in concept.hidden:
            graph.add((node, SKOS.hiddenLabel, Literal(label, lang="fr")))
        for other in concept.broader:
            graph.add((node, SKOS.broader, scheme[other]))
            graph.add((scheme[other], SKOS.narrower, node))
        for other in concept.related:
            graph.add((node, SKOS.related, scheme[other]))
        graph.add((scheme[f"facet-{concept.facet}"], RDF.type, SKOS.Collection))
        graph.add((scheme[f"facet-{concept.facet}"], SKOS.member, node))
    return graph.serialize(format="turtle")
