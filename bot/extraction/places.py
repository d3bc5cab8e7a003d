"""Where a job is based: the location field first, else what title, heading line or text say of it.

From where a remote job may be done is another facet; parts of a location field that only speak of that
("Remote - US" beside "Berlin") are left out here.
"""

import re
from collections.abc import Iterator

from bot.domain.opening import Evidence, Place
from bot.extraction.vocabulary import Vocabulary

_SEGMENT = re.compile(r"[;|\n]|\s/\s|,?\s+or\s+(?=remote\b)", re.IGNORECASE)
_REMOTE = re.compile(r"\bremote|\bhome\b|\banywhere\b|\bworldwide\b|\bwfh\b|\bdistributed\b", re.IGNORECASE)
_LOCATION_LINE = re.compile(
    r"^[^\w\n]{0,4}(?:(?:job |work |office |primary )?locations?|where|based in|office|standort|ort"
    r"|place(?: of work)?|arbeitsort|city)\s*[:\u2013-]\s*(?P<place>[^\n]{2,200})",
    re.IGNORECASE | re.MULTILINE,
)
_BASED = re.compile(
    r"\b(?:[Bb]ased (?:in|out of|at)|[Ll]ocated in|[Oo]n-?site (?:in|at)|[Ii]n[- ]person (?:in|at)"
    r"|[Hh]ybrid (?:in|at|from)"
    r"|(?:[Oo]ffices?|HQ|[Hh]eadquarter(?:s|ed)?|[Ss]tudio|[Ll]ab|[Pp]osition|[Rr]ole|[Jj]obs?|[Tt]eam"
    r"|[Vv]acancy) (?:is |are )?(?:in|at)"
    r"|[Rr]elocat(?:e|ion) to|[Jj]oin us in|[Ww]ork(?:ing)? (?:in|from) our)"
    r" (?:our |the |downtown |beautiful |central |sunny "
    r"|either )*(?P<place>[A-Z][\w.'\u2019-]+[^\n.;!?:]{0,60})"
)
_OFFICE = re.compile(
    r"\b(?P<place>(?:[A-Z][\w'\u2019-]+,? ){1,3})(?:-based\b|(?:HQ|headquarters|office|studio|hub|campus)\b)"
)
_CITY_AND_STATE = re.compile(
    r"(?P<place>\b[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,2}, [A-Z]{2}\b(?:, USA?\b)?)"
)
_HEAD_FIELDS = 3
_WORDS_BESIDE = 10
_LONGEST_EVIDENCE = 120
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_TITLE_SEPARATOR = re.compile(r"\s[-\u2013\u2014|]\s|\s@\s|,\s")


def find_places(
    location: str | None, title: str, text: str, vocabulary: Vocabulary
) -> tuple[tuple[Place, ...], tuple[Evidence, ...]]:
    """The places, each once, and the words that name them. Regions such as "Europe" are none."""
    for words, field in _statements(location, title, text, vocabulary):
        found = _named(words, vocabulary)
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
    yield from ((found["place"], "body") for found in _BASED.finditer(text))
    yield from ((found["place"], "body") for found in _OFFICE.finditer(text))
    yield from ((found["place"], "body") for found in _CITY_AND_STATE.finditer(text))


def _title_parts(title: str) -> Iterator[str]:
    """What stands in brackets or behind a dash or bar: "Engineer (Berlin)", "Engineer - Berlin"."""
    yield from _BRACKETS.findall(title)
    yield from _TITLE_SEPARATOR.split(_BRACKETS.sub("", title))[1:]


def _named(words: str, vocabulary: Vocabulary) -> tuple[tuple[Place, str], ...]:
    """The places of a statement, each once.

    Where parts of it name places without "remote", countries of the other parts say only from where.
    """
    segments = [segment for segment in _SEGMENT.split(words) if segment.strip()]
    here = [each for segment in segments if not _REMOTE.search(segment) for each in _in(segment, vocabulary)]
    remote = [each for segment in segments if _REMOTE.search(segment) for each in _in(segment, vocabulary)]
    if here:
        remote = [each for each in remote if not each[0].keys[0].startswith("country:")]
    return tuple({place.keys: (place, named) for place, named in here + remote}.values())


def _in(segment: str, vocabulary: Vocabulary) -> list[tuple[Place, str]]:
    found = vocabulary.gazetteer.find(segment)
    return [each for each in found if not each[0].keys[0].startswith("region:")]
