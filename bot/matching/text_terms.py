"""Terms that are words of the text, the title, the company's or the source's name."""

from dataclasses import dataclass
from itertools import pairwise

from bot.matching.candidate import Offer
from bot.matching.terms import Term
from bot.matching.words import begins_at, singular


@dataclass(frozen=True, slots=True)
class WordTerm(Term):
    """A word outside the vocabulary, found as a whole word (singular or plural) in title or text."""

    spelling: str
    words: tuple[str, ...]
    rank = 6

    @property
    def text(self) -> str:
        """The word, in lower case."""
        return self.spelling

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "text", f"{self.spelling} in title or text"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The first place where it stands, title before text."""
        for where in (offer.words.title, offer.words.text):
            found = where.find_word(self.words[0]) if len(self.words) == 1 else where.find_phrase(self.words)
            if found:
                return (found,)
        return None

    def missed_by(self, offer: Offer) -> str:
        """Not found."""
        del offer
        return f'text: the word "{self.spelling}" is neither in the title nor in the text'

    def requires(self) -> tuple[frozenset[str], ...]:
        """Its word, or every two that follow each other."""
        return _required_words(self.words)

    @property
    def keyed(self) -> bool:
        """One word alone, whose place does not matter."""
        return len(self.words) == 1


@dataclass(frozen=True, slots=True)
class PhraseTerm(Term):
    """An exact phrase in title or text."""

    words: tuple[str, ...]
    rank = 6

    @property
    def text(self) -> str:
        """The phrase in quotes."""
        return f'"{" ".join(self.words)}"'

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "text", f"{self.text} in title or text"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The first place where it stands, title before text."""
        found = offer.words.title.find_phrase(self.words) or offer.words.text.find_phrase(self.words)
        return (found,) if found else None

    def missed_by(self, offer: Offer) -> str:
        """Not found."""
        del offer
        return f"text: the phrase {self.text} is neither in the title nor in the text"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Its word, or every two that follow each other."""
        return _required_words(self.words)


@dataclass(frozen=True, slots=True)
class TitleTerm(Term):
    """Words that follow each other in the title of the opening."""

    words: tuple[str, ...]
    rank = 9

    @property
    def text(self) -> str:
        """`title:` and the words."""
        return field_text("title", self.words)

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "title", f'has "{" ".join(self.words)}"'

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words in the opening's title; where there is one opening, the posting's title serves too."""
        found = offer.words.opening_titles[offer.index].find_phrase(self.words)
        if found is None and len(offer.words.reading.openings) == 1:
            found = offer.words.title.find_phrase(self.words)
        return (found,) if found else None

    def missed_by(self, offer: Offer) -> str:
        """The title."""
        return f'title: the title is "{offer.opening.title}"'

    def requires(self) -> tuple[frozenset[str], ...]:
        """Every word."""
        return tuple(frozenset({f"title:{word}"}) for word in self.words)


@dataclass(frozen=True, slots=True)
class CompanyTerm(Term):
    """Whole words of the company's name: `company:acme` finds "Acme, Inc.", not "Acmetric"."""

    words: tuple[str, ...]
    rank = 10

    @property
    def text(self) -> str:
        """`company:` and the words."""
        return field_text("company", self.words)

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "company", f'has "{" ".join(self.words)}"'

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The company's name."""
        if begins_at(offer.words.company, self.words) is None:
            return None
        return (offer.words.reading.company or offer.candidate.posting.company or "",)

    def missed_by(self, offer: Offer) -> str:
        """The company's name."""
        company = offer.words.reading.company or offer.candidate.posting.company
        return f"company: the company is {company}" if company else "company: the posting names none"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Every word."""
        return tuple(frozenset({f"company:{word}"}) for word in self.words)

    @property
    def keyed(self) -> bool:
        """One word alone, whose place does not matter."""
        return len(self.words) == 1


@dataclass(frozen=True, slots=True)
class SourceTerm(Term):
    """Whole words of the name of the source that brought the posting."""

    words: tuple[str, ...]
    rank = 11

    @property
    def text(self) -> str:
        """`source:` and the words."""
        return field_text("source", self.words)

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "source", f'has "{" ".join(self.words)}"'

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The source's name."""
        return None if begins_at(offer.words.source, self.words) is None else (offer.candidate.source,)

    def missed_by(self, offer: Offer) -> str:
        """The source's name."""
        return f"source: the posting came from {offer.candidate.source}"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Every word."""
        return tuple(frozenset({f"source:{word}"}) for word in self.words)

    @property
    def keyed(self) -> bool:
        """One word alone, whose place does not matter."""
        return len(self.words) == 1


def field_text(name: str, words: tuple[str, ...]) -> str:
    """`name:word`, or `name:"several words"`."""
    if len(words) == 1 and words[0].isalnum():
        return f"{name}:{words[0]}"
    return f'{name}:"{" ".join(words)}"'


def _required_words(words: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    if len(words) == 1:
        return (frozenset({f"word:{singular(words[0])}"}),)
    return tuple(frozenset({f"pair:{first} {second}"}) for first, second in pairwise(words))
