"""The grammar: comma, `|`, words side by side, `-`, parentheses; every word by what the vocabulary says.

query       = clause {"," clause}
clause      = alternative {("|" | "or") alternative}
alternative = unit {["and"] unit}
unit        = ("-" | "not") unit | "(" query ")" | phrase | field | word ...
"""

from dataclasses import replace

from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.matching.field_value import FieldAt
from bot.matching.fields import read_field
from bot.matching.lexer import AND_WORDS, LONGEST_QUERY, Kind, Token, tokens
from bot.matching.query import Literal, Node, Query, all_of, any_of, negate
from bot.matching.reading_words import WordsRead, read_words, vocabulary_term
from bot.matching.terms import Term
from bot.matching.text_terms import PhraseTerm
from bot.matching.understanding import TermAt
from bot.matching.words import folded_words

DEEPEST = 20
"""Parentheses and negations within each other; deeper is a slip or an attack."""

_ENDS = frozenset({Kind.COMMA, Kind.OR, Kind.CLOSE})


def parse(text: str, vocabulary: Vocabulary, *, currency: str = "USD") -> Query:
    """The query that a person typed; `currency` is that of a bare `150k`.

    Raises QueryError, with position and suggestion, on everything that cannot be understood.
    """
    if not text.strip():
        problem = "the query is empty; try: senior backend, Go | Rust, remote:EU, salary>=120k"
        raise QueryError(text, 0, problem)
    parser = _Parser(text, vocabulary, currency)
    root = parser.query(depth=0)
    parser.expect_end()
    query = Query(root=root, typed=tuple(parser.typed), vocabulary=vocabulary)
    if len(query.text) > LONGEST_QUERY:  # it could be stored, and not be read again
        problem = (
            f"written out, the query has {len(query.text)} characters, and at most {LONGEST_QUERY} can be "
            "kept; leave some words out, or make two subscriptions of it"
        )
        raise QueryError(f"{text[:80]}…", 0, problem)
    return query


class _Parser:
    """One reading of one text; `at` is the next token."""

    def __init__(self, text: str, vocabulary: Vocabulary, currency: str) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.currency = currency
        self.tokens = tokens(text)
        self.at = 0
        self.typed: list[TermAt] = []

    def query(self, depth: int) -> Node:
        clauses = [self._clause(depth)]
        while self._next_is(Kind.COMMA):
            self.at += 1
            clauses.append(self._clause(depth))
        return all_of(clauses)

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            raise self._error(token, "this parenthesis closes nothing", self._without(token))

    def _clause(self, depth: int) -> Node:
        alternatives = [self._alternative(depth)]
        while self._next_is(Kind.OR):
            self.at += 1
            alternatives.append(self._alternative(depth))
        return any_of(alternatives)

    def _alternative(self, depth: int) -> Node:
        self._expect_something()
        units = [self._unit(depth)]
        while self.at < len(self.tokens) and self.tokens[self.at].kind not in _ENDS:
            if self._is_and(self.tokens[self.at]):
                self.at += 1
                self._expect_something()
            units.append(self._unit(depth))
        return all_of(units)

    def _unit(self, depth: int) -> Node:
        token = self.tokens[self.at]
        if depth > DEEPEST:
            raise self._error(token, f"more than {DEEPEST} parentheses or negations within each other")
        match token.kind:
            case Kind.NOT:
                return negate(self._negated(token, depth))
            case Kind.OPEN:
                return self._group(token, depth)
            case Kind.PHRASE:
                self.at += 1
                return self._leaf(token, self._phrase(token))
            case Kind.FIELD:
                return self._field(token)
            case _:
                return self._words(token)

    def _negated(self, token: Token, depth: int) -> Node:
        self.at += 1
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        if following is None or following.kind in _ENDS or self._is_and(following):
            raise self._error(token, f"{token.text} excludes nothing; write it before a word, such as -Java")
        if token.text != "not" and following.position > token.end:
            mended = f"{self.text[: token.end]}{self.text[following.position :]}"
            raise self._error(
                token, "a space stands behind the minus; write it right before the word", mended
            )
        first = len(self.typed)
        inside = self._unit(depth + 1)
        self.typed[first:] = [replace(each, negated=not each.negated) for each in self.typed[first:]]
        return inside

    def _group(self, token: Token, depth: int) -> Node:
        self.at += 1
        inside = self.query(depth + 1)
        if not self._next_is(Kind.CLOSE):
            raise self._error(token, "this parenthesis is never closed", f"{self.text.rstrip()})")
        self.at += 1
        return inside

    def _phrase(self, token: Token) -> Term:
        words = folded_words(token.text)
        if not words:
            raise self._error(token, "there is no word between these quotes")
        return PhraseTerm(words)

    def _field(self, token: Token) -> Node:
        self.at += 1
        read = read_field(self._field_at(token, self._run()))
        self.at += read.taken
        return self._leaf(token, read.term, assumed_currency=read.assumed_currency)

    def _words(self, token: Token) -> Node:
        run = self._run()
        read: WordsRead = read_words(self._field_at(token, run[1:]))
        self.at += read.taken
        if read.amount is not None:
            return self._leaf(token, read.amount.term, assumed_currency=read.amount.assumed_currency)
        either = any_of(self._leaf(token, term) for term in read.terms)
        return all_of((either, *(self._leaf(token, term) for term in read.also)))

    def _leaf(self, token: Token, term: Term, *, assumed_currency: bool = False) -> Node:
        words = self.text[token.position : self.tokens[self.at - 1].end]
        self.typed.append(TermAt(words=words, term=term, assumed_currency=assumed_currency))
        return Literal(term)

    def _field_at(self, token: Token, following: tuple[Token, ...]) -> FieldAt:
        return FieldAt(
            query=self.text,
            token=token,
            following=following,
            vocabulary=self.vocabulary,
            currency=self.currency,
        )

    def _run(self) -> tuple[Token, ...]:
        """The words that stand side by side from here on."""
        end = self.at
        while end < len(self.tokens) and self.tokens[end].kind is Kind.WORD:
            end += 1
        return self.tokens[self.at : end]

    def _is_and(self, token: Token) -> bool:
        if token.kind is not Kind.WORD or token.text not in AND_WORDS:
            return False
        return vocabulary_term([word.text for word in self._run()], self.vocabulary) is None

    def _next_is(self, kind: Kind) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind is kind

    def _expect_something(self) -> None:
        """A term must begin here; else say what is missing between which signs."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is not None and token.kind not in _ENDS and not self._is_and(token):
            return
        before = self.tokens[self.at - 1] if self.at else None
        if before is not None and before.kind is Kind.OPEN:
            raise self._error(before, "these parentheses hold nothing")
        culprit = before or token
        if culprit is None:
            raise QueryError(self.text, 0, "the query is empty")
        where = "behind" if before else "before"
        raise self._error(culprit, f"a word is missing {where} {_sign(culprit)}", self._without(culprit))

    def _without(self, token: Token) -> str | None:
        rest = f"{self.text[: token.position].rstrip()}{self.text[token.end :]}".strip()
        return rest if any(character.isalnum() for character in rest) else None

    def _error(self, token: Token, problem: str, suggestion: str | None = None) -> QueryError:
        return QueryError(self.text, token.position, problem, length=token.length, suggestion=suggestion)


def _sign(token: Token) -> str:
    return f"`{token.text}`"
