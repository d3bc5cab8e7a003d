"""What a check of the surroundings found: all well, something to know, or a fault and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How good it is. A NOTE needs nobody to act."""

    WELL = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `advice` is what to do now, empty where there is nothing."""

    verdict: Verdict
    what: str
    advice: str = ""


def well(what: str) -> Finding:
    """It is as it should be."""
    return Finding(Verdict.WELL, what)


def note(what: str, advice: str = "") -> Finding:
    """It is good to know."""
    return Finding(Verdict.NOTE, what, advice)


def fault(what: str, advice: str) -> Finding:
    """It does not work until somebody mends it."""
    return Finding(Verdict.FAULT, what, advice)
