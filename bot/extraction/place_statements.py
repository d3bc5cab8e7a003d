"""What title and text add to the places of a posting's fields: further offices, a nearer place, a move.

Only what is said of this job counts; offices that the employer merely has do not.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.opening import Place
from bot.extraction.cue_lines import matches
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.place_names import places_named, unique
from bot.extraction.places import places_of_text
from bot.extraction.sheet import Found, Sheet

_WHERE = r"(?P<place>[A-Z][^\n.;!?:]{1,70})"
_JOB = r"(?:role|position|job|post|vacancy|opportunity|internship|hire)"
_MOVE = re.compile(
    rf"\b(?:requires?|required|involves?|mandatory|includes?) (?:a )?relocation to (?:our |the )*{_WHERE}"
    rf"|\b(?:must|have to|need to|required to) (?:be willing to )?relocate to (?:our |the )*"
    rf"{_WHERE.replace('place', 'place2')}"
)
_OF_THIS_JOB = re.compile(
    rf"\b(?:[Tt]his|[Tt]he|[Oo]ur) {_JOB}s? (?:is|are|will be|can be|may be)(?: \w+)? "
    r"(?:based|located|available|offered|open|performed|filled|on-?site|hybrid|in-person|in-office)"
    rf"(?: \w+)? (?:in|at|out of|from) (?:either |one of |both |our |the )*{_WHERE}"
)
_EITHER = re.compile(
    r"\b[Oo]ffices in (?P<place>[A-Z][^\n.;!?:]{1,70}?),? (?:and|where) (?:this|the) "
    rf"{_JOB} (?:is|can be|may be|will be) [^\n.]{{0,30}}\b(?:either|any|all|both|each)\b"
)
_PAID_THERE = re.compile(rf"\b[Ff]or (?P<place>[A-Z][^\n.;!?:]{{1,40}}?)[- ]based {_JOB}s?\b")
_HIRED_THERE = re.compile(
    rf"\b(?:hiring|hire|recruiting)(?: \w+){{0,2}}(?: on-?site| with offices)? in {_WHERE}"
)
_JOB_IS = ("based", "located", "performed", "available in", "offered in", "open in", "filled in", "site",
           "hybrid", "in-person", "in-office")  # fmt: skip
_CITIES_OF_JOB = (
    (_OF_THIS_JOB, _JOB_IS),
    (_EITHER, ("offices in",)),
    (_HIRED_THERE, ("hiring", "hire", "recruiting")),
)
_CITY_STATES = frozenset(("country:lu", "country:mc", "country:sg", "country:gi"))
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")


def with_statements(
    places: Sequence[Found[Place]], sheet: Sheet, gazetteer: Gazetteer, *, remote: bool
) -> tuple[Found[Place], ...]:
    """The places of the fields with what title and text say further. Of a remote job only pay says more."""
    moved = tuple(_cities(_MOVE, ("relocat",), sheet, gazetteer))
    if moved:
        return unique(moved)
    found = [*places, *_beside_in_title(places, sheet, gazetteer)]
    found += _paid_nearby(places, sheet, gazetteer)
    if not remote:
        for rule, cues in _CITIES_OF_JOB:
            found += _cities(rule, cues, sheet, gazetteer)
        found = _nearer(found, sheet, gazetteer)
    return unique(found)


def _cities(
    rule: re.Pattern[str], cues: tuple[str, ...], sheet: Sheet, gazetteer: Gazetteer
) -> Iterator[Found[Place]]:
    for match in matches(rule, sheet.text, cues):
        where = next(words for name, words in match.groupdict().items() if name.startswith("place") and words)
        yield from (found for found in places_named(where, "body", gazetteer) if _names_town(found.value))


def _paid_nearby(
    places: Sequence[Found[Place]], sheet: Sheet, gazetteer: Gazetteer
) -> Iterator[Found[Place]]:
    """Cities with pay of their own in a state of the fields; pay for far states is there by law."""
    states = {key for each in places for key in each.value.keys if key.startswith("state:")}
    paid = _cities(_PAID_THERE, ("-based", " based"), sheet, gazetteer)
    return (each for each in paid if states & set(each.value.keys))


def _beside_in_title(
    places: Sequence[Found[Place]], sheet: Sheet, gazetteer: Gazetteer
) -> Iterator[Found[Place]]:
    """Of "Engineer (United States & Canada)" both, where the field names only one of them."""
    known = {found.value.keys for found in places}
    for words in _BRACKETS.findall(sheet.title):
        named = places_named(words, "title", gazetteer)
        if any(found.value.keys in known for found in named):
            yield from (found for found in named if not found.value.keys[0].startswith("region:"))


def _nearer(found: list[Found[Place]], sheet: Sheet, gazetteer: Gazetteer) -> list[Found[Place]]:
    """Cities in place of the states and countries that hold them, where the text says which city."""
    wide = [each for each in found if not _is_city(each.value)]
    if not wide:
        return found
    cities = [each for each in found if _is_city(each.value)] or [
        city for city in places_of_text(sheet.text, gazetteer) if _is_city(city.value)
    ]
    held = {each.value.keys[0] for each in wide for city in cities if each.value.keys[0] in city.value.keys}
    near = [city for city in cities if held & set(city.value.keys)]
    return [each for each in found if each.value.keys[0] not in held] + near


def _names_town(place: Place) -> bool:
    """A city, or a country that is one."""
    return _is_city(place) or place.keys[0] in _CITY_STATES


def _is_city(place: Place) -> bool:
    return place.keys[0].startswith("city:")
