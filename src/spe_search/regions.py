"""The administrative regions of Québec, and the many ways their names are written.

Codes and names are those of the Répertoire des municipalités du Québec; code ``"00"`` is ours,
for what the ministry's own Secteur de l’emploi carries out.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from spe_search.errors import UnknownRegionError
from spe_search.french import fold
from spe_search.types import Region

REGIONS: tuple[Region, ...] = (
    Region("01", "Bas-Saint-Laurent"),
    Region("02", "Saguenay–Lac-Saint-Jean"),
    Region("03", "Capitale-Nationale"),
    Region("04", "Mauricie"),
    Region("05", "Estrie"),
    Region("06", "Montréal"),
    Region("07", "Outaouais"),
    Region("08", "Abitibi-Témiscamingue"),
    Region("09", "Côte-Nord"),
    Region("10", "Nord-du-Québec"),
    Region("11", "Gaspésie–Îles-de-la-Madeleine"),
    Region("12", "Chaudière-Appalaches"),
    Region("13", "Laval"),
    Region("14", "Lanaudière"),
    Region("15", "Laurentides"),
    Region("16", "Montérégie"),
    Region("17", "Centre-du-Québec"),
    Region("00", "Secteur de l’emploi du Ministère"),
)

# Former, shortened and everyday names; the canonical ones need no entry.
_ALIASES: dict[str, tuple[str, ...]] = {
    "01": ("BSL", "Bas-du-Fleuve", "Lower St. Lawrence"),
    "02": ("SLSJ", "Saguenay", "Lac-Saint-Jean"),
    "03": ("Québec", "Ville de Québec", "National Capital", "Quebec City"),
    "05": ("Cantons-de-l’Est", "Eastern Townships"),
    "06": ("Île-de-Montréal", "MTL", "Montreal Island"),
    "08": ("AT", "Abitibi", "Témiscamingue"),
    "09": ("North Shore",),
    "10": ("NDQ", "Baie-James", "Nord", "Jamésie", "Northern Québec"),
    "11": ("GIM", "Gaspésie", "Îles-de-la-Madeleine", "Magdalen Islands", "Madelinots"),
    "12": ("CA",),
    "16": ("Rive-Sud", "South Shore"),
    "17": ("CDQ", "Bois-Francs"),
    "00": ("Secteur de l’emploi", "Ministère"),
}

# Towns and territories by which people mean a region: a query may say them for it, but no text is
# tagged by them.
_TOWNS: dict[str, str] = {
    "01": (
        "Rimouski, Rivière-du-Loup, Matane, Mont-Joli, Amqui, La Pocatière, Trois-Pistoles, "
        "Témiscouata-sur-le-Lac, Kamouraska"
    ),
    "02": "Chicoutimi, Jonquière, Alma, Roberval, Saint-Félicien, Dolbeau-Mistassini",
    "03": (
        "Beauport, Charlesbourg, Sainte-Foy, Baie-Saint-Paul, La Malbaie, Charlevoix, Portneuf, "
        "Saint-Raymond"
    ),
    "04": "Trois-Rivières, Shawinigan, La Tuque, Louiseville",
    "05": (
        "Sherbrooke, Magog, Lac-Mégantic, Coaticook, Granby, Cowansville, Bromont, Val-des-Sources"
    ),
    "06": "Montréal-Nord, Verdun, Lachine, Pointe-aux-Trembles",
    "07": "Gatineau, Hull, Aylmer, Maniwaki, Buckingham, Pontiac",
    "08": "Rouyn-Noranda, Val-d’Or, Amos, La Sarre, Ville-Marie",
    "09": (
        "Sept-Îles, Baie-Comeau, Port-Cartier, Havre-Saint-Pierre, Forestville, Blanc-Sablon, "
        "Minganie, Manicouagan"
    ),
    "10": "Chibougamau, Matagami, Chapais, Lebel-sur-Quévillon, Kuujjuaq, Nunavik",
    "11": (
        "Gaspé, New Richmond, Carleton-sur-Mer, Sainte-Anne-des-Monts, Cap-aux-Meules, Grande-"
        "Rivière"
    ),
    "12": "Lévis, Thetford Mines, Saint-Georges, Montmagny, Beauce, Bellechasse",
    "14": "Joliette, Repentigny, Terrebonne, Mascouche, L’Assomption, Rawdon",
    "15": (
        "Saint-Jérôme, Mirabel, Mont-Tremblant, Mont-Laurier, Blainville, Boisbriand, Saint-"
        "Eustache, Sainte-Thérèse, Deux-Montagnes, Lachute, Antoine-Labelle, Sainte-Adèle, "
        "Sainte-Agathe-des-Monts"
    ),
    "16": (
        "Longueuil, Brossard, Saint-Hyacinthe, Saint-Jean-sur-Richelieu, Sorel-Tracy, "
        "Châteauguay, Salaberry-de-Valleyfield, Vaudreuil-Dorion, Boucherville, Belœil, Chambly, "
        "Varennes"
    ),
    "17": "Drummondville, Victoriaville, Bécancour, Nicolet, Plessisville",
}
_SMALL_WORDS = frozenset(
    [
        "direction",
        "generale",
        "regionale",
        "region",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
    ]
)
_OFFICE = re.compile(r"\bservices quebec\b")
_ABBREVIATED_SAINT = re.compile(r"\bst(e?)\b")


def _key(name: str) -> str:
    """Reduce a name to the words that tell regions apart: "RÉGION DE L’ESTRIE" is "estrie"."""
    plain = _OFFICE.sub("", _ABBREVIATED_SAINT.sub(r"saint\1", fold(name)))
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join(w for w in words if w not in _SMALL_WORDS) or " ".join(words)


# Names too short or too wide to stand for a region in the middle of a sentence.
_ONLY_ALONE = frozenset({"CA", "AT", "Nord", "Québec", "Ministère", "MTL"})


def names_of(region: Region) -> tuple[str, ...]:
    """Return the names a text may call a region by, with and without hyphens, its own first."""
    names = (region.name, *_ALIASES.get(region.code, ()))
    kept = [name for name in names if name not in _ONLY_ALONE]
    # "Lac Saint-Jean", "Bas Saint Laurent": people drop some hyphens, or all.
    some = [re.sub(r"(?<!Saint)[-–]", " ", name) for name in kept]
    none = [re.sub(r"[-–]", " ", name) for name in kept]
    return tuple(dict.fromkeys([*kept, *some, *none]))


def towns_of(region: Region) -> tuple[str, ...]:
    """Return the towns and territories that a query may mean a region by."""
    return tuple(filter(None, _TOWNS.get(region.code, "").split(", ")))


@cache
def _by_key() -> dict[str, Region]:
    table: dict[str, Region] = {}
    for region in REGIONS:
        for name in (
            region.name,
            region.code,
            region.code.lstrip("0"),
            *_ALIASES.get(region.code, ()),
        ):
            if key := _key(name):
                table.setdefault(key, region)
    return table


def region_named(name: str) -> Region | None:
    """Return the region that ``name`` means, however it is written, or ``None``."""
    return _by_key().get(_key(name))


def require_region(name: str) -> Region:
    """Return the region that ``name`` means.

    Args:
        name: a name, a code or a usual variant; accents, case and hyphens do not matter.

    Raises:
        UnknownRegionError: nothing is called so; the nearest names come first in the message.
    """
    if region := region_named(name):
        return region
    names = {_key(region.name): region for region in REGIONS}
    near = [names[key] for key in get_close_matches(_key(name), names, n=3, cutoff=0.6)]
    ordered = [*near, *(region for region in REGIONS if region not in near)]
    raise UnknownRegionError(
        value=name, accepted=", ".join(f"{r.name} ({r.code})" for r in ordered)
    )


def region_by_code(code: str | None) -> Region | None:
    """Return the region with this code, or ``None``."""
    return next((region for region in REGIONS if region.code == code), None)
