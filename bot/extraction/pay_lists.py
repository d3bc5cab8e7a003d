"""Pay that a text lists by level or by place, and lists that hold more than base pay.

The ranges of one list are one pay, from the least to the most ("Level 1: 60-70k, Level 2: 65-80k"). Of
numbered zones that name no places nobody can tell his own: there the first counts.
"""

import re
from dataclasses import dataclass, replace

from bot.domain.opening import Pay
from bot.extraction.money import Money

_LONGEST_STEP = 220
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_NUMBERED_ZONE = re.compile(r"\b(?:zone|tier|band|geo)\s?[\dA-F]\b[^:,(\n]*:?\s*$", re.IGNORECASE)
_ZONE_REACH = 60
_ON_TARGET_HEADING = re.compile(
    r"^[^\w\n]{0,6}(?=[^\n]{3,90}$)(?![^\n]*\bbase\b)[^\n\d]*"
    r"\b(?:OTE|TTC|TCC|on[- ]target(?: earnings)?|total (?:target |cash |annual )*(?:compensation|cash"
    r"|earnings))\b"
    r"[^\n.\d]*$",
    re.IGNORECASE | re.MULTILINE,
)
_KIND_OF_CONTRACT = re.compile(
    r"\b(?:b2b|uop|umowa|contract(?:or)?s?|freelance\w*|employment contract)\b", re.IGNORECASE
)
_LONGEST_SECTION = 900
_BASE = re.compile(r"\bbase (?:salar|pay)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An amount that may be the pay; `called_pay` where words around it say so, `words` as it is written."""

    money: Money
    pay: Pay
    called_pay: bool
    words: str


def whole_list(text: str, first: Candidate, candidates: list[Candidate]) -> Pay:
    """The pay of the list that `first` begins; its own where it begins none."""
    if first.money.high is None or _zone_without_places(text, first):
        return first.pay
    last, low, high = first, first.pay.minimum, first.pay.maximum
    for one in candidates[candidates.index(first) + 1 :]:
        if not _goes_on(text, last, one):
            continue
        last = one
        low, high = _least(low, one.pay.minimum), _most(high, one.pay.maximum)
    return replace(first.pay, minimum=low, maximum=high)


def on_target_sections(text: str) -> tuple[tuple[int, int], ...]:
    """Where amounts stand under a heading that calls them earnings on target, up to a word of base pay."""
    sections = []
    for heading in _ON_TARGET_HEADING.finditer(text):
        end = min(len(text), heading.end() + _LONGEST_SECTION)
        base = _BASE.search(text, heading.end(), end)
        sections.append((heading.end(), base.start() if base else end))
    return tuple(sections)


def _goes_on(text: str, last: Candidate, one: Candidate) -> bool:
    """Whether `one` is the next range of the list: the same money for the same time, no sentence between.

    What is paid by another kind of contract is other money.
    """
    between = text[last.money.end : one.money.start].lstrip(" .;,|\n")
    return (
        one.money.high is not None
        and (one.pay.currency, one.pay.period) == (last.pay.currency, last.pay.period)
        and len(between) <= _LONGEST_STEP
        and _SENTENCE_END.search(between) is None
        and not (
            _KIND_OF_CONTRACT.search(between) and _KIND_OF_CONTRACT.search(_line(text, last.money.start))
        )
    )


def _line(text: str, at: int) -> str:
    """The line of the text that holds `at`, as far as it matters."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[max(start, at - _LONGEST_STEP) : min(end if end >= 0 else len(text), at + _LONGEST_STEP)]


def _zone_without_places(text: str, one: Candidate) -> bool:
    return _NUMBERED_ZONE.search(text[max(0, one.money.start - _ZONE_REACH) : one.money.start]) is not None


def _least(first: float | None, second: float | None) -> float | None:
    return first if second is None or (first is not None and first <= second) else second


def _most(first: float | None, second: float | None) -> float | None:
    return first if second is None or (first is not None and first >= second) else second
