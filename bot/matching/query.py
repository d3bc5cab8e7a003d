"""The query as a tree in canonical form.

Negations stand at the leaves; clauses and alternatives are flat, each once and sorted. Equal queries have
one text, and parsing that text gives the query again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.extraction.vocabulary import Vocabulary
from bot.matching.terms import Term
from bot.matching.understanding import TermAt, Understood, understood


@dataclass(frozen=True, slots=True)
class Literal:
    """A term that must hold, or must not."""

    term: Term
    negated: bool = False

    @property
    def text(self) -> str:
        """As it is typed."""
        return f"-{self.term.text}" if self.negated else self.term.text


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts holds."""

    parts: tuple["Node", ...]

    @property
    def text(self) -> str:
        """Alternatives."""
        return " | ".join(part_text(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the parts hold."""

    parts: tuple["Node", ...]

    @property
    def text(self) -> str:
        """Clauses with commas."""
        return ", ".join(part.text for part in self.parts)


Node = Literal | AnyOf | AllOf


def part_text(part: Node) -> str:
    """An alternative as it is typed: several clauses stand in parentheses."""
    return f"({part.text})" if isinstance(part, AllOf) else part.text


def negate(node: Node) -> Node:
    """The opposite, with the negations at the leaves."""
    match node:
        case Literal():
            return Literal(node.term, not node.negated)
        case AnyOf():
            return all_of(negate(part) for part in node.parts)
        case AllOf():
            return any_of(negate(part) for part in node.parts)


def all_of(parts: Iterable[Node]) -> Node:
    """All of these, flat, each once, sorted; the part itself when there is one."""
    flat = (inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,)))
    distinct = _distinct(flat)
    return distinct[0] if len(distinct) == 1 else AllOf(distinct)


def any_of(parts: Iterable[Node]) -> Node:
    """One of these, flat, each once, sorted; the part itself when there is one."""
    flat = (inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,)))
    distinct = _distinct(flat)
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def _distinct(parts: Iterable[Node]) -> tuple[Node, ...]:
    alone, *others = parts
    if not others:
        return (alone,)
    by_text = {part.text: part for part in (alone, *others)}
    return tuple(part for _, part in sorted(by_text.items(), key=_order))


def _order(item: tuple[str, Node]) -> tuple[int, bool, str, str]:
    text, node = item
    first = next(literals(node))
    return first.term.rank, first.negated, text.casefold(), text


def literals(node: Node) -> Iterator[Literal]:
    """The leaves of a tree, from left to right."""
    if isinstance(node, Literal):
        yield node
    else:
        for part in node.parts:
            yield from literals(part)


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, parsed. Queries are equal when their canonical text is.

    `typed` are the terms in the order typed, with the words that were read so; it and the vocabulary
    serve `understood` and are no part of equality.
    """

    root: Node = field(compare=False)
    typed: tuple[TermAt, ...] = field(default=(), compare=False, repr=False)
    vocabulary: Vocabulary | None = field(default=None, compare=False, repr=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.root.text)

    def __str__(self) -> str:
        return self.text

    @property
    def understood(self) -> tuple[Understood, ...]:
        """How it was read, word by word in the order typed; () for a query that nobody typed."""
        return understood(self.typed, self.vocabulary) if self.vocabulary else ()

    @property
    def clauses(self) -> tuple[Node, ...]:
        """The clauses that must all hold."""
        return self.root.parts if isinstance(self.root, AllOf) else (self.root,)

    @property
    def terms(self) -> tuple[Literal, ...]:
        """Every term, with whether it is negated."""
        return tuple(literals(self.root))
