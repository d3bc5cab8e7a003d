"""Reads where a job is based and from where a remote job may be done; the gazetteer resolves the names."""

import re
from dataclasses import dataclass

from bot.domain.opening import Place, Workplace
from bot.extraction.place_names import places_named
from bot.extraction.place_statements import with_statements
from bot.extraction.places import find_places, named_in_field
from bot.extraction.remote_region import read_remote_regions
from bot.extraction.sheet import Found, Sheet, clip
from bot.extraction.vocabulary import Vocabulary

_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Places that the job is based in, and regions from which it may be done remotely."""

    places: tuple[Found[Place], ...] = ()
    remote_regions: tuple[Found[Place], ...] = ()

    @property
    def country(self) -> str | None:
        """The code of the only country that the places lie in; None of none or several."""
        named = self.places or self.remote_regions
        found = {
            key.removeprefix("country:")
            for place in named
            for key in place.value.keys
            if key.startswith("country:")
        }
        return found.pop() if len(found) == 1 else None


def read_whereabouts(sheet: Sheet, workplace: Workplace, vocabulary: Vocabulary) -> Whereabouts:
    """The field first, then the heading, the title and what the text calls the location."""
    remote = workplace is Workplace.REMOTE
    places = with_statements(_places(sheet, vocabulary), sheet, vocabulary.gazetteer, remote=remote)
    regions = read_remote_regions(sheet, vocabulary.gazetteer) if remote else ()
    return Whereabouts(
        places=tuple(found for found in places if not found.value.keys[0].startswith("region:"))[:_MOST],
        remote_regions=regions[:_MOST],
    )


def _places(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Found[Place], ...]:
    own = places_named(_after_title(sheet), "body", vocabulary.gazetteer)
    if own:
        return own
    heading = named_in_field("; ".join(_segments(sheet)), vocabulary.gazetteer)
    if heading:
        return tuple(Found(value=place, words=clip(words), field="body") for place, words in heading)
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
