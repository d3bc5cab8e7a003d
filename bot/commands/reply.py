"""What a command answers: a platform-free message, for the person alone or for the channel."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.delivery.message import (
    Action,
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Link,
    Message,
    Paragraph,
    Preformatted,
    Section,
    Text,
)
from bot.errors import FeedError, JobwireError, QueryError

PAGE_LENGTH = 5
"""Postings on one page of a reply."""

_LONGEST_SUMMARY = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `private`: only the person sees it. `more` is the component id of the next page.

    `wrong_query`: it says what is wrong with a query, which a platform with forms lets the person mend.
    """

    message: Message
    private: bool = True
    more: str | None = None
    wrong_query: bool = False


def say(summary: str, *blocks: Block, private: bool = True) -> Reply:
    """A reply of one section whose first line is its summary."""
    return reply(summary, (Heading(summary), *blocks), private=private)


def reply(summary: str, *sections: tuple[Block, ...], private: bool = True, more: str | None = None) -> Reply:
    """A reply of several sections; empty ones are left out."""
    return Reply(
        message=Message(
            sections=tuple(Section(blocks=blocks) for blocks in sections if blocks),
            summary=_shortened(summary),
        ),
        private=private,
        more=more,
    )


def with_block(reply_: Reply, block: Block) -> Reply:
    """The reply with a block behind the heading of its first section."""
    first, *others = reply_.message.sections
    sections = (replace(first, blocks=(*first.blocks[:1], block, *first.blocks[1:])), *others)
    return replace(reply_, message=replace(reply_.message, sections=sections))


def words(text: str) -> Paragraph:
    """A paragraph of text, in which what stands between backticks is to be typed as it stands."""
    return Paragraph(inlines(text))


def fine(text: str) -> FinePrint:
    """The same as small print."""
    return FinePrint(inlines(text))


def bullets(entries: Iterable[tuple[Inline, ...] | str]) -> Bullets:
    """A list of texts, or of ready inlines."""
    return Bullets(
        tuple(inlines(entry) if isinstance(entry, str) else entry for entry in entries),
    )


def inlines(text: str) -> tuple[Inline, ...]:
    """Our own text with `code` between backticks. Never for text from outside: use `Text` or `code`."""
    parts = text.split("`")
    return tuple(Text(text=part, code=at % 2 == 1) for at, part in enumerate(parts) if part)


def code(text: str) -> Text:
    """Text from outside that is to be typed as it stands."""
    return Text(text=text, code=True)


def link(text: str, url: str | None) -> Inline:
    """A link where there is an address that leads out, else the text."""
    if url and url.lower().startswith(("http://", "https://")):
        return Link(text=text, url=url)
    return Text(text=text)


def row(*actions: Action | None) -> tuple[Block, ...]:
    """A row of actions, without those that are None; nothing when none is left."""
    there = tuple(action for action in actions if action is not None)
    return (Actions(there),) if there else ()


def error_reply(error: JobwireError) -> Reply:
    """What went wrong and what to do now; a query is shown with a pointer under the place."""
    if isinstance(error, QueryError):
        return replace(mistake(error, _QUERY_HELP), wrong_query=True)
    if isinstance(error, FeedError):
        return reply(str(error), (Paragraph((Text(text=str(error)),)), _NOTHING_ADDED))
    first, _, rest = str(error).partition("\n")
    blocks = (Paragraph((Text(text=first),)), *((Preformatted(rest),) if rest else ()))
    return reply(first, blocks)


def mistake(error: QueryError, *advice: Block) -> Reply:
    """What is wrong in a query, with a pointer under the place, and what was perhaps meant."""
    hint = (Paragraph((Text(text="Did you mean: "), code(error.suggestion))),) if error.suggestion else ()
    problem = f"{error.problem[:1].upper()}{error.problem[1:]}"
    return say(problem, Preformatted(_pointed(error)), *hint, *advice)


_QUERY_HELP = fine("Nothing was changed. `/jobs help subscribe` shows how queries are written.")

_NOTHING_ADDED = fine("Nothing was added. `/jobs sources` shows what is read.")


def _pointed(error: QueryError) -> str:
    flat = error.query.replace("\n", " ").replace("\t", " ")
    return f"{flat}\n{' ' * error.position}{'^' * max(1, error.length)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SUMMARY else f"{text[:_LONGEST_SUMMARY]}…"
