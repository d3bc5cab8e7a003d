"""Reads the value of a field (`in:`, `salary>=` ...) into a term, or says what was expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.opening import PayPeriod, Place, Visa
from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.matching.amounts import (
    LARGEST,
    LEAST_PLAIN_YEARLY,
    Amount,
    mended_amount,
    read_age,
    read_amount,
    read_currency,
)
from bot.matching.closed_terms import LanguageTerm, VisaTerm
from bot.matching.currency import PERIODS_A_YEAR
from bot.matching.lexer import Kind, Token, tokens
from bot.matching.measure_terms import PayUnknownTerm, PostedTerm, SalaryTerm, YearsTerm
from bot.matching.place_terms import InTerm, RemoteFromTerm
from bot.matching.terms import Comparison, Term
from bot.matching.text_terms import CompanyTerm, SourceTerm, TitleTerm
from bot.matching.words import folded_words

LONGEST_PLACE = 4
MOST_YEARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAt:
    """A field and the words that follow it, which may belong to its value (`in:New York`, `120k EUR`)."""

    query: str
    token: Token
    following: tuple[Token, ...]
    vocabulary: Vocabulary
    currency: str

    def error(self, problem: str, suggestion: str | None = None) -> QueryError:
        """An error that points at the field's value."""
        at = min(self.token.value_at, max(len(self.query) - 1, 0))
        length = max(1, self.token.end - self.token.value_at)
        if suggestion is not None:
            suggestion = f"{self.token.name}{self.token.operator}{suggestion}"
        return QueryError(self.query, at, problem, length=length, suggestion=suggestion)

    @property
    def comparison(self) -> Comparison | None:
        """The relation, None for a colon."""
        return None if self.token.operator == ":" else Comparison(self.token.operator)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRead:
    """A term, how many of the following words belong to it, and whether its currency was assumed."""

    term: Term
    taken: int = 0
    assumed_currency: bool = False


def read_field(field: FieldAt) -> FieldRead:
    """The term of a field. Raises QueryError that says what was expected."""
    reader, example = _READERS[field.token.name]
    if not field.token.text.strip():
        raise field.error(f"{field.token.name}{field.token.operator} needs a value, such as {example}", None)
    if field.token.name not in _COMPARED and field.token.operator not in {":", "="}:
        raise field.error(f"{field.token.name} does not compare; write it such as {example}")
    return reader(field)


def _read_in(field: FieldAt) -> FieldRead:
    place, spelling, taken = _place(field)
    return FieldRead(term=InTerm(place, spelling), taken=taken)


def _read_remote(field: FieldAt) -> FieldRead:
    place, spelling, taken = _place(field)
    return FieldRead(term=RemoteFromTerm(place, spelling), taken=taken)


def _place(field: FieldAt) -> tuple[Place, str, int]:
    """The longest place that the value and the words behind it name, its canonical spelling, words taken."""
    following = () if field.token.quoted else _words_of_a_place(field)
    for taken in range(len(following), -1, -1):
        typed = " ".join([field.token.text, *following[:taken]])
        place = field.vocabulary.gazetteer.resolve(typed)
        if place is not None:
            return place, _place_spelling(place, typed, field.vocabulary), taken
    suggestion = field.vocabulary.suggest(field.token.text)
    known = suggestion and field.vocabulary.gazetteer.resolve(suggestion)
    problem = f"the place {field.token.text} is not known; try a city, a country, a region such as Europe"
    raise field.error(problem, _quoted_if_needed(suggestion) if suggestion and known else None)


def _words_of_a_place(field: FieldAt) -> list[str]:
    """The words behind the value that may belong to it: up to the first that the vocabulary knows."""
    words = [token.text for token in field.following[: LONGEST_PLACE - 1]]
    for at in range(len(words)):
        if field.vocabulary.entries_at(words, at):
            return words[:at]
    return words


def _place_spelling(place: Place, typed: str, vocabulary: Vocabulary) -> str:
    name = place.name if vocabulary.gazetteer.resolve(place.name) == place else typed.lower()
    return _quoted_if_needed(name)


def _quoted_if_needed(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'


def _read_salary(field: FieldAt) -> FieldRead:
    if field.token.text.lower() == "unknown":
        return FieldRead(term=PayUnknownTerm())
    comparison = field.comparison or Comparison.AT_LEAST
    amount = read_amount(field.token.text, home_currency=field.currency)
    if amount is None:
        mended = mended_amount(field.token.text, home_currency=field.currency)
        raise field.error("expected an amount such as 120k", mended)
    if amount.number < LEAST_PLAIN_YEARLY and not (amount.scaled or amount.period):
        amount_in_thousands = f"{amount.number:g}k"
        if not _period_follows(field):
            raise field.error(
                "expected an amount a year such as 120k, or a rate such as 85/hour", amount_in_thousands
            )
    return salary(amount, comparison, field)


def _period_follows(field: FieldAt) -> bool:
    following = _currency_behind(field)
    return following is not None and following[1] is not None


def _currency_behind(field: FieldAt) -> tuple[str, PayPeriod | None] | None:
    if not field.following:
        return None
    return read_currency(field.following[0].text, home_currency=field.currency)


def salary(amount: Amount, comparison: Comparison, field: FieldAt) -> FieldRead:
    """The salary term of an amount; a currency may stand behind it, else it is the workspace's."""
    currency, period, taken = amount.currency, amount.period, 0
    behind = _currency_behind(field) if currency is None else None
    if behind is not None:
        currency, period, taken = behind[0], period or behind[1], 1
    yearly = round(amount.number * PERIODS_A_YEAR[period or PayPeriod.YEAR])
    if yearly > LARGEST:
        raise field.error("this is more than anybody earns; expected an amount such as 120k")
    term = SalaryTerm(comparison, yearly, currency or field.currency)
    return FieldRead(term=term, taken=taken, assumed_currency=currency is None)


def _read_years(field: FieldAt) -> FieldRead:
    text = field.token.text.lower().rstrip("+").removesuffix("years").removesuffix("y").strip()
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_YEARS):
        raise field.error("expected a number of years such as years<=3")
    return FieldRead(term=YearsTerm(field.comparison or Comparison.EQUAL, int(text)))


def _read_posted(field: FieldAt) -> FieldRead:
    hours = read_age(field.token.text)
    if not hours:
        raise field.error("expected an age such as 7d, 24h or 2w")
    comparison = field.comparison
    if comparison is None or comparison is Comparison.EQUAL:
        comparison = Comparison.BELOW
    return FieldRead(term=PostedTerm(comparison, hours))


_VISA = {
    "yes": Visa.OFFERS,
    "no": Visa.REFUSES,
    "unknown": Visa.UNKNOWN,
    "true": Visa.OFFERS,
    "false": Visa.REFUSES,
}


def _read_visa(field: FieldAt) -> FieldRead:
    visa = _VISA.get(field.token.text.lower())
    if visa is None:
        raise field.error("expected visa:yes, visa:no or visa:unknown", "yes")
    return FieldRead(term=VisaTerm(visa))


LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "arabic": "ar",
        "chinese": "zh",
        "czech": "cs",
        "danish": "da",
        "dutch": "nl",
        "english": "en",
        "finnish": "fi",
        "french": "fr",
        "german": "de",
        "greek": "el",
        "hebrew": "he",
        "hindi": "hi",
        "hungarian": "hu",
        "indonesian": "id",
        "italian": "it",
        "japanese": "ja",
        "korean": "ko",
        "norwegian": "no",
        "polish": "pl",
        "portuguese": "pt",
        "romanian": "ro",
        "russian": "ru",
        "spanish": "es",
        "swedish": "sv",
        "thai": "th",
        "turkish": "tr",
        "ukrainian": "uk",
        "vietnamese": "vi",
        "bulgarian": "bg",
        "croatian": "hr",
        "slovak": "sk",
        "catalan": "ca",
    }
)
"""English names of the languages that `lang:` takes, with their ISO 639-1 codes."""


def _read_lang(field: FieldAt) -> FieldRead:
    typed = field.token.text.lower()
    code = LANGUAGES.get(typed, typed)
    if code not in LANGUAGES.values():
        raise field.error("expected a language such as lang:en or lang:german")
    return FieldRead(term=LanguageTerm(code))


def _words(field: FieldAt) -> tuple[str, ...]:
    words = folded_words(field.token.text)
    if not words:
        raise field.error(f"there is no word in {field.token.text}")
    return words


_COMPARED = frozenset({"salary", "years", "posted"})
_READERS: Mapping[str, tuple[Callable[[FieldAt], FieldRead], str]] = MappingProxyType(
    {
        "in": (_read_in, "in:Berlin"),
        "remote": (_read_remote, "remote:EU"),
        "salary": (_read_salary, "salary>=120k"),
        "years": (_read_years, "years<=3"),
        "posted": (_read_posted, "posted<7d"),
        "visa": (_read_visa, "visa:yes"),
        "lang": (_read_lang, "lang:en"),
        "company": (lambda field: FieldRead(term=CompanyTerm(_words(field))), "company:Acme"),
        "title": (lambda field: FieldRead(term=TitleTerm(_words(field))), "title:engineer"),
        "source": (lambda field: FieldRead(term=SourceTerm(_words(field))), "source:remotive"),
    }
)


def single_words(text: str) -> tuple[str, ...] | None:
    """The text as the words of a query, or None where it would not be read as nothing but words."""
    try:
        found = tokens(text)
    except QueryError:
        return None
    return tuple(token.text for token in found) if all(token.kind is Kind.WORD for token in found) else None
