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
    """A value with the words that say so, no more of them, and the posting's field that holds them.

    `also` are other words of the same field that say it too.
    """

    value: Value_co
    words: str
    field: str
    also: tuple[str, ...] = ()

    def evidence(self, facet: str, value: str) -> tuple[Evidence, ...]:
        """The same as evidence for a facet; words are cut to what evidence may hold."""
        return tuple(
            Evidence(facet=facet, value=value, words=clip(words), field=self.field)
            for words in (self.words, *self.also)
        )


def clip(words: str) -> str:
    """Words on one line, at most as long as evidence may be."""
    return " ".join(words.split())[:_MOST_WORDS]
