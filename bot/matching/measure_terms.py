"""Terms that compare: pay, years of experience, age."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.matching.amounts import format_age, format_amount
from bot.matching.candidate import Candidate, Offer
from bot.matching.currency import ECB_RATES, yearly_top
from bot.matching.terms import COMPARED, Comparison, Term


@dataclass(frozen=True, slots=True)
class SalaryTerm(Term):
    """The top of the stated pay, as an amount a year in the query's currency."""

    comparison: Comparison
    amount: int
    currency: str
    rank = 7
    measures = True

    @property
    def text(self) -> str:
        """`salary>=150k USD`."""
        return f"salary{self.comparison}{format_amount(self.amount)} {self.currency}"

    def _top(self, offer: Offer) -> float | None:
        pay = offer.opening.pay
        top = yearly_top(pay) if pay else None
        if pay is None or top is None:
            return None
        return ECB_RATES.convert(top, pay.currency, self.currency)

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "salary", f"top pay {COMPARED[self.comparison]} {self.amount:,} {self.currency} a year"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words that state the pay."""
        top = self._top(offer)
        if top is None or not self.comparison.holds(round(top), self.amount):
            return None
        return _pay_words(offer)

    def missed_by(self, offer: Offer) -> str:
        """What the posting pays, in the query's currency."""
        pay = offer.opening.pay
        if pay is None:
            return "salary: the posting states no pay; `salary:unknown` would keep it"
        top = self._top(offer)
        if top is None:
            return (
                f"salary: the posting pays in {pay.currency}, which cannot be compared with {self.currency}"
            )
        said = ", ".join(_pay_words(offer))
        about = f"{round(top, -3):,.0f} {self.currency} a year"
        return f"salary: the top of the stated pay ({said}) is about {about}"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Stated pay."""
        return (frozenset({"pay:known"}),)


def _pay_words(offer: Offer) -> tuple[str, ...]:
    said = tuple(item.words for item in offer.opening.evidence if item.facet == "pay")
    pay = offer.opening.pay
    if said or pay is None:
        return said[:1]
    bounds = [f"{bound:,.0f}" for bound in (pay.minimum, pay.maximum) if bound is not None]
    return (f"{' - '.join(bounds)} {pay.currency} a {pay.period}",)


@dataclass(frozen=True, slots=True)
class PayUnknownTerm(Term):
    """The posting states no pay."""

    rank = 8
    keyed = True

    @property
    def text(self) -> str:
        """`salary:unknown`."""
        return "salary:unknown"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "salary", "states no pay"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """No words: nothing is stated."""
        return () if offer.opening.pay is None else None

    def missed_by(self, offer: Offer) -> str:
        """The stated pay."""
        return f"salary: the posting states its pay: {', '.join(_pay_words(offer))}"

    def requires(self) -> tuple[frozenset[str], ...]:
        """No stated pay."""
        return (frozenset({"pay:unknown"}),)


@dataclass(frozen=True, slots=True)
class YearsTerm(Term):
    """The least years of experience that the posting asks for."""

    comparison: Comparison
    years: int
    rank = 7
    measures = True

    @property
    def text(self) -> str:
        """`years<=3`."""
        return f"years{self.comparison}{self.years}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "years", f"asks for {COMPARED[self.comparison]} {self.years} years of experience"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The words that ask for experience."""
        years = offer.opening.years_min
        if years is None or not self.comparison.holds(years, self.years):
            return None
        return _years_words(offer, years)

    def missed_by(self, offer: Offer) -> str:
        """The years that the posting asks for."""
        years = offer.opening.years_min
        if years is None:
            return "years: the posting does not say how many"
        return f"years: the posting asks for {years:g} ({', '.join(_years_words(offer, years))})"

    def requires(self) -> tuple[frozenset[str], ...]:
        """Stated years."""
        return (frozenset({"years:known"}),)


def _years_words(offer: Offer, years: float) -> tuple[str, ...]:
    said = tuple(item.words for item in offer.opening.evidence if item.facet == "years_min")
    return said[:1] or (f"{years:g} years",)


@dataclass(frozen=True, slots=True)
class PostedTerm(Term):
    """How old the posting is. A posting that is dated by day counts as late on that day as it can be."""

    comparison: Comparison
    hours: int
    rank = 12
    measures = True

    @property
    def text(self) -> str:
        """`posted<7d`."""
        return f"posted{self.comparison}{format_age(self.hours)}"

    @property
    def described(self) -> tuple[str, str]:
        """Its kind and what must hold."""
        return "posted", f"{COMPARED[self.comparison]} {format_age(self.hours)} old"

    def found_in(self, offer: Offer) -> tuple[str, ...] | None:
        """The date."""
        age = (offer.now - posted_at(offer.candidate)) / timedelta(hours=1)
        if not self.comparison.holds(age, self.hours):
            return None
        return (f"{posted_at(offer.candidate):%Y-%m-%d}",)

    def missed_by(self, offer: Offer) -> str:
        """The date."""
        return f"posted: the posting is of {posted_at(offer.candidate):%Y-%m-%d}"


def posted_at(candidate: Candidate) -> datetime:
    """The latest instant at which the posting can have been posted: end of its day, or when first seen."""
    posted_on = candidate.reading.posted_on
    if posted_on is None:
        return candidate.first_seen_at
    return min(candidate.first_seen_at, datetime.combine(posted_on, time.max, tzinfo=UTC))
