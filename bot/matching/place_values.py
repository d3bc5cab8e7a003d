"""Reads the place behind `in:` and `remote:`; it may go on in the words that follow (`in:New York`)."""

from bot.domain.opening import Place
from bot.extraction.vocabulary import Vocabulary
from bot.matching.field_value import FieldAt, FieldRead
from bot.matching.place_terms import InTerm, RemoteFromTerm

LONGEST_PLACE = 4
"""A place of more words stands in quotes."""


def read_in(field: FieldAt) -> FieldRead:
    """`in:Berlin`."""
    place, spelling, taken = _place(field)
    return FieldRead(term=InTerm(place, spelling), taken=taken)


def read_remote(field: FieldAt) -> FieldRead:
    """`remote:EU`."""
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
