"""A field of a query with what stands around it, and what reading it gives."""

from dataclasses import dataclass

from bot.errors import QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.matching.lexer import Token
from bot.matching.terms import Comparison, Term


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
