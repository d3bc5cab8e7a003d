"""A message that knows no platform: what to say, never how a platform writes it.

All text is text: an adapter escapes it. Nothing here is markup.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.match import MatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Some words. `marked`: they met a clause of the query. `code`: to be typed as they stand.

    `struck`: what they say is not so any more.
    """

    text: str
    bold: bool = False
    struck: bool = False
    marked: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to an http or https address; never cut in two. `struck`: not so any more."""

    text: str
    url: str
    bold: bool = False
    struck: bool = False


Inline = Text | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words on lines of their own."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, one entry a line."""

    entries: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class FinePrint:
    """Small print: attribution, dates, numbers."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines whose columns matter (a query with a pointer under it)."""

    text: str


class ActionKind(StrEnum):
    """What pressing an action asks for. OPEN leads to `url`; the others come back with `value`.

    FORM is put into an answer, and acted on, by an adapter whose platform has forms.
    """

    OPEN = "open"
    SAVE = "save"
    UNSAVE = "unsave"
    MARK = "mark"
    WHY = "why"
    NOT_FOR_US = "not-for-us"
    HIDE_COMPANY = "hide-company"
    WRONG_LEVEL = "wrong-level"
    WRONG_STACK = "wrong-stack"
    RUN = "run"
    PAGE = "page"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to press. `value` (at most 80 characters) is what comes back with the press.

    For OPEN, SAVE, WHY, NOT_FOR_US and its three answers, it is "POSTING_ID" (NOT_FOR_US answers add
    ":SUBSCRIPTION_ID" where known, and MARK ":STATE" of a saved posting); for RUN and PAGE it is the id of
    a stored component (`bot.store.components`), which holds the command to run.
    """

    kind: ActionKind
    label: str
    value: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions in one row."""

    actions: tuple[Action, ...]


Block = Heading | Paragraph | Bullets | FinePrint | Preformatted | Actions


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks that stay together when a message is split; one posting of a digest is one section."""

    blocks: tuple[Block, ...]
    match_id: MatchId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Sections in order, and `summary`, one line for a notification.

    `mention` is the platform's own name of whom the message calls (a channel's setting), None: nobody.
    `topics` are what the posting of a card is about, for platforms that file messages under such labels:
    level, role, kind of contract, and "remote", each as its key ("senior", "data-engineer").
    """

    sections: tuple[Section, ...]
    summary: str
    mention: str | None = None
    topics: tuple[str, ...] = ()
