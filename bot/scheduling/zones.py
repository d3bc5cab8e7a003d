"""Which time zone a person means: an IANA name, a city, a country, an abbreviation, an offset.

Cities come from the zone database's own names and a short list of places that have no zone of their
own; countries from CLDR. What is none is a BadOption that names the nearest.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.errors import BadOption

_ABBREVIATIONS = (
    "America/New_York et est edt eastern; America/Chicago ct cst cdt central; "
    "America/Denver mt mst mdt mountain; America/Los_Angeles pt pst pdt pacific; "
    "America/Anchorage akst akdt; Pacific/Honolulu hst; America/Halifax ast adt; "
    "America/St_Johns nst ndt; America/Sao_Paulo brt; Europe/London bst uk gb; UTC z zulu gmt; "
    "CET cest mez mesz; EET eest oez; WET west; Europe/Moscow msk; Asia/Kolkata ist; "
    "Asia/Tokyo jst; Asia/Seoul kst; Asia/Singapore sgt; Asia/Hong_Kong hkt; Asia/Jakarta wib; "
    "Australia/Sydney aest aedt; Australia/Adelaide acst acdt; Australia/Perth awst; "
    "Pacific/Auckland nzst nzdt; Africa/Johannesburg sast; Africa/Nairobi eat; Africa/Lagos wat"
)
_CITIES = (
    "Europe/Berlin: munich, münchen, hamburg, cologne, köln, frankfurt, stuttgart, leipzig, dresden, "
    "düsseldorf, nuremberg, hannover, germany, deutschland; "
    "Europe/Zurich: zürich, geneva, genf, basel, bern, lausanne; "
    "Europe/Vienna: wien, graz, linz; Europe/Amsterdam: rotterdam, utrecht, the hague, eindhoven, holland; "
    "Europe/Brussels: antwerp, ghent; Europe/Paris: lyon, marseille, toulouse, nantes, lille, bordeaux; "
    "Europe/Madrid: barcelona, valencia, sevilla, malaga, spain; Europe/Lisbon: lisboa, porto, portugal; "
    "Europe/Rome: milan, milano, roma, turin, naples; Europe/Warsaw: krakow, wroclaw, gdansk, poznan; "
    "Europe/Prague: brno; Europe/Stockholm: gothenburg, malmö; Europe/Helsinki: espoo, tampere; "
    "Europe/Copenhagen: aarhus; Europe/Oslo: bergen; Europe/Dublin: cork; Europe/Kyiv: lviv, kharkiv; "
    "Europe/London: manchester, edinburgh, glasgow, bristol, cambridge, oxford, birmingham, leeds, "
    "england, scotland; Europe/Bucharest: cluj; Europe/Moscow: saint petersburg, st petersburg; "
    "America/New_York: nyc, ny, new york city, boston, philadelphia, washington, washington dc, atlanta, "
    "miami, pittsburgh, charlotte, raleigh, baltimore, cleveland, orlando; "
    "America/Chicago: austin, dallas, houston, san antonio, minneapolis, nashville, st louis, "
    "kansas city, milwaukee, new orleans, texas; America/Denver: salt lake city, colorado; "
    "America/Phoenix: arizona; America/Detroit: ann arbor; "
    "America/Los_Angeles: la, san francisco, sf, seattle, san diego, san jose, portland, "
    "oakland, palo alto, las vegas, sacramento, california; America/Toronto: ottawa, montreal, waterloo; "
    "America/Edmonton: calgary; America/Mexico_City: mexico city, guadalajara, cdmx; "
    "America/Sao_Paulo: sao paulo, rio, rio de janeiro, curitiba; America/Bogota: medellin; "
    "America/Argentina/Buenos_Aires: argentina; "
    "Asia/Kolkata: india, bangalore, bengaluru, mumbai, delhi, new delhi, hyderabad, chennai, pune, gurgaon; "
    "Asia/Shanghai: china, beijing, shenzhen, guangzhou, hangzhou; Asia/Tokyo: osaka, kyoto; "
    "Asia/Ho_Chi_Minh: hanoi, saigon; Asia/Jerusalem: tel aviv, haifa; Asia/Dubai: abu dhabi; "
    "Asia/Karachi: lahore, islamabad; Africa/Johannesburg: cape town; Africa/Lagos: abuja; "
    "Pacific/Auckland: wellington, new zealand; Australia/Sydney: canberra"
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d\d))?", re.ASCII)
_FARTHEST_HOURS = {"+": 14, "-": 12}
_NEAREST = 3
_NEAR_ENOUGH = 70
_MOST_ZONES = 4
_LONGEST_SHOWN = 40


def parse_zone(text: str) -> str:
    """The IANA name of what a person typed: "Europe/Berlin", "berlin", "NYC", "Japan", "CET", "UTC+2".

    Raises BadOption with the nearest names.
    """
    key = _folded(text)
    name = _names().get(key) or _offset_zone(key)
    if name is not None:
        return name
    zones = _zones_of_country(key)
    if len(zones) == 1:
        return zones[0]
    shown = " ".join(text.split())[:_LONGEST_SHOWN]
    if zones:
        listed = ", ".join(zones[:_MOST_ZONES])
        raise BadOption(f'"{shown}" has several time zones. Name one of its cities: {listed} …')
    raise BadOption(f'"{shown}" is no time zone that is known. {_advice(key)}')


def _advice(key: str) -> str:
    found = process.extract(key, _names().keys(), scorer=fuzz.ratio, limit=4 * _NEAREST)
    near = dict.fromkeys(_names()[one] for one, score, _ in found if score >= _NEAR_ENOUGH)
    if not near or not key:
        return "Name a large city near you or an IANA zone, such as Berlin or America/New_York."
    return f"Did you mean {' or '.join(list(near)[:_NEAREST])}? A large city works too, such as Berlin."


@cache
def _names() -> Mapping[str, str]:
    """Every folded name with its zone; what a person most likely means wins over what it also names."""
    names: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if zone.startswith(("posix", "right", "SystemV")) or zone in {"localtime", "Factory"}:
            continue
        names[_folded(zone)] = zone
        if zone.split("/")[0] not in {"Etc", "US", "Canada", "Mexico", "Brazil", "Chile"}:
            names.setdefault(_folded(zone.rsplit("/", 1)[-1]), zone)
    names.update(
        (_folded(word), zone)
        for zone, *words in (entry.split() for entry in _ABBREVIATIONS.split(";"))
        for word in words
    )
    for entry in _CITIES.split(";"):
        zone, _, cities = entry.strip().partition(":")
        names.update((_folded(city), zone) for city in cities.split(","))
    return MappingProxyType(names)


def _offset_zone(key: str) -> str | None:
    """The zone of "utc+2": POSIX signs are turned around in its IANA name."""
    found = _OFFSET.fullmatch(key)
    if found is None:
        return None
    hours = int(found[2])
    if int(found[3] or 0) or hours > _FARTHEST_HOURS[found[1]]:
        raise BadOption(
            f'"{key}" is no whole-hour offset. Name a large city instead, such as Mumbai or Berlin.'
        )
    return f"Etc/GMT{'-' if found[1] == '+' else '+'}{hours}" if hours else "UTC"


def _zones_of_country(key: str) -> tuple[str, ...]:
    """The zones of a country by its English name, or of an ISO code; empty when it is no country."""
    territories = get_global("territory_zones")
    for code, country in Locale("en").territories.items():
        if code in territories and key in (_folded(country), code.casefold()):
            known = available_timezones()
            return tuple(zone for zone in territories[code] if zone in known)
    return ()


def _folded(text: str) -> str:
    spaced = unicodedata.normalize("NFKD", text.replace("_", " ").replace("ß", "ss").casefold())
    bare = "".join(character for character in spaced if not unicodedata.combining(character))
    return " ".join(bare.replace(".", "").split())
