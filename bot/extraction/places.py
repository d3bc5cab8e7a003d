"""Where a job is based: the location field first, else what title, heading line or text say of it.

From where a remote job may be done is another facet; parts of a location field that only speak of that
("Remote - US" beside "Berlin") are left out here.
"""

import re
from collections.abc import Iterator, Mapping

from bot.domain.opening import Evidence, Place
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.place_names import places_named, without_zones
from bot.extraction.sheet import Found
from bot.extraction.vocabulary import Vocabulary

_SEGMENT = re.compile(r"[;|\n]|\s/\s|,?\s+or\s+(?=remote\b)", re.IGNORECASE)
_REMOTE = re.compile(r"\bremote|\bhome\b|\banywhere\b|\bworldwide\b|\bwfh\b|\bdistributed\b", re.IGNORECASE)
_LOCATION_LINE = re.compile(
    r"^[^\w\n]{0,4}(?:(?:job |work |office |primary )?locations?|where|based in|office|standort|ort"
    r"|place(?: of work)?|arbeitsort|city)\s*[:\u2013-]\s*(?P<place>[^\n]{2,200})",
    re.IGNORECASE | re.MULTILINE,
)
_BASED = re.compile(
    r"\b(?:(?i:(?<!candidates )(?<!applicants )(?:based (?:in|out of|at)|located (?:in|near))"
    r"|(?:on-?site|in[- ]person)(?:,? (?:in|at)|,)"
    r"|hybrid,? (?:in|at|from)"
    r"|(?:offices?|hq|headquarter(?:s|ed)?|studio|lab|workshop|position|role|jobs?|team|vacancy)"
    r" (?:is |are |with a location |located |only )?(?:in|at|near)"
    r"|relocat(?:e|ion) to|join us in|work(?:ing)? (?:in|from) our))"
    r" (?:our |the |downtown |beautiful |central |sunny "
    r"|either )*(?P<place>[A-Z][\w.'\u2019-]+[^\n.;!?:]{0,60})"
)
_OFFICE = re.compile(
    r"\b(?P<place>(?:[A-Z][\w'\u2019-]+,? ){1,3})(?:-based\b|(?:HQ|headquarters|office|studio|hub|campus)\b)"
)
_CITY_AND_STATE = re.compile(
    r"(?P<place>\b[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,2}, [A-Z]{2}\b(?:, USA?\b)?)"
)
_IN_TEXT = (_BASED, _OFFICE, _CITY_AND_STATE)
"""What of a text may say where the job is, the plainest first."""
_HEAD_FIELDS = 3
_A_PAIR = 2
_WORDS_BESIDE = 10
_LONGEST_EVIDENCE = 120
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_TITLE_SEPARATOR = re.compile(r"\s[-\u2013\u2014|]\s|\s@\s|,\s")


def find_places(
    location: str | None, title: str, text: str, vocabulary: Vocabulary
) -> tuple[tuple[Place, ...], tuple[Evidence, ...]]:
    """The places, each once, and the words that name them. Regions such as "Europe" are none."""
    for words, field in _statements(location, title, text, vocabulary):
        found = named_in_field(words, vocabulary.gazetteer)
        if found:
            evidence = [
                Evidence(facet="places", value=place.name, words=named[:_LONGEST_EVIDENCE], field=field)
                for place, named in found
            ]
            return tuple(place for place, _ in found), tuple(evidence)
    return (), ()


def _statements(
    location: str | None, title: str, text: str, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """What may say where the job is, the plainest first.

    A location field that names a region, or only "Remote", is believed: places that the text names in
    passing are then the employer's.
    """
    if location:
        yield location, "location"
        if vocabulary.gazetteer.find(location):
            return
    head = text.split("\n", 1)[0]
    if head.count("|") >= _HEAD_FIELDS - 1:
        yield "; ".join(part for part in head.split("|")[1:] if len(part.split()) <= _WORDS_BESIDE), "body"
    yield from ((found["place"], "body") for found in _LOCATION_LINE.finditer(text))
    yield "; ".join(_title_parts(title)), "title"
    if location and _REMOTE.search(location):
        return
    for rule in _IN_TEXT:
        yield from ((found["place"], "body") for found in rule.finditer(text))


def places_of_text(text: str, gazetteer: Gazetteer) -> Iterator[Found[Place]]:
    """The places that any statement of a text names, the plainest statements first."""
    for rule in (_LOCATION_LINE, *_IN_TEXT):
        for found in rule.finditer(text):
            yield from places_named(found["place"], "body", gazetteer)


def _title_parts(title: str) -> Iterator[str]:
    """What stands in brackets or behind a dash or bar: "Engineer (Berlin)", "Engineer - Berlin"."""
    yield from _BRACKETS.findall(title)
    yield from _TITLE_SEPARATOR.split(_BRACKETS.sub("", title))[1:]


def named_in_field(words: str, gazetteer: Gazetteer) -> tuple[tuple[Place, str], ...]:
    """The places of a statement, each once.

    Where parts of it name places without "remote", a part with it that names the country of one of them says
    only from where else the job may be done ("Austin or remote in the US"); another country is a place too.
    A country beside the one city in it ("Germany; Kiel") is no second place.
    """
    segments = [segment for segment in _SEGMENT.split(words) if segment.strip()]
    here = [each for segment in segments if not _REMOTE.search(segment) for each in _in(segment, gazetteer)]
    held = {key for place, _ in here for key in place.keys[1:]}
    here = [each for each in here if each[0].keys[0] not in held] if len(here) == _A_PAIR else here
    remote = []
    for segment in segments:
        if _REMOTE.search(segment):
            named = _in(segment, gazetteer)
            cities = [each for each in named if each[0].keys[0].startswith("city:")]
            wider = _countries(named) & {key for place, _ in here + cities for key in place.keys}
            remote += [each for each in named if not (wider and each[0].keys[0].startswith("country:"))]
    found = {place.keys: (place, named) for place, named in here + remote}
    return tuple((_among(place, found, gazetteer), named) for place, named in found.values())


def _among(place: Place, found: Mapping[tuple[str, ...], object], gazetteer: Gazetteer) -> Place:
    """A city that is its own country is the country where all else is countries: "Taiwan; Singapore"."""
    others = [keys for keys in found if keys != place.keys]
    if ", " in place.name or not others or not all(keys[0].startswith("country:") for keys in others):
        return place
    return gazetteer.resolve(place.name) or place


def _countries(named: list[tuple[Place, str]]) -> set[str]:
    return {place.keys[0] for place, _ in named if place.keys[0].startswith("country:")}


def _in(segment: str, gazetteer: Gazetteer) -> list[tuple[Place, str]]:
    found = gazetteer.find(without_zones(segment))
    return [each for each in found if not each[0].keys[0].startswith("region:")]
