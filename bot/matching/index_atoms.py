"""The numbered parts that clauses are made of, and which of them hold for an opening."""

from collections.abc import Iterable, Sequence

import numpy as np

from bot.domain.match import Reason
from bot.matching.candidate import Offer
from bot.matching.explain import found
from bot.matching.keys import SHARES, cost, rarest, required_keys
from bot.matching.query import AllOf, AnyOf, Literal, Node, part_text
from bot.matching.rows import Mask, Numbers

Atom = Literal | AllOf
"""A term (never negated), or several clauses inside an alternative."""

Words = tuple[str, ...] | None
"""The words of a posting that meet something; None: it is not met."""


class Atoms:
    """Every atom once. The code of atom `n` is `2n`, of its negation `2n + 1`."""

    def __init__(self, atoms: Iterable[Atom] = ()) -> None:
        self._atoms: list[Atom] = []
        self._numbers: dict[str, int] = {}
        self._texts: dict[int, str] = {}  # as alternatives are typed, when first asked for
        self._by_key: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._measured: dict[int, None] = {}
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
        mask[np.fromiter(self._measured, np.int32)] = True
        return np.repeat(mask, 2)

    def likely(self, keys: frozenset[str]) -> frozenset[int]:
        """The atoms that may hold for an opening that yields these keys; not those that compare numbers."""
        by_key = (self._by_key[key] for key in keys & self._by_key.keys())
        return frozenset(self._always).union(*by_key)

    def truth(self, holding: Numbers) -> Mask:
        """By code: whether it holds where only these atoms do.

        Those that compare numbers count as holding, and so do their negations: they are many, and are better
        verified where everything else holds.
        """
        mask = np.zeros(len(self), bool)
        mask[holding] = True
        truth = np.empty(2 * len(self), bool)
        truth[0::2] = mask
        truth[1::2] = ~mask
        measured = np.fromiter(self._measured, np.int32)
        truth[2 * measured] = truth[2 * measured + 1] = True
        return truth

    def is_measured(self, number: int) -> bool:
        """Whether an atom compares a number."""
        return number in self._measured

    def words(self, number: int, offer: Offer) -> Words:
        """The words that meet an atom."""
        return found(self._atoms[number], offer)

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
            self._measured[number] = None
            return number
        filed = rarest(required_keys(atom, static_share), static_share)
        if filed is None:
            self._always.append(number)
        for key in filed or ():
            self._by_key.setdefault(key, []).append(number)
        return number


class HeldAtoms:
    """What one opening says to the atoms, each looked at once."""

    def __init__(self, atoms: Atoms, offer: Offer, keys: frozenset[str]) -> None:
        self._atoms = atoms
        self._offer = offer
        self._words: dict[int, Words] = {}  # by code
        for number in atoms.likely(keys):
            self._words[2 * number] = atoms.words(number, offer)
        met = [code // 2 for code, words in self._words.items() if words is not None]
        self.numbers: Numbers = np.array(met, np.int32)

    def reason(self, clause: Sequence[int]) -> Reason | None:
        """Why it meets a clause: by its first alternative that holds. None: it does not."""
        for code in clause:
            if code not in self._words:
                self._words[code] = self._verified(code)
            words = self._words[code]
            if words is not None:
                return Reason(clause=self._atoms.text(clause), words=words)
        return None

    def _verified(self, code: int) -> Words:
        number, negated = divmod(code, 2)
        if negated:
            return () if self.reason((2 * number,)) is None else None
        return self._atoms.words(number, self._offer) if self._atoms.is_measured(number) else None


def static_share(key: str) -> float:
    """How often a key is seen on a general job board."""
    return SHARES[key.partition(":")[0]]


def static_cost(clause: Node) -> float:
    """The share of candidates that meet a clause, roughly, before anything is learnt."""
    required = rarest(required_keys(clause, static_share), static_share)
    return 1.0 if required is None else min(1.0, cost(required, static_share))
