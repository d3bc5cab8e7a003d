"""Tells apart the openings of one text: roles listed in its heading or on lines of their own."""

import re
from dataclasses import dataclass

from bot.extraction.free_text import ROLE_NOUN, FreeText

_BULLET = re.compile(
    r"^[\s\-*\u2022\u00b7\u2013\u2014>\u25cf\u25aa\u2192+]*(?:\d{1,2}[.)]\s+)?(?:\d{1,2}\s?[x\u00d7X]\s+)?(?:(?:hiring"
    r"|role|position|title|opening)s?\s?:\s*)?",
    re.IGNORECASE,
)
_JOB_NOUN = re.compile(
    r"\b(?:engineers?|engineering (?:manager|lead|intern)s?|developers?|designers?|scientists?"
    r"|analysts?|architects?|programmers?|administrators?|managers?|recruiters?|researchers?"
    r"|consultants?|writers?|strategists?|marketers?|specialists?|directors?"
    r"|account executives?"
    r"|representatives?|associates?|interns?|technicians?|leads?|owners?|testers?"
    r"|coordinators?|accountants?|advocates?|generalists?|sres?|swes?|tpms?|ctos?|bdrs?|sdrs?"
    r"|aes?|head of [a-z]+|vp of [a-z]+|manager, [a-z]+)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:$|[:(\[|,;<\u2014\u2013@*]|\s-\s|-\s|https?:|[-\u2013]>|\u2192)")
_PROSE = re.compile(
    r"\b(?:you|we|our|you'll|your|who|that|is|are|will|have|has|with (?:our|the|your)|i|my"
    r"|they|as an?|to (?:build|join|work|lead)|experience|years|should|strong|working|looking"
    r"|please|apply|email|reach|with|from|by|other|their|such|including|via)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:mentor|manage|hire|coach|support|guide|help|train|partner|build|drive|work"
    r"|collaborate|join|recruit|interview|enable|assist|meet|advise|supervise|contact"
    r"|report)\w*\s(?!lead\b)(?=[a-z])",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?<![\w.])(?!(?:and|or|of|for|in|the|to|at|on|a|de|y|et|und|iii?|x)\b)[a-z][a-z]{2,}")
_LEVEL = re.compile(
    r"senior|junior|staff|principal|lead|mid|software|product|data|machine|learning|founding"
    r"|stack|end|full|front|back|sales|account|customer|technical",
    re.IGNORECASE,
)
_SMALL_ALLOWED = 2
_SPLIT = re.compile(r"\s*(?:,|;|\u2022|\s\+\s|\s&\s|\sand\s|\s-\s)\s*(?![^()]*\))")
_SHORT = re.compile(r"pms?|tpms?|swes?|sres?|qa|devops|bdrs?|csms?|interns?", re.IGNORECASE)
_MORE = re.compile(r"^(?:and )?(?:many )?(?:more|others|etc\.?|\+|others?)\b", re.IGNORECASE)
_TITLE_LENGTH = 90
_OWN_LENGTH = 1_500
_AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningText:
    """One opening: its title and what the text says of it alone (empty when nothing)."""

    title: str
    own_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningTexts:
    """The openings of a text, and the text that holds for all of them."""

    openings: tuple[OpeningText, ...]
    shared: str


def tell_apart(text: str, free: FreeText) -> OpeningTexts:
    """The openings of a free text; one when the text does not list several."""
    listed, shared = _listed_on_lines(text)
    if len(listed) >= _AT_LEAST:
        return OpeningTexts(openings=tuple(listed), shared=shared)
    named = _named_in_heading(free)
    if len(named) >= _AT_LEAST:
        return OpeningTexts(openings=tuple(OpeningText(title=title) for title in named), shared=text)
    return OpeningTexts(openings=(OpeningText(title=free.title),), shared=text)


def _listed_on_lines(text: str) -> tuple[list[OpeningText], str]:
    """Lines that are titles, each with what follows it; the rest is shared."""
    lines = text.split("\n")
    titles = {at: title for at, line in enumerate(lines) if at and (title := _title_of(line))}
    if len(set(titles.values())) < _AT_LEAST:
        return [], text
    own: dict[int, list[int]] = {at: _own_lines(lines, at, titles) for at in titles}
    taken = {at for ats in own.values() for at in ats}
    openings = [
        OpeningText(title=title, own_text="\n".join(lines[one] for one in own[at])[:_OWN_LENGTH])
        for at, title in titles.items()
    ]
    shared = "\n".join(line for at, line in enumerate(lines) if at not in taken)
    return openings, shared


def _title_of(line: str) -> str:
    """The title that a line begins with and that nothing but its own details follows; empty if none."""
    bare = _BULLET.sub("", line, count=1).strip("* _")
    if not bare or not bare[0].isupper() or _VERB.match(bare):
        return ""
    end = 0
    for noun in _JOB_NOUN.finditer(bare[: _TITLE_LENGTH + 20]):
        if _ENDS.match(bare, noun.end()) and not _PROSE.search(bare[: noun.end()]):
            end = noun.end()
            break
    if not end or end > _TITLE_LENGTH or bare.count("|") > 2:  # noqa: PLR2004
        return ""
    return "" if _is_prose(bare[:end]) else _with_details(bare, end)


def _is_prose(title: str) -> bool:
    """Whether words in small letters other than those of roles stand in what should be a title."""
    small = [
        word for word in _SMALL.findall(title) if not ROLE_NOUN.fullmatch(word) and not _LEVEL.fullmatch(word)
    ]
    return len(small) >= _SMALL_ALLOWED


def _with_details(bare: str, end: int) -> str:
    """The title with what qualifies it ("Staff Engineer, Payments Team"), not with prose, links or places."""
    tail = re.match(
        r"(?:,\s[A-Z][\w&/ ]{1,40}|\s[-\u2013]\s[A-Z][\w&/ ]{1,40}(?=\s?[(|:\n]|$)|\s?\([^()]{2,40}\))",
        bare[end:],
    )
    if tail is None or _PROSE.search(tail.group()):
        return bare[:end].strip()
    return (bare[:end] + tail.group()).strip()


def _own_lines(lines: list[str], at: int, titles: dict[int, str]) -> list[int]:
    """The title's line and the lines after it, to the next title; of the last one, its paragraph only."""
    following = [other for other in titles if other > at]
    end = following[0] if following else _paragraph_end(lines, at)
    return list(range(at, end))


def _paragraph_end(lines: list[str], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end


def _named_in_heading(free: FreeText) -> tuple[str, ...]:
    """Several titles in one segment ("SWE, SRE, PM"), or segments that are titles each."""
    titles: list[str] = []
    for segment in free.segments[1:] or (free.title,):
        if free.title and (segment == free.title or free.title in segment):
            parts = [part for part in _SPLIT.split(free.title) if part and not _MORE.match(part)]
            nouns = sum(1 for part in parts if _JOB_NOUN.search(part) or _SHORT.fullmatch(part))
            titles += parts if nouns >= _AT_LEAST and nouns * 2 >= len(parts) else [free.title]
    return tuple(dict.fromkeys(title.strip() for title in titles))
