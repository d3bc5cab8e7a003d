"""A posting as queries are held against it, and one opening of it at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting
from bot.matching.words import SearchableText, folded_words, singular


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A posting, what was read out of it, the name of the source that brought it, and when it came."""

    posting: Posting
    reading: Reading
    source: str
    first_seen_at: datetime


class CandidateWords:
    """A candidate with its words, split when first asked for and then kept."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.reading = candidate.reading

    @cached_property
    def title(self) -> SearchableText:
        """The posting's title."""
        return SearchableText(self.reading.title)

    @cached_property
    def text(self) -> SearchableText:
        """The posting's text."""
        return SearchableText(self.reading.text)

    @cached_property
    def opening_titles(self) -> tuple[SearchableText, ...]:
        """The title of each opening."""
        return tuple(SearchableText(opening.title) for opening in self.reading.openings)

    @cached_property
    def company(self) -> tuple[str, ...]:
        """The words of the company's name."""
        return folded_words(self.reading.company or self.candidate.posting.company or "")

    @cached_property
    def source(self) -> tuple[str, ...]:
        """The words of the source's name."""
        return folded_words(self.candidate.source)


@dataclass(frozen=True, slots=True)
class Offer:
    """One opening (`index` counts from 0) of a candidate, looked at at an instant."""

    words: CandidateWords
    index: int
    now: datetime

    @property
    def opening(self) -> Facets:
        """The facets of this opening."""
        return self.words.reading.openings[self.index]

    @property
    def candidate(self) -> Candidate:
        """The posting that holds it."""
        return self.words.candidate

    def title_has(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in its title, in singular or plural."""
        titles = [self.words.opening_titles[self.index]]
        if len(self.words.reading.openings) == 1:
            titles.append(self.words.title)
        return any(singular(word) in title.singulars for title in titles for word in words)

    def stated(self, facet: str, *values: str) -> tuple[str, ...]:
        """The posting's words for values of a facet; the values themselves where no words are kept."""
        said = tuple(
            evidence.words
            for evidence in self.opening.evidence
            if evidence.facet == facet and evidence.value in values
        )
        return tuple(dict.fromkeys(said)) or values
