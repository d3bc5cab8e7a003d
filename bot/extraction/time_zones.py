"""Reads ranges of time zones ("CET \u00b1 2h", "within 3 hours of EST") and says which regions lie in them.

Hours are those of winter: who says CEST or EDT means the same people as CET or EST.
"""

import re
from dataclasses import dataclass

_ZONES = {
    "UTC": 0.0, "GMT": 0.0, "WET": 0.0, "BST": 0.0, "CET": 1.0, "CEST": 1.0, "EET": 2.0, "EEST": 2.0,
    "MSK": 3.0,
    "IST": 5.5, "SGT": 8.0, "HKT": 8.0, "JST": 9.0, "AEST": 10.0, "AEDT": 10.0, "BRT": -3.0, "ART": -3.0,
    "ET": -5.0, "EST": -5.0, "EDT": -5.0, "CT": -6.0, "CST": -6.0, "CDT": -6.0, "MT": -7.0, "MST": -7.0,
    "PT": -8.0, "PST": -8.0, "PDT": -8.0,
}  # fmt: skip
_NAMES = {
    "CENTRAL EUROPEAN": 1.0, "EASTERN EUROPEAN": 2.0, "EASTERN": -5.0, "CENTRAL": -6.0, "PACIFIC": -8.0,
}  # fmt: skip
_OFFSETS = _ZONES | _NAMES
_AT_HOME = dict.fromkeys(
    ("WET", "CET", "CEST", "EET", "EEST", "BST", "CENTRAL EUROPEAN", "EASTERN EUROPEAN"), "Europe"
)
_AT_HOME |= dict.fromkeys(
    (
        "ET",
        "EST",
        "EDT",
        "CT",
        "CST",
        "CDT",
        "MT",
        "MST",
        "PT",
        "PST",
        "PDT",
        "EASTERN",
        "CENTRAL",
        "PACIFIC",
    ),
    "US",
)
"""Whose zones they are: naming one names its region, even where the range holds only a part of it."""
_CORES = (
    ("Europe", 0.0, 1.0),
    ("US", -8.0, -5.0),
    ("Latin America", -5.0, -3.0),
    ("India", 5.5, 5.5),
    ("APAC", 8.0, 9.0),
)
"""Regions with the offsets at which most of their people live: a range that holds these names the region."""
_WORKING_DAY = 8
_LARGEST_SPREAD = 6


def _longest_first(zones: dict[str, float]) -> str:
    return "|".join(sorted(zones, key=len, reverse=True))


_ZONE = rf"(?:(?-i:{_longest_first(_ZONES)})|{_longest_first(_NAMES)})"
_LONG_CODE = 3
_PIECES = (
    *(zone for zone in _ZONES if len(zone) >= _LONG_CODE),
    *(before + zone for zone in _ZONES if len(zone) < _LONG_CODE for before in (" ", "(", "/")),
    *("astern", "entral", "acific", "ASTERN", "ENTRAL", "ACIFIC"),
)
"""One of these stands in whatever names a range."""
_TIME = r"(?:[ -]?(?:standard |business |working )?(?:time(?: ?zones?)?|hours|tz))?"
_SHIFT = r"(?:\s?(?P<{0}>[+\u2212\u2013-]\s?\d{{1,2}})(?::?(?:00|30))?)?"
_HOURS = r"\s?(?:h|hrs?|hours?)\b"
_COUNT = r"(?P<count>\d{1,2}|one|two|three|four|five|six)"
_SPREAD = re.compile(
    rf"\b(?P<zone>{_ZONE})\b{_SHIFT.format('shift')}{_TIME}"
    rf"\s?,?\s?\(?(?:\u00b1|\+\s?/\s?[-\u2212\u2013]|\+-|plus[ /](?:or )?minus)\s?{_COUNT}(?:{_HOURS})?",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?:\bwithin|\bat most|\bup to|\bmax(?:imum|\.)?(?: of)?|\u00b1|\+/-|\+-)\s?{_COUNT}{_HOURS}"
    rf"(?:\s(?:time )?difference)?\s(?:of|from|to|with|around|either side of|off)\s(?:the )?"
    rf"(?P<zone>{_ZONE})\b" + _SHIFT.format("shift"),
    re.IGNORECASE,
)
_OVERLAP = re.compile(
    rf"\b{_COUNT}\+?{_HOURS}(?:\sof)?(?:\s\w+)?\soverlap(?:ping)?\s(?:with\s)?(?:the )?(?P<zone>{_ZONE})\b"
    rf"|\boverlap(?:s|ping)?\s(?:of\s)?(?:at least |by )?{_COUNT.replace('count', 'count2')}\+?{_HOURS}"
    rf"\swith\s(?:the )?(?P<zone2>{_ZONE})\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b(?P<low>{_ZONE})\b{_SHIFT.format('low_shift')}{_TIME}\s?(?:to|and|through|thru|until|/|-|\u2013|\u2014)\s?"
    rf"(?:(?P<high>{_ZONE})\b)?{_SHIFT.format('high_shift')}",
    re.IGNORECASE,
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRange:
    """Offsets from UTC in hours, the lower first; the zones that are named, and the words that say so."""

    low: float
    high: float
    zones: tuple[str, ...]
    words: str


def zone_range(text: str) -> ZoneRange | None:
    """The range of time zones that a text names; None where it names none, or one zone alone."""
    if not any(piece in text for piece in _PIECES) and not text.startswith(tuple(_ZONES)):
        return None
    for rule in (_SPREAD, _WITHIN):
        found = rule.search(text)
        if found is not None:
            middle, spread = _offset(found["zone"], found["shift"]), _number(found["count"])
            if spread <= _LARGEST_SPREAD:
                return _around(middle, spread, found["zone"], found.group())
    found = _OVERLAP.search(text)
    if found is not None:
        zone = found["zone"] or found["zone2"]
        spread = _WORKING_DAY - _number(found["count"] or found["count2"])
        if 0 <= spread <= _LARGEST_SPREAD:
            return _around(_offset(zone, None), spread, zone, found.group())
    return _between(text)


def _around(middle: float, spread: int, zone: str, words: str) -> ZoneRange:
    return ZoneRange(low=middle - spread, high=middle + spread, zones=(zone.upper(),), words=words)


def _between(text: str) -> ZoneRange | None:
    for found in _FROM_TO.finditer(text):
        if not found["high"] and not (found["low_shift"] and found["high_shift"]):
            continue
        zones = (found["low"].upper(), (found["high"] or found["low"]).upper())
        ends = (_offset(zones[0], found["low_shift"]), _offset(zones[1], found["high_shift"]))
        if ends[0] != ends[1]:
            return ZoneRange(low=min(ends), high=max(ends), zones=zones, words=found.group())
    return None


def regions_within(zones: ZoneRange) -> tuple[str, ...]:
    """Names of the regions whose people live within the range; else of the one that shares most of it."""
    at_home = [_AT_HOME[zone] for zone in zones.zones if zone in _AT_HOME]
    whole = [name for name, low, high in _CORES if zones.low <= low and high <= zones.high]
    if at_home or whole:
        return tuple(dict.fromkeys(at_home + whole))
    shared = [(min(high, zones.high) - max(low, zones.low), name) for name, low, high in _CORES]
    most, name = max(shared, key=lambda each: each[0])
    return (name,) if most >= 0 else ()


def _offset(zone: str, shift: str | None) -> float:
    hours = float(re.sub(r"\s", "", shift).replace("\u2212", "-").replace("\u2013", "-")) if shift else 0.0
    return _OFFSETS[zone.upper()] + hours


def _number(written: str) -> int:
    return _NUMBERS.get(written.lower()) or int(written)
