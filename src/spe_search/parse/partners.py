"""Reading a sentence of partners as a list of names."""

from __future__ import annotations

import re

# What follows such a word goes on with the name before the comma:
# "ministère de l’Immigration, de la Francisation et de l’Intégration".
_GOES_ON = re.compile(r"(?:de|des|du|d[’']|ainsi que de|et d)\b|d[’']", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:les?|la|l[’'])\s*(?=\S)")
_AND_ARTICLE = re.compile(r"\s+et\s+(?=(?:les?|la)\s|l[’'])|\s*,?\s+ainsi qu(?:e\s+|[’'])")
_AND_CAPITAL = re.compile(r"\s+et\s+(?=[A-ZÀ-Ý])")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})\.(?=\s+[A-ZÀ-Ý]|\s*$)")


def split_partners(text: str) -> tuple[str, ...]:
    """Split the text after "Partenaires :" into names, as the report writes them.

    Only the first sentence lists names; what follows tells about them. "et" parts two names before
    an article or, in the last place of the list, before a capital letter; elsewhere it belongs to
    a name ("Groupe d’Investissement et de Développement"). A leading article is left out.

    Args:
        text: the repaired text of the field, without its label.
    """
    end = _SENTENCE_END.search(text)
    names: list[str] = []
    for part in re.split(r"\s*[,;]\s+", text[: end.start()] if end else text.rstrip(" .")):
        if names and _GOES_ON.match(part):
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.extend(_AND_ARTICLE.split(part))
    if names:
        names[-1:] = _AND_CAPITAL.split(names[-1])
    cleaned = (re.sub(r"^(?:et|ainsi que)\s+", "", name.strip()) for name in names)
    return tuple(
        _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
        for name in cleaned
        if name
    )
