"""Holds one query against one posting, and says which words met which clause, or what was missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.match import Reason
from bot.matching.candidate import Candidate, CandidateWords, Offer
from bot.matching.query import AllOf, AnyOf, Literal, Node, Query
from bot.matching.terms import quoted, unnamed_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The first clause that was not met: its text, why (with what the posting says), in which opening."""

    clause: str
    why: str
    opening: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Whether a posting matches. `opening` is the first that meets every clause, None when none does.

    `reasons` are the clauses that it met (of the nearest opening, when none meets all of them).
    """

    met: bool
    opening: int | None = None
    reasons: tuple[Reason, ...] = ()
    missed: Missed | None = None


def explain(query: Query, candidate: Candidate, *, now: datetime) -> Explanation:
    """Holds the query against every opening of the candidate."""
    words = CandidateWords(candidate)
    nearest = None
    for index in range(len(candidate.reading.openings)):
        explanation = _explain_offer(query, Offer(words, index, now))
        if explanation.met:
            return explanation
        if nearest is None or len(explanation.reasons) > len(nearest.reasons):
            nearest = explanation
    missed = Missed(clause=query.clauses[0].text, why="the posting has no opening", opening=0)
    return nearest or Explanation(met=False, missed=missed)


def _explain_offer(query: Query, offer: Offer) -> Explanation:
    reasons, missed = [], None
    for clause in query.clauses:
        words = found(clause, offer)
        if words is not None:
            reasons.append(Reason(clause=clause.text, words=words))
        elif missed is None:
            missed = Missed(clause=clause.text, why=why_not(clause, offer), opening=offer.index)
    return Explanation(
        met=missed is None,
        opening=offer.index if missed is None else None,
        reasons=tuple(reasons),
        missed=missed,
    )


class Verdicts:
    """What one opening meets, each clause looked at once however many queries ask it."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self._reasons: dict[str, Reason | None] = {}

    def reasons(self, clauses: Iterable[tuple[str, Node]]) -> tuple[Reason, ...] | None:
        """Why the opening meets every clause (given with its text), or None as soon as it misses one."""
        reasons = []
        for text, clause in clauses:
            reason = self._reason(text, clause)
            if reason is None:
                return None
            reasons.append(reason)
        return tuple(reasons)

    def _reason(self, text: str, clause: Node) -> Reason | None:
        if text not in self._reasons:
            words = found(clause, self.offer)
            self._reasons[text] = None if words is None else Reason(clause=text, words=words)
        return self._reasons[text]


def holds(node: Node, offer: Offer) -> bool:
    """Whether an opening meets a node of a query."""
    match node:
        case Literal():
            return (node.term.found_in(offer) is None) is node.negated
        case AllOf():
            return all(holds(part, offer) for part in node.parts)
        case AnyOf():
            return any(holds(part, offer) for part in node.parts)


def found(node: Node, offer: Offer) -> tuple[str, ...] | None:
    """The words that meet a node: of all parts, or of the first alternative that holds. None: not met."""
    match node:
        case Literal():
            words = node.term.found_in(offer)
            if node.negated:
                return () if words is None else None
            return words
        case AnyOf():
            return next((words for part in node.parts if (words := found(part, offer)) is not None), None)
        case AllOf():
            parts = [found(part, offer) for part in node.parts]
            met = [words for words in parts if words is not None]
            if len(met) < len(parts):
                return None
            return tuple(dict.fromkeys(word for words in met for word in words))


def why_not(node: Node, offer: Offer) -> str:
    """Why an opening does not meet a node: its first unmet part, or every alternative."""
    match node:
        case Literal() if node.negated:
            words = node.term.found_in(offer) or ()
            said = f" ({quoted(words)})" if words else ""
            return f"the query excludes {node.term.text}, and the posting has it{said}"
        case Literal():
            return node.term.missed_by(offer)
        case AllOf():
            return next((why_not(part, offer) for part in node.parts if not holds(part, offer)), "")
        case AnyOf():
            return _none_of(node.parts, offer)


def _none_of(parts: Iterable[Node], offer: Offer) -> str:
    """Why no alternative holds; skills that the posting does not name are told in one breath."""
    reasons: list[str] = []
    unnamed: list[str] = []
    for part in parts:
        name = part.term.unnamed_by(offer) if isinstance(part, Literal) and not part.negated else None
        if name is None:
            reasons.append(why_not(part, offer))
        else:
            unnamed.append(name)
    if unnamed:
        reasons.insert(0, unnamed_skills(unnamed))
    return "; ".join(dict.fromkeys(reasons))
