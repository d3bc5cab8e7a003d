"""The numbered parts that clauses are made of, and which of them hold for an opening."""

from collections.abc import Iterable, Sequence

import numpy as np

from bot.domain.match import Reason
from bot.matching.candidate import Offer
from bot.matching.explain import found, holds
from bot.matching.keys import SHARES, Required, cost, rarest, required_keys
from bot.matching.query import AllOf, AnyOf, Literal, Node, part_text
from bot.matching.rows import Mask

Atom = Literal | AllOf
"""A term (never negated), or several clauses inside an alternative."""


class Atoms:
    """Every atom once. The code of atom `n` is `2n`, of its negation `2n + 1`."""

    def __init__(self, atoms: Iterable[Atom] = ()) -> None:
        self._atoms: list[Atom] = []
        self._numbers: dict[str, int] = {}
        self._texts: dict[int, str] = {}  # as alternatives are typed, when first asked for
        self._by_key: dict[str, tuple[list[int], list[int]]] = {}  # that hold by it, that may hold with it
        self._required: dict[int, Required] = {}
        self._always: list[int] = []
        self._measured: list[int] = []
        for atom in atoms:
            self._add(atom)

    def __len__(self) -> int:
        return len(self._atoms)

    def codes(self, clause: Node) -> tuple[int, ...]:
        """The codes of a clause's alternatives; new atoms are numbered."""
        parts = clause.parts if isinstance(clause, AnyOf) else (clause,)
        return tuple(self._code(part) for part in parts)

    def text(self, codes: Sequence[int]) -> str:
        """The clause of these codes, as it is typed."""
        if len(codes) == 1:
            return self._node(codes[0]).text
        return " | ".join([self._text_among_others(code) for code in codes])

    def copy(self) -> "Atoms":
        """The same atoms, to which others can be added."""
        return self.only(range(len(self)))

    def only(self, numbers: Sequence[int]) -> "Atoms":
        """These alone, numbered anew in this order."""
        return Atoms(self._atoms[number] for number in numbers)

    def measured(self) -> Mask:
        """By code: whether its atom compares a number (pay, years, age)."""
        mask = np.zeros(len(self), bool)
        mask[self._measured] = True
        return np.repeat(mask, 2)

    def held(self, offer: Offer, keys: frozenset[str]) -> list[int]:
        """The atoms that hold for an opening, which yields these keys; not those that compare numbers."""
        held: list[int] = []
        likely = set(self._always)
        for key in keys & self._by_key.keys():
            certain, possible = self._by_key[key]
            held += certain
            likely.update(possible)
        for number in likely:
            required = self._required.get(number, ())
            if not any(map(keys.isdisjoint, required)) and self.holds(number, offer):
                held.append(number)
        return held

    def holds(self, number: int, offer: Offer) -> bool:
        """Whether an opening meets an atom."""
        return holds(self._atoms[number], offer)

    def words(self, number: int, offer: Offer) -> tuple[str, ...]:
        """The words that meet an atom which holds."""
        return found(self._atoms[number], offer) or ()

    def _code(self, node: Node) -> int:
        if isinstance(node, Literal):
            return 2 * self._number(Literal(node.term)) + node.negated
        if isinstance(node, AllOf):
            return 2 * self._number(node)
        raise TypeError(f"alternatives inside alternatives: {node.text}")

    def _node(self, code: int) -> Atom:
        atom = self._atoms[code // 2]
        return Literal(atom.term, negated=True) if code % 2 and isinstance(atom, Literal) else atom

    def _text_among_others(self, code: int) -> str:
        text = self._texts.get(code)
        if text is None:
            text = self._texts[code] = part_text(self._node(code))
        return text

    def _number(self, atom: Atom) -> int:
        number = self._numbers.get(atom.text)
        return self._add(atom) if number is None else number

    def _add(self, atom: Atom) -> int:
        number = self._numbers[atom.text] = len(self._atoms)
        self._atoms.append(atom)
        if isinstance(atom, Literal) and atom.term.measures:
            self._measured.append(number)
            return number
        required = required_keys(atom, static_share)
        filed = rarest(required, static_share)
        certain = isinstance(atom, Literal) and atom.term.keyed
        if filed is None:
            self._always.append(number)
        if len(required) > 1:
            self._required[number] = required
        for key in filed or ():
            lists = self._by_key.setdefault(key, ([], []))
            lists[not certain].append(number)
        return number


class HeldAtoms:
    """Which atoms hold for one opening.

    In `truth`, by code, those that compare numbers count as holding, and so do their negations, until they
    are verified: they are many, and are looked at only where all else holds.
    """

    def __init__(self, atoms: Atoms, measured: Mask, offer: Offer, keys: frozenset[str]) -> None:
        self._atoms = atoms
        self._offer = offer
        self._words: dict[int, tuple[str, ...]] = {}
        held = np.zeros(len(atoms), bool)
        held[atoms.held(offer, keys)] = True
        self.truth: Mask = np.empty(2 * len(atoms), bool)
        self.truth[0::2] = held
        self.truth[1::2] = ~held
        self.truth |= measured

    def verify(self, numbers: Iterable[int]) -> None:
        """Looks at atoms that compare numbers."""
        for number in numbers:
            holding = self._atoms.holds(number, self._offer)
            self.truth[2 * number] = holding
            self.truth[2 * number + 1] = not holding

    def reason(self, clause: Sequence[int]) -> Reason:
        """Why it meets a clause that holds: by its first alternative that does."""
        code = next(code for code in clause if self.truth[code])
        return Reason(clause=self._atoms.text(clause), words=() if code % 2 else self._found(code // 2))

    def _found(self, number: int) -> tuple[str, ...]:
        if number not in self._words:
            self._words[number] = self._atoms.words(number, self._offer)
        return self._words[number]


def static_share(key: str) -> float:
    """How often a key is seen on a general job board."""
    return SHARES[key.partition(":")[0]]


def static_cost(clause: Node) -> float:
    """The share of candidates that meet a clause, roughly, before anything is learnt."""
    required = rarest(required_keys(clause, static_share), static_share)
    return 1.0 if required is None else min(1.0, cost(required, static_share))
