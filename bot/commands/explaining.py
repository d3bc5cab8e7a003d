"""Blocks that say how a query was understood and what it finds. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.recent import Found, Recent
from bot.commands.reply import bullets, code, inlines, words
from bot.delivery.compose import CardContent, batch
from bot.delivery.message import Actions, Block, Inline, Text
from bot.delivery.wording import count_text
from bot.feeds.terms import link_of
from bot.matching import Query, Understood

_MANY_A_DAY = 20


def understood_blocks(query: Query) -> tuple[Block, ...]:
    """How each word was read, in the order typed."""
    return (words("Understood as:"), bullets(_entry(one) for one in query.understood))


def found_sentence(recent: Recent, days: int) -> str:
    """How many postings it would have posted, and what to do when they are none or very many."""
    if not recent.complete:
        return (
            f"In the last {days} days it would have posted more than {len(recent.found)} postings here: "
            "too many to read. Narrow it, or add `daily` to get one digest a day."
        )
    count = len(recent.found)
    if not count:
        return (
            f"In the last {days} days it would have posted nothing here. Fewer words find more; "
            "/jobs sources shows where postings come from."
        )
    said = f"In the last {days} days it would have posted {count_text(count, 'posting')} here"
    if count / days > _MANY_A_DAY:
        return f"{said}. Add `daily` to get them as one digest a day."
    return f"{said}."


def posting_sections(
    found: Sequence[Found], now: datetime, *, actions: bool
) -> tuple[tuple[Block, ...], ...]:
    """One group of blocks for each posting, newest first, as a batch shows it."""
    contents = [_content(one) for one in found]
    sections = batch(contents, now=now).sections[1:] if contents else ()
    return tuple(
        tuple(block for block in section.blocks if actions or not isinstance(block, Actions))
        for section in sections
    )


def _content(found: Found) -> CardContent:
    return CardContent(
        posting=found.posting,
        source=found.source,
        source_link=link_of(found.source),
        opening=found.explanation.opening or 0,
        reasons=found.explanation.reasons,
    )


def _entry(one: Understood) -> tuple[Inline, ...]:
    sign = "not " if one.negated else ""
    typed = f"{'-' if one.negated else ''}{one.words}"
    note = inlines(f" · {one.note}") if one.note else ()
    meaning = "" if one.meaning.casefold() == one.words.casefold() else f", {one.meaning}"
    return (code(typed), Text(text=f": {sign}{one.kind}{meaning}"), *note)
