"""Tools that no vocabulary holds, in lists of tools that it does: "Cobalt Strike, Sliver and Havoc".

A name counts under its own spelling, as strongly as the sure tools beside it. It must stand between two of
them, at the end of two or more, or in brackets or behind "such as" with one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from bot.domain.opening import Strength
from bot.extraction.skill_strength import Weighed
from bot.extraction.tokens import phrase
from bot.extraction.vocabulary import Vocabulary

_SEPARATOR = r"(?:\s?[,/|;]\s?(?:(?:and/or|and|or|&)\s)?|\s(?:and/or|and|or|&)\s)"
_WORD = r"(?:[A-Z][\w+#]*(?:[.-][A-Za-z0-9][\w+#]*)*|[a-z]+[A-Z][\w+#]*|\d+[A-Z]\w*)"
_NAME = rf"{_WORD}(?: (?:{_WORD}|\d[\d.]*)){{0,2}}"
_ACRONYM = re.compile(r"[A-Z\d.-]+s?")
_SEPARATED = re.compile(_SEPARATOR)
_EACH = re.compile(_NAME)
_BETWEEN = re.compile(rf"{_SEPARATOR}(?P<names>{_NAME}(?:{_SEPARATOR}{_NAME}){{0,3}}){_SEPARATOR}")
_BEHIND = re.compile(
    rf"{_SEPARATOR}(?P<names>{_NAME}(?:{_SEPARATOR}{_NAME}){{0,2}})"
    r"(?=\s?[.,;):\n]|\s?$|\s(?:and|or)\s)"
)
_INTRODUCED = r"(?:\b(?:[Ss]uch as|[Ll]ike|[Ii]ncluding|[Ee]\.?g\.?,?)\s|\(|\b[Tt]ools?\s?:\s)"
_BEFORE = re.compile(rf"{_INTRODUCED}(?P<names>{_NAME}(?:{_SEPARATOR}{_NAME}){{0,2}}){_SEPARATOR}$")
_INTRODUCES = re.compile(rf"{_INTRODUCED}$")
_ENDS_IN_SEPARATOR = (",", "/", "|", ";", " and", " or", " &", "and/or")
_DEGREE = re.compile(r"\b(?:degrees?|bachelor\S*|master\S*|diploma|ph\.?d|fields?|majors?)\b", re.IGNORECASE)
_LONGEST_LIST = 90
_MOST_NAMES = 100
"""Names of a posting that are looked at; each costs a look through the text."""
_NO_TOOL = frozenset(
    {
        "administration", "administrator", "advanced", "ai", "amazon", "android", "anthropic", "apple",
        "applications", "architecture", "associate", "backend", "certified", "cloud", "compute", "data",
        "delivery", "deployment", "desktop", "development", "devops", "documentation", "engineering",
        "english", "europe", "expert", "facebook", "finance", "frontend", "functions", "google", "legal",
        "management", "manager", "marketing", "mathematics", "meta", "microsoft", "ml", "mobile", "network",
        "networking", "operations", "paypal", "physics", "product", "professional", "quality", "research",
        "routing", "sales", "science", "security", "services", "software", "specialist", "storage",
        "studies", "support", "tablet", "team", "teams", "technology", "testing", "type", "uber", "web",
        "workflow", "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "monday", "friday"
    }
)  # fmt: skip
"""Words in capitals that make no name of a tool by themselves: fields, departments, giants, months."""


def named_beside(
    text: str, weighed: Sequence[Weighed], vocabulary: Vocabulary, own_name: Sequence[str] = ()
) -> tuple[Weighed, ...]:
    """The names beside the sure tools of a text. `own_name`: the words of the employer's name."""
    tools = [one for one in weighed if not one.topic and one.strength is Strength.CORE]
    taken = {at for one in weighed for at in (one.start, one.end - 1)}
    found: dict[int, Weighed] = {}
    looked_at = (place for run in _runs(text, tools) for place in _beside(text, run))
    for start, end in islice(looked_at, _MOST_NAMES):
        if taken.isdisjoint(range(start, end)) and _is_name(text, start, end, vocabulary, own_name):
            found[start] = Weighed(text[start:end], Strength.CORE, start, end)
    return tuple(found.values())


def _runs(text: str, tools: Sequence[Weighed]) -> Iterator[Sequence[Weighed]]:
    """The tools by list: with a separator, or separated names, between them."""
    run: list[Weighed] = []
    for tool in tools:
        if run and not _listed(text, run[-1].end, tool.start):
            yield run
            run = []
        run.append(tool)
    if run:
        yield run


def _listed(text: str, end: int, start: int) -> bool:
    if not 0 < start - end <= _LONGEST_LIST:
        return False
    return (_SEPARATED.fullmatch(text, end, start) or _BETWEEN.fullmatch(text, end, start)) is not None


def _beside(text: str, run: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """Where the names beside a list of tools stand."""
    ahead = text[max(0, run[0].start - _LONGEST_LIST) : run[0].start].rpartition("\n")[2]
    if _DEGREE.search(ahead):
        return
    for left, right in pairwise(run):
        if right.start - left.end <= _LONGEST_LIST:
            yield from _names(_BETWEEN.fullmatch(text, left.end, right.start))
    if len(run) > 1 or _INTRODUCES.search(ahead):
        yield from _names(_BEHIND.match(text, run[-1].end, run[-1].end + _LONGEST_LIST))
    if ahead.rstrip().endswith(_ENDS_IN_SEPARATOR):
        offset = run[0].start - len(ahead)
        yield from ((start + offset, end + offset) for start, end in _names(_BEFORE.search(ahead)))


def _names(found: re.Match[str] | None) -> Iterator[tuple[int, int]]:
    if found is not None:
        start = found.start("names")
        yield from ((start + one.start(), start + one.end()) for one in _EACH.finditer(found["names"]))


def _is_name(text: str, start: int, end: int, vocabulary: Vocabulary, own_name: Sequence[str]) -> bool:
    """Whether it is one word, and no acronym, ordinary word, place, employer, or word of another meaning.

    Names of several words are as often fields of work, and acronyms as often notions, as they are tools.
    """
    name = text[start:end]
    words = phrase(name)
    if " " in name or _ACRONYM.fullmatch(name) or not words or not _NO_TOOL.isdisjoint(words):
        return False
    if own_name and tuple(own_name)[: len(words)] == words:
        return False
    if any(taken == len(words) for _, taken in vocabulary.entries_at(words, 0)):
        return False
    if vocabulary.gazetteer.resolve(name) is not None:
        return False
    around = text[max(0, start - _LONGEST_LIST) : end + _LONGEST_LIST]
    return not around.isupper() and not _written_small(text, words)


def _written_small(text: str, words: Sequence[str]) -> bool:
    """Whether the text writes it in small letters elsewhere, so that its capital says nothing."""
    return re.search(rf"(?<![\w@/.]){re.escape(' '.join(words))}(?!\w|\.\w)", text) is not None
