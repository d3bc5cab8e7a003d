"""Reads the value of a field (`in:`, `salary>=` ...) into a term, or says what was expected."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.domain.opening import Visa
from bot.matching.amounts import read_age
from bot.matching.closed_terms import LanguageTerm, VisaTerm
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.measure_terms import PostedTerm, YearsTerm
from bot.matching.pay_values import read_salary
from bot.matching.place_values import read_in, read_remote
from bot.matching.terms import Comparison
from bot.matching.text_terms import CompanyTerm, SourceTerm, TitleTerm
from bot.matching.words import folded_words

MOST_YEARS = 60


def read_field(field: FieldAt) -> FieldRead:
    """The term of a field. Raises QueryError that says what was expected."""
    reader, example = _READERS[field.token.name]
    if not field.token.text.strip():
        sign = f"{field.token.name}{field.token.operator}"
        raise field.error(f"a value is missing after {sign}, such as {example}", None)
    if field.token.name not in _COMPARED and field.token.operator not in {":", "="}:
        raise field.error(f"{field.token.name} does not compare; write it such as {example}")
    return reader(field)


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
        "in": (read_in, "in:Berlin"),
        "remote": (read_remote, "remote:EU"),
        "salary": (read_salary, "salary>=120k"),
        "years": (_read_years, "years<=3"),
        "posted": (_read_posted, "posted<7d"),
        "visa": (_read_visa, "visa:yes"),
        "lang": (_read_lang, "lang:en"),
        "company": (lambda field: FieldRead(term=CompanyTerm(_words(field))), "company:Acme"),
        "title": (lambda field: FieldRead(term=TitleTerm(_words(field))), "title:engineer"),
        "source": (lambda field: FieldRead(term=SourceTerm(_words(field))), "source:remotive"),
    }
)
