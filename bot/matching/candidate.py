"""A posting as queries are held against it, and one opening of it at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting
from bot.matching.words import SearchableText, folded_words, names_phrase

_SEEKING = tuple(
    tuple(f"{seeking} {article}".split())
    for seeking in ("as", "looking for", "hiring", "seeking", "be")
    for article in ("a", "an", "our", "our first")
)
"""What stands before the job that a text offers."""


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

    def title_names(self, phrases: Iterable[Sequence[str]], unless: Iterable[str] = ()) -> bool:
        """Whether its title names a job by a phrase and has no word of `unless` (singulars)."""
        for title in self._titles():
            if not any(word in title.singulars for word in unless) and any(
                names_phrase(title.in_order, phrase) for phrase in phrases
            ):
                return True
        return False

    def seeks(self, job: Sequence[str]) -> bool:
        """Whether the text says that it seeks this, in just these words: "as a founding engineer"."""
        find = self.words.text.find_phrase
        return find(job) is not None and any(find((*before, *job)) for before in _SEEKING)

    def _titles(self) -> list[SearchableText]:
        titles = [self.words.opening_titles[self.index]]
        if len(self.words.reading.openings) == 1:
            titles.append(self.words.title)
        return titles

    def stated(self, facet: str, *values: str) -> tuple[str, ...]:
        """The posting's words for values of a facet; the values themselves where no words are kept."""
        said = tuple(
            evidence.words
            for evidence in self.opening.evidence
            if evidence.facet == facet and evidence.value in values
        )
        return tuple(dict.fromkeys(said)) or values
