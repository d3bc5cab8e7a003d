"""Reads where a job is based and from where a remote job may be done; the gazetteer resolves the names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.opening import Place, Workplace
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.places import find_places
from bot.extraction.sheet import Found, Sheet, clip
from bot.extraction.vocabulary import Vocabulary

_WORLDWIDE = re.compile(
    r"\b(?:work(?:ing)? (?:remotely )?from anywhere|from anywhere in the world"
    r"|anywhere in the world|remote(?:ly)?[\s(:,-]{1,3}(?:from )?(?:anywhere|global(?:ly)?"
    r"|worldwide)|worldwide remote|globally remote|hire (?:worldwide|globally"
    r"|anywhere))\b(?! (?:in|within) (?!the world))",
    re.IGNORECASE,
)
_OFFSETS = re.compile(
    r"\b(?:UTC|GMT)\s?(?P<low>[+\u2212-]\d{1,2})(?::00)?\s?(?:to|and|through|/|-|\u2013)\s?(?:(?:UTC|GMT)\s?)?(?P<high>[+-]\d{1,2})\b"
)
_WINTER_OFFSETS = (("Europe", 0, 1), ("US", -8, -5))
"""Where most people live at these offsets: a range of time zones that holds them all names the region."""
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
    r"|(?:candidates|applicants|you)(?: must| should)?(?: be)?|we (?:can )?(?:hire"
    r"|support hiring)(?: only)?|open to (?:candidates|applicants)|eligible)\s?(?:based"
    r"|located|residing|reside|live|living|within|in|from|only)[\s,]{1,2}(?:only )?(?:in "
    r"|within )?(?P<where>[^.;\n|]{2,60})",
    re.IGNORECASE,
)
_ZONE_NAME = re.compile(r"\b(?:EST|PST|CST|MST|EDT|PDT|CES?T|GMT|UTC)\b")
_ZONE_CODE = re.compile(r"\b(?:ET|CT|MT|PT)\b")
_NOT_A_REGION = ("city:",)
_MOST = 12
_LONGEST_FIELD = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Places that the job is based in, and regions from which it may be done remotely."""

    places: tuple[Found[Place], ...] = ()
    remote_regions: tuple[Found[Place], ...] = ()


def read_whereabouts(sheet: Sheet, workplace: Workplace, vocabulary: Vocabulary) -> Whereabouts:
    """The field first, then the heading, the title and what the text calls the location."""
    places = _places(sheet, vocabulary)
    regions = _regions(sheet, vocabulary.gazetteer) if workplace is Workplace.REMOTE else ()
    return Whereabouts(
        places=tuple(found for found in places if not found.value.keys[0].startswith("region:"))[:_MOST],
        remote_regions=regions[:_MOST],
    )


def _places(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Found[Place], ...]:
    own = _found(_after_title(sheet), "body", vocabulary.gazetteer)
    if own:
        return own
    heading = _unique(
        found for segment in _segments(sheet) for found in _found(segment, "body", vocabulary.gazetteer)
    )
    if heading:
        return heading
    places, evidence = find_places(sheet.location or None, sheet.title, sheet.text, vocabulary)
    return tuple(
        Found(value=place, words=each.words, field=each.field)
        for place, each in zip(places, evidence, strict=True)
    )


def _after_title(sheet: Sheet) -> str:
    """What the opening's own line says after its title."""
    line = sheet.own_text.partition("\n")[0]
    after = line.partition(sheet.title)[2].partition(".")[0] if sheet.title else ""
    return "; ".join([*re.findall(r"\([^)]*\)", line), after])


def _segments(sheet: Sheet) -> list[str]:
    """The parts of a heading that are neither its title nor a link."""
    parts = re.split(r"\s?[|\n\u2022]\s?|\s[\u2014\u2013-]\s", sheet.heading)
    return [
        part
        for part in parts[1:]
        if part and part not in sheet.title and sheet.title not in part and "://" not in part
    ]


def _regions(sheet: Sheet, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """What stands beside the word remote, else the countries and regions of the location."""
    for field, words in _remote_words(sheet):
        worldwide = _WORLDWIDE.search(words)
        if worldwide is not None and (place := gazetteer.resolve("Worldwide")) is not None:
            return (Found(value=place, words=clip(worldwide.group()), field=field),)
        named = tuple(
            found
            for found in _found(words, field, gazetteer)
            if not found.value.keys[0].startswith(_NOT_A_REGION)
        )
        named = (*_offsets(words, field, gazetteer), *named) or _zones(words, field, gazetteer)
        if named:
            return named
    located = _found(sheet.location, "location", gazetteer)
    worldwide = None if located else _WORLDWIDE.search(sheet.text)
    if worldwide is not None and (place := gazetteer.resolve("Worldwide")) is not None:
        return (Found(value=place, words=clip(worldwide.group()), field="body"),)
    return tuple(found for found in located if not found.value.keys[0].startswith(_NOT_A_REGION))


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
    for rule in (_REMOTE_IN, _RESIDENTS):
        words += [("body", match["where"]) for match in rule.finditer(sheet.text)][:4]
    return words


def _offsets(words: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """The regions whose time zones lie in a range such as "UTC-3 to UTC+3"."""
    match = _OFFSETS.search(words)
    if match is None:
        return ()
    low, high = (int(match[bound].replace("\u2212", "-")) for bound in ("low", "high"))
    within = [name for name, first, last in _WINTER_OFFSETS if low <= first and last <= high]
    places = [place for name in within if (place := gazetteer.resolve(name)) is not None]
    return tuple(Found(value=place, words=clip(match.group()), field=field) for place in places)


def _zones(words: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    for rule, name in _ZONES:
        match = rule.search(words)
        if match is not None and (place := gazetteer.resolve(name)) is not None:
            return (Found(value=place, words=clip(match.group()), field=field),)
    return ()


def _found(text: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    if not text.strip() or len(text) > _LONGEST_FIELD:
        return ()
    text = _ZONE_NAME.sub(" ", text)
    if len(_ZONE_CODE.findall(text)) > 1:
        text = _ZONE_CODE.sub(" ", text)
    return _unique(
        Found(value=place, words=clip(words), field=field) for place, words in gazetteer.find(text)
    )


def _unique(found: Iterable[Found[Place]]) -> tuple[Found[Place], ...]:
    return tuple({one.value.name: one for one in found}.values())
