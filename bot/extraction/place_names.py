"""The places that a few words name, time zones left out. Knows not which of them is the job's."""

import re
from collections.abc import Iterable

from bot.domain.opening import Place
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.sheet import Found, clip

_ZONE_NAME = re.compile(
    r"\b(?:EST|PST|CST|MST|EDT|PDT|CES?T|GMT|UTC)\b"
    r"|\b(?:U\.?S\.?A?|EU|UK|European?|American|North American|APAC|EMEA|Asian|Australian)[ -]"
    r"(?:(?:business|working|office) hours|(?:friendly |compatible )?time ?zones?|hours|tz)\b"
)
_COAST = re.compile(r"(?<=\w) (?:[Ee]ast|[Ww]est|[Ee]astern|[Ww]estern) [Cc]oast\b")
_ZONE_CODE = re.compile(r"\b(?:ET|CT|MT|PT)\b")
_LONGEST_FIELD = 400


def places_named(text: str, field: str, gazetteer: Gazetteer) -> tuple[Found[Place], ...]:
    """The places, each once; none of a text that is too long for a field or a heading."""
    if not text.strip() or len(text) > _LONGEST_FIELD:
        return ()
    return unique(
        Found(value=place, words=clip(words), field=field)
        for place, words in gazetteer.find(without_zones(text))
    )


def without_zones(text: str) -> str:
    """The text without names of time zones and coasts ("US East Coast"), which are no places."""
    text = _COAST.sub(" ", _ZONE_NAME.sub(" ", text))
    return _ZONE_CODE.sub(" ", text) if len(_ZONE_CODE.findall(text)) > 1 else text


def unique(found: Iterable[Found[Place]]) -> tuple[Found[Place], ...]:
    """Each place once, the first words that name it."""
    return tuple({one.value.name: one for one in reversed(tuple(found))}.values())[::-1]
