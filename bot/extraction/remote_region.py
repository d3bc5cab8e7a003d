"""Reads from which regions a remote job may be done: names beside "remote", then time zones."""

import re
from itertools import islice

from bot.domain.opening import Place
from bot.extraction.cue_lines import matches_at
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.place_names import places_named
from bot.extraction.sheet import Found, Sheet, clip
from bot.extraction.time_zones import regions_within, zone_range

_WORLDWIDE = re.compile(
    r"\b(?:work(?:ing)? (?:remotely )?from anywhere|from anywhere in the world"
    r"|anywhere in the world|remote(?:ly)?[\s(:,-]{1,3}(?:from )?(?:anywhere|global(?:ly)?"
    r"|worldwide)|worldwide remote|globally remote|hire (?:worldwide|globally"
    r"|anywhere))\b(?! (?:in|within) (?!the world))",
    re.IGNORECASE,
)
_ZONES = (
    (re.compile(r"\b(?:EU|European?)[ -](?:time ?zones?|hours|working hours|tz)\b"
                r"|\bCES?T\b(?![^)\n]{0,12}\bEST\b)|\bGMT\s?[+-]\s?[0-3]\b|\btime ?zones? (?:of"
                r"|in) (?:the EU|Europe)\b", re.IGNORECASE), "Europe"),
    (re.compile(r"\b(?:US|U\.S\.|American?|North American?)[ -](?:time ?zones?|hours|business hours|tz)\b"
                r"|\b(?:EST|PST|CST|EDT|PDT)\b", re.IGNORECASE), "US"),
    (re.compile(r"\bAPAC[ -](?:time ?zones?|hours)\b", re.IGNORECASE), "APAC"),
)  # fmt: skip
_REMOTE_IN = re.compile(
    r"\b(?:remot(?:e|ely)|work from home|home[- ]based|anywhere)\b(?:\s(?:role|position|job"
    r"|work|opportunity|team|workers?|employees))?[\s,:(\u2013-]{0,4}(?:\(?(?:based|from"
    r"|within|in|inside|across|throughout|only|for|candidates|applicants|located|anywhere"
    r"|residents|open to|must be|eligible|is|are|be"
    r"|the)[\s,:(-]{1,3}){0,4}(?P<where>[^.;\n|]{2,60})",
    re.IGNORECASE,
)
_RESIDENTS = re.compile(
    r"\b(?:must (?:be|reside|live)|only (?:considering|accepting|hir\w+)[^.;\n]{0,30}"
    r"|(?:candidates|applicants|you)(?: must| should| are)?(?: be)?|we (?:can )?(?:hire"
    r"|support hiring)(?: only)?|open to (?:candidates|applicants)|eligible)\s?(?:based"
    r"|located|residing|reside|live|living|within|in|from|only)[\s,]{1,2}(?:only )?(?:in "
    r"|within )?(?P<where>[^.;\n|]{2,60})",
    re.IGNORECASE,
)
_WORLD = "region:worldwide"
_REMOTE_HEADS = ("remote", "work from home", "home-based", "home based", "anywhere")
_RESIDENT_HEADS = ("must ", "only ", "candidates", "applicants", "you", "we ", "open to", "eligible")
_WORLD_HEADS = ("work", "from anywhere", "anywhere in", "remote", "globally remote", "hire ")
"""With these each match of the patterns begins."""


def read_remote_regions(sheet: Sheet, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """What stands beside the word remote, else time zones, else the countries and regions of the location."""
    words = _remote_words(sheet)
    named: tuple[Found[Place], ...] = ()
    for field, said in words:
        named = _world(said, field, gazetteer) or _regions_of(places_named(said, field, gazetteer))
        if named:
            break
    if named and named[0].value.keys[0] != _WORLD:
        return named
    return _zoned(sheet, words, gazetteer) or named or _located(sheet, gazetteer)


def _zoned(sheet: Sheet, words: list[tuple[str, str]], gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """The regions of a range of time zones, which narrows "worldwide" down; else of one zone."""
    return _offsets(sheet, gazetteer) or next(
        (zone for field, said in words if (zone := _zone(said, field, gazetteer))), ()
    )


def _located(sheet: Sheet, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    located = places_named(sheet.location, "location", gazetteer)
    world = None if located else _world(sheet.text, "body", gazetteer)
    return world or _regions_of(located)


def _world(said: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    found = next(matches_at(_WORLDWIDE, said, _WORLD_HEADS), None)
    place = gazetteer.resolve("Worldwide") if found else None
    return (Found(value=place, words=clip(found.group()), field=field),) if found and place else ()


def _regions_of(places: tuple[Found[Place], ...]) -> tuple[Found[Place], ...]:
    return tuple(found for found in places if not found.value.keys[0].startswith("city:"))


def _remote_words(sheet: Sheet) -> list[tuple[str, str]]:
    """The words that speak of remote work, nearest first, each with its field."""
    words = (
        [("location", sheet.location)] if re.search(r"remote|anywhere", sheet.location, re.IGNORECASE) else []
    )
    first = sheet.own_text.partition("\n")[0]
    words += [("body", first)] if re.search(r"remote", first, re.IGNORECASE) else []
    words += [
        ("body", part)
        for part in re.split(r"\s?[|\n]\s?", sheet.heading)
        if re.search(r"remot|anywhere", part, re.IGNORECASE)
    ]
    words += [("title", sheet.title)] if re.search(r"remote|\(", sheet.title, re.IGNORECASE) else []
    for rule, heads in ((_REMOTE_IN, _REMOTE_HEADS), (_RESIDENTS, _RESIDENT_HEADS)):
        words += [("body", match["where"]) for match in islice(matches_at(rule, sheet.text, heads), 4)]
    return words


def _offsets(sheet: Sheet, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """The regions whose time zones lie in a range such as "UTC-3 to UTC+3"."""
    said = (
        ("location", sheet.location),
        ("title", sheet.title),
        ("body", sheet.own_text),
        ("body", sheet.heading),
        ("body", sheet.text),
    )
    for field, words in said:
        zones = zone_range(words)
        if zones is not None:
            places = [
                place for name in regions_within(zones) if (place := gazetteer.resolve(name)) is not None
            ]
            return tuple(Found(value=place, words=clip(zones.words), field=field) for place in places)
    return ()


def _zone(words: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    for rule, name in _ZONES:
        match = rule.search(words)
        if match is not None and (place := gazetteer.resolve(name)) is not None:
            return (Found(value=place, words=clip(match.group()), field=field),)
    return ()
