"""Terms with a closed set of values: visa sponsorship and the language of the posting."""

from dataclasses import dataclass

from bot.domain.opening import Visa
from bot.matching.candidate import Offer
from bot.matching.terms import Term


@dataclass(frozen=True, slots=True)
class VisaTerm(Term):
    """Whether the employer sponsors a visa."""

    visa: Visa
    rank = 8
    keyed = True

    @property
    def text(self) -> str:
        """`visa:yes`, `visa:no`, `visa:unknown`."""
        return f"visa:{VISA_WORDS[self.visa]}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "visa", f"{self.visa.value} visa sponsorship"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words about sponsorship."""
        if offer.opening.visa is not self.visa:
            return None
        return () if self.visa is Visa.UNKNOWN else offer.stated("visa", self.visa.value)

    def missed_by(self, offer: Offer) -> str:
        """What the posting says of sponsorship."""
        visa = offer.opening.visa
        if visa is Visa.UNKNOWN:
            return "visa: the posting does not mention sponsorship"
        return f"visa: the posting {visa.value} sponsorship ({', '.join(offer.stated('visa', visa.value))})"

    def requires(self) -> tuple[frozenset[str], ...]:
        """The value."""
        return (frozenset({f"visa:{self.visa.value}"}),)


VISA_WORDS = {Visa.OFFERS: "yes", Visa.REFUSES: "no", Visa.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class LanguageTerm(Term):
    """The language that the posting is written in."""

    code: str
    rank = 12
    keyed = True

    @property
    def text(self) -> str:
        """`lang:en`."""
        return f"lang:{self.code}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "language", f"written in {self.code}"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """No words: the whole text says it."""
        return () if offer.words.reading.language == self.code else None

    def missed_by(self, offer: Offer) -> str:
        """The language found."""
        language = offer.words.reading.language
        found = "cannot be told" if language == "und" else f"is {language}"
        return f"language: the posting's language {found}"

    def requires(self) -> tuple[frozenset[str], ...]:
        """The code."""
        return (frozenset({f"lang:{self.code}"}),)
