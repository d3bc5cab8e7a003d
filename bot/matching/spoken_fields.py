"""Phrases that people type for what is a field: `visa sponsorship` is `visa:yes`."""

from collections.abc import Sequence

from bot.domain.opening import Visa
from bot.matching.closed_terms import VisaTerm
from bot.matching.terms import Term
from bot.matching.words import folded_words, singular

_VISAS = ("visa", "work visa", "h1b", "h 1b", "h1b visa", "green card", "work permit", "immigration")
_BEFORE = ("sponsor", "sponsored", "sponsoring", "offers", "provides", "with")
_BEHIND = ("sponsorship", "sponsor", "sponsored", "support", "provided", "offered", "sponsorship available")
_OFFERED = (
    *("visa", "work visa", "h1b", "h 1b", "h1b visa"),
    *("sponsorship", "sponsor", "sponsored", "will sponsor", "can sponsor", "sponsorship available"),
    *(f"{before} {visa}" for before in _BEFORE for visa in _VISAS),
    *(f"{visa} {behind}" for visa in _VISAS for behind in _BEHIND),
)
_REFUSED = tuple(
    f"{no} {what}"
    for no in ("no", "without")
    for what in ("visa", "sponsorship", "visa sponsorship", "sponsor", "h1b")
)
_VISA_SAID = {
    tuple(singular(word) for word in phrase.split()): visa
    for phrases, visa in ((_OFFERED, Visa.OFFERS), (_REFUSED, Visa.REFUSES))
    for phrase in phrases
}
_LONGEST = max(len(phrase) for phrase in _VISA_SAID)


def spoken_field(typed: Sequence[str]) -> tuple[Term, int] | None:
    """The term of the longest such phrase that begins the words, and how many it takes; None if none does."""
    for taken in range(min(_LONGEST, len(typed)), 0, -1):
        words = tuple(singular(word) for word in folded_words(" ".join(typed[:taken])))
        if words in _VISA_SAID:
            return VisaTerm(_VISA_SAID[words]), taken
    return None
