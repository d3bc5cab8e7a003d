"""A posting that a person has saved, with what they note about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.posting import StoredPosting


class SavedState(StrEnum):
    """How far somebody has come with a saved posting."""

    APPLIED = "applied"
    INTERVIEW = "interview"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPosting:
    """A saved posting; `state` is None as long as nothing was done, `note` where nothing was written."""

    stored: StoredPosting
    saved_at: datetime
    state: SavedState | None = None
    note: str | None = None
