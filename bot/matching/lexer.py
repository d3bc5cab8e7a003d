"""Cuts a query into tokens with their positions. Knows no vocabulary."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from bot.errors import QueryError
from bot.matching.words import folded_words

FIELDS = ("in", "remote", "salary", "years", "company", "title", "source", "visa", "posted", "lang")
LONGEST_QUERY = 1000
AND_WORDS = ("and", "&", "&&")
"""Words that only join, where they are not part of a name ("Weights & Biases")."""

_QUOTES = '"“”„«»'
_FIELD = re.compile(r"(?P<name>[^\W\d_]+)(?P<gap>\s*)(?P<operator>>=|=>|≥|<=|=<|≤|>|<|=|:)\s*")
_OPERATORS = {"=>": ">=", "≥": ">=", "=<": "<=", "≤": "<="}
_GROUPED_NUMBER = re.compile(
    r"[A-Za-z]{0,2}[$€£¥₹]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])[^\s,;|()\"“”„«»]*", re.ASCII
)
_WORD = re.compile(r"[^\s,;|()\"“”„«»\uff0c\uff1b\uff5c]+")
_NOISE_BEFORE = "'`*!?-\u2013\u2014\u2212\u2018\u2019:"
_NOISE_AFTER = "'`*!?:.\u2018\u2019"


class Kind(Enum):
    """What a token is."""

    COMMA = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()
    PHRASE = auto()
    FIELD = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a query: `position` and `length` are those of all of it as typed.

    `text` is a word without stray punctuation, the inside of a phrase, or a field's value;
    `value_at` is where a field's value begins. `quoted`: the value stood in quotes.
    """

    kind: Kind
    text: str
    position: int
    length: int
    name: str = ""
    operator: str = ""
    value_at: int = 0
    quoted: bool = False

    @property
    def end(self) -> int:
        """The position behind it."""
        return self.position + self.length


def tokens(query: str) -> tuple[Token, ...]:
    """The tokens of a query. Raises QueryError on an open quote, an unknown field, or sheer length."""
    if len(query) > LONGEST_QUERY:
        problem = f"a query has at most {LONGEST_QUERY} characters, this one has {len(query)}"
        raise QueryError(query[:80] + "…", 0, problem)
    found = []
    position = 0
    while position < len(query):
        if query[position].isspace():
            position += 1
            continue
        token = _token_at(query, position)
        found.append(token)
        position = token.end
    return tuple(found)


_SIGNS = {
    ",": Kind.COMMA,
    ";": Kind.COMMA,
    "|": Kind.OR,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    "\uff0c": Kind.COMMA,
    "\uff1b": Kind.COMMA,
    "\uff5c": Kind.OR,
    "!": Kind.NOT,
    **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", Kind.NOT),
}
"""Beside the plain signs those that keyboards, phones and programmers put in their place."""


def _token_at(query: str, position: int) -> Token:
    sign = query[position]
    if sign in _SIGNS:
        length = 2 if query.startswith("||", position) else 1
        return Token(kind=_SIGNS[sign], text=sign, position=position, length=length)
    if sign in _QUOTES:
        inside, end = _quoted(query, position)
        return Token(kind=Kind.PHRASE, text=inside, position=position, length=end - position)
    field = _FIELD.match(query, position)
    if field and (not field["gap"] or field["name"].lower() in FIELDS):
        return _field(query, field)
    return _word(query, position)


def _word(query: str, position: int) -> Token:
    found = _GROUPED_NUMBER.match(query, position) or _WORD.match(query, position)
    typed = found.group() if found else query[position]
    text = typed.lower().lstrip(_NOISE_BEFORE).rstrip(_NOISE_AFTER)
    kind = {"or": Kind.OR, "not": Kind.NOT}.get(text, Kind.WORD)
    if kind is Kind.WORD and text not in AND_WORDS and not folded_words(text):
        problem = f"there is no word in {typed}"
        raise QueryError(query, position, problem, length=len(typed))
    return Token(kind=kind, text=text, position=position, length=len(typed))


def _quoted(query: str, position: int) -> tuple[str, int]:
    """The inside of the quotes that open at `position`, and the position behind them."""
    for end in range(position + 1, len(query)):
        if query[end] in _QUOTES:
            return query[position + 1 : end], end + 1
    problem = "this quote is never closed"
    raise QueryError(query, position, problem, suggestion=f'{query.rstrip()}"')


def _field(query: str, field: re.Match[str]) -> Token:
    name = field["name"].lower()
    if name not in FIELDS:
        raise _unknown_field(query, field)
    start, at = field.start(), field.end()
    operator = _OPERATORS.get(field["operator"], field["operator"])
    if at < len(query) and query[at] in _QUOTES:
        text, end = _quoted(query, at)
        quoted = True
    else:
        found = (_GROUPED_NUMBER.match(query, at) if name == "salary" else None) or _WORD.match(query, at)
        text, end = (found.group(), found.end()) if found else ("", at)
        quoted = False
    return Token(
        kind=Kind.FIELD,
        text=text,
        position=start,
        length=max(end, start + 1) - start,
        name=name,
        operator=operator,
        value_at=at,
        quoted=quoted,
    )


_MEANT = {
    **dict.fromkeys(("loc", "location", "place", "city", "country", "at", "near", "where", "region"), "in"),
    **dict.fromkeys(("pay", "sal", "wage", "comp", "compensation", "rate"), "salary"),
    **dict.fromkeys(("exp", "experience", "year", "yoe"), "years"),
    **dict.fromkeys(("employer", "org", "organisation", "organization", "firm"), "company"),
    **dict.fromkeys(("name", "position", "headline"), "title"),
    **dict.fromkeys(("feed", "board", "site", "from"), "source"),
    **dict.fromkeys(("age", "date", "since", "newer", "fresh"), "posted"),
    **dict.fromkeys(("language", "locale"), "lang"),
    **dict.fromkeys(("sponsor", "sponsorship"), "visa"),
}
_PLAIN = frozenset(
    {"level", "seniority", "role", "skill", "skills", "stack", "tech", "tag", "tags", "type", "keyword"}
)


def _unknown_field(query: str, field: re.Match[str]) -> QueryError:
    name = field["name"].lower()
    value = _WORD.match(query, field.end())
    typed = value.group() if value else ""
    suggestion = None
    if name in _MEANT or _near(name):
        suggestion = f"{_MEANT.get(name) or _near(name)}{field['operator']}{typed}"
    elif name in _PLAIN and typed:
        suggestion = typed
    problem = f"there is no field {field['name']}; the fields are {', '.join(FIELDS)}"
    return QueryError(query, field.start(), problem, length=len(field["name"]), suggestion=suggestion)


def _near(name: str) -> str | None:
    """The field that begins like a mistyped or shortened name (`comp`, `salry`), or None."""
    least = 3
    near = [field for field in FIELDS if len(name) >= least and field[:3] == name[:3]]
    return near[0] if near else None


def single_words(text: str) -> tuple[str, ...] | None:
    """The text as the words of a query, or None where it would not be read as nothing but words."""
    try:
        found = tokens(text)
    except QueryError:
        return None
    return tuple(token.text for token in found) if all(token.kind is Kind.WORD for token in found) else None
