"""What the facet readers are given: one opening's text and fields, and how they say what they found."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.domain.opening import Evidence

_MOST_WORDS = 120

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A posting, or one of its openings, laid out for reading.

    `heading` is the first line of a posting that is nothing but text (and the opening's own line):
    short phrases that stand for the fields which such a posting has not. `own_text` is what is said of this
    opening alone, `text` all that holds for it. A field that the source does not state is empty.
    """

    title: str
    text: str
    heading: str = ""
    own_text: str = ""
    location: str = ""
    workplace: str = ""
    employment: str = ""
    salary: str = ""
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Value_co]):
    """A value with the words that say so and the posting's field that holds them."""

    value: Value_co
    words: str
    field: str

    def evidence(self, facet: str, value: str) -> Evidence:
        """The same as evidence for a facet; words are cut to what evidence may hold."""
        return Evidence(facet=facet, value=value, words=clip(self.words), field=self.field)


def clip(words: str) -> str:
    """Words on one line, at most as long as evidence may be."""
    return " ".join(words.split())[:_MOST_WORDS]


def around(text: str, start: int, end: int, *, reach: int = 40) -> str:
    """The words of `text[start:end]` with some of their line on both sides, whole words only."""
    left = max(text.rfind("\n", 0, start) + 1, start - reach)
    line_end = text.find("\n", end)
    right = min(len(text) if line_end < 0 else line_end, end + reach)
    before, after = text[left:start], text[end:right]
    if left and not text[left - 1].isspace():
        before = before.partition(" ")[2]
    if right < len(text) and not text[right].isspace():
        after = after.rpartition(" ")[0]
    return (before + text[start:end] + after).strip()
