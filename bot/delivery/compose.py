"""Says in platform-free messages what a match is: a card, a batch, a digest. Pure; never raises on a text.

Titles, companies and texts come from outside: they are text here, and stay text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from bot.delivery.excerpt import excerpt, holds, marked
from bot.delivery.folding import facets_together, line_key
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    Block,
    FinePrint,
    Heading,
    Inline,
    Link,
    Message,
    Paragraph,
    Section,
    Text,
)
from bot.delivery.shorten import shorten_text
from bot.delivery.wording import (
    age_text,
    closed_text,
    count_text,
    day_text,
    employment_text,
    level_text,
    pay_text,
    place_text,
    topics_of,
)
from bot.domain.chat import DigestGroups
from bot.domain.delivery import DigestLayout, Notice
from bot.domain.match import MatchId, Reason
from bot.domain.opening import Facets, Workplace
from bot.domain.posting import StoredPosting

_UNTITLED = "Untitled posting"
_CLOSED = "Closed: "
_LONGEST_TITLE = 200
_LONGEST_FACT = 80
_MOST_ELSEWHERE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """A posting as one channel sees it.

    `match_id` is None where nothing is stored (a preview). `source` is the name to give as its source:
    the attribution that its terms ask for, or the source's name; `source_link` is where the terms want it
    to lead. `query` is the canonical text of the subscription that it is for, None when there is none any
    more, and `number` that subscription's.
    `facets` are those to show where they are not the opening's own.
    """

    posting: StoredPosting
    source: str
    source_link: str | None = None
    opening: int = 0
    reasons: tuple[Reason, ...] = ()
    match_id: MatchId | None = None
    query: str | None = None
    number: int = 0
    facets: Facets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestHeading:
    """What a digest says of itself. `part` counts from 1; in the last one stands the end of its layout."""

    title: str
    total: int
    part: int = 1
    parts: int = 1
    layout: DigestLayout = DigestLayout()  # noqa: RUF009  # frozen


def card(content: CardContent, *, now: datetime, mention: str | None = None) -> Message:
    """One posting: title, company, place, pay, level, age, the matched words, source and actions.

    One that has closed says so, and is not to be applied for.
    """
    title = _title(content)
    company = content.posting.reading.company
    summary = f"{title} at {company}" if company else title
    if content.posting.closed_at:
        summary = f"{_CLOSED}{summary}"
    return Message(
        sections=(_card_section(content, now),),
        summary=summary,
        mention=mention,
        topics=topics_of(facets_of(content)),
    )


def lines(contents: Sequence[CardContent], *, now: datetime) -> tuple[Section, ...]:
    """Some postings as a batch shows them, without its heading."""
    return batch(contents, now=now).sections[1:] if contents else ()


def batch(contents: Sequence[CardContent], *, now: datetime, mention: str | None = None) -> Message:
    """Some postings at once: each as in a digest, with its own actions."""
    heading = Heading(count_text(len(contents), "new posting"))
    sections = (
        Section(blocks=(heading,)),
        *(
            Section(blocks=(*_compact(content, now), _actions(content)), match_id=content.match_id)
            for content in contents
        ),
    )
    return Message(sections=sections, summary=_summary(heading.text, contents), mention=mention)


def digest(
    contents: Sequence[CardContent], heading: DigestHeading, *, now: datetime, mention: str | None = None
) -> Message:
    """Many postings, compact, under the subscriptions that they are for, or under their companies.

    `contents` are those of this message, in the delivery's order; `heading` tells of the whole. Neighbours
    that are the same job elsewhere are one line.
    """
    first = heading.part == 1
    total = count_text(heading.total, "posting")
    title = f"{heading.title}: {total}" if first else f"{heading.title}, continued"
    if heading.parts > 1:
        title = f"{title} ({heading.part} of {heading.parts})"
    end = _end(heading.layout) if heading.part == heading.parts else ()
    lines = _digest_sections(contents, heading.layout.by, now)
    sections = (Section(blocks=(Heading(title),)), *lines, *end)
    return Message(sections=sections, summary=_summary(title, contents), mention=mention if first else None)


def notice(told: Notice) -> Message:
    """What a channel is told that is no posting: a title, some lines, and what may be pressed."""
    blocks: list[Block] = [Heading(told.title), *(Paragraph(_spoken(text)) for text in told.paragraphs)]
    if told.presses:
        actions = (Action(kind=ActionKind.RUN, label=one.label, value=one.component) for one in told.presses)
        blocks.append(Actions(tuple(actions)))
    return Message(sections=(Section(blocks=tuple(blocks)),), summary=told.title)


def reminder(content: CardContent, told: Notice, *, now: datetime, mention: str | None) -> Message:
    """A posting that stands there already, once more."""
    heading = Section(blocks=(Heading(told.title),))
    section = _card_section(content, now)
    return Message(sections=(heading, section), summary=f"{told.title}: {_title(content)}", mention=mention)


def digest_title(slot: str, today: date) -> str:
    """What a digest with that slot is called: "Digest of 27 Jul", or what it is when it is no day's."""
    if slot.startswith(("burst:", "batch:")):
        return "New here"
    try:
        return f"Digest of {day_text(date.fromisoformat(slot[:10]), today)}"
    except ValueError:
        return "Digest"


def _spoken(text: str) -> tuple[Inline, ...]:
    return tuple(Text(text=part, code=at % 2 == 1) for at, part in enumerate(text.split("`")) if part)


def _summary(title: str, contents: Sequence[CardContent]) -> str:
    """The title, with how many of the postings have closed."""
    closed = sum(content.posting.closed_at is not None for content in contents)
    return f"{title} ({closed} closed)" if closed else title


def _digest_sections(contents: Iterable[CardContent], by: DigestGroups, now: datetime) -> list[Section]:
    sections: list[Section] = []
    shown_under: str | None = None
    for _, line in groupby(contents, key=lambda one: line_key(one.posting, facets_of(one))):
        lead, blocks = _line(list(line), now, with_company=by is DigestGroups.SUBSCRIPTION)
        under, heading = _under(lead, by)
        if under is not None and under != shown_under:
            blocks = (heading, *blocks)
            shown_under = under
        sections.append(Section(blocks=blocks, match_id=lead.match_id))
    return sections


def _under(content: CardContent, by: DigestGroups) -> tuple[str | None, Paragraph]:
    if by is DigestGroups.COMPANY:
        company = _one_line(content.posting.reading.company) or "Other companies"
        return company, Paragraph((Text(text=company, bold=True),))
    return content.query, Paragraph((Text(text="For "), Text(text=content.query or "", code=True)))


def _line(
    line: Sequence[CardContent], now: datetime, *, with_company: bool
) -> tuple[CardContent, tuple[Block, ...]]:
    """One posting, or the same job in several places: the first that is open leads, the others follow it."""
    lead = next((one for one in line if one.posting.closed_at is None), line[0])
    others = [one for one in line if one is not lead and one.posting.closed_at is None]
    if not others:
        return lead, _compact(lead, now, with_company=with_company)
    together = replace(lead, facets=facets_together([facets_of(lead), *map(facets_of, others)]))
    blocks = _compact(together, now, with_company=with_company)
    return lead, (*blocks, FinePrint(_elsewhere(others)))


def _elsewhere(others: Sequence[CardContent]) -> tuple[Inline, ...]:
    """A link to each of the other postings of a line, by its place."""
    inlines: list[Inline] = [Text(text="Also: ")]
    for at, one in enumerate(others[:_MOST_ELSEWHERE]):
        if at:
            inlines.append(Text(text=" · "))
        facets = facets_of(one)
        named = place_text(replace(facets, workplace=Workplace.UNKNOWN)) or place_text(facets)
        url = _web_address(one.posting.posting.url)
        name = named or f"on {one.source}"
        inlines.append(Link(text=name, url=url) if url else Text(text=name))
    left = len(others) - _MOST_ELSEWHERE
    return (*inlines, Text(text=f" and {left} more")) if left > 0 else tuple(inlines)


def _end(layout: DigestLayout) -> tuple[Section, ...]:
    blocks: list[Block] = []
    if layout.more is not None:
        blocks.append(Paragraph((Text(text=f"and {layout.more.label}"),)))
        label = f"Show {layout.more.label}"
        blocks.append(Actions((Action(kind=ActionKind.RUN, label=label, value=layout.more.component),)))
    if layout.week is not None:
        blocks.append(FinePrint(_spoken(layout.week)))
    return (Section(blocks=tuple(blocks)),) if blocks else ()


def _card_section(content: CardContent, now: datetime) -> Section:
    blocks: list[Block] = [Paragraph((*_closed(content), _title_link(content)))]
    facts = _facts(content)
    if facts:
        blocks.append(Paragraph(facts))
    quoted = excerpt(content.posting.reading.text, _words(content))
    if quoted:
        blocks.append(Paragraph(quoted))
    if content.reasons:
        blocks.append(Paragraph(_matched(content)))
    blocks.append(FinePrint(_fine_print(content, now)))
    blocks.append(_actions(content))
    return Section(blocks=tuple(blocks), match_id=content.match_id)


def _compact(content: CardContent, now: datetime, *, with_company: bool = True) -> tuple[Block, ...]:
    """Title and facts on a line; below it the matched words that the line does not show.

    Among others, the title of one that has closed is struck out.
    """
    facts = _facts(content, with_company=with_company)
    first = (*_closed(content), _title_link(content, struck=content.posting.closed_at is not None))
    if facts:
        first = (*first, Text(text=" · "), *facts)
    shown = "".join(inline.text for inline in first)
    unsaid = [word for word in _each_once(_words(content)) if not holds(shown, word)]
    matched = tuple(part for word in unsaid for part in (Text(text=word, marked=True), Text(text=" · ")))
    return (Paragraph(first), FinePrint((*matched, *_fine_print(content, now))))


def _facts(content: CardContent, *, with_company: bool = True) -> tuple[Inline, ...]:
    """Company, level, place, pay and kind of contract, with the matched words in them marked."""
    facets = facets_of(content)
    facts = (
        _one_line(content.posting.reading.company) if with_company else "",
        level_text(facets.levels),
        place_text(facets) or _one_line(content.posting.posting.location),
        pay_text(facets.pay) if facets.pay else "",
        employment_text(facets.employment_type),
    )
    inlines: list[Inline] = []
    for fact in filter(None, facts):
        if inlines:
            inlines.append(Text(text=" · "))
        inlines.extend(marked(fact, _words(content)))
    return tuple(inlines)


def _matched(content: CardContent) -> tuple[Inline, ...]:
    """Each clause, with the posting's words for it if they are others: "Matched `senior` · `Go`: Golang"."""
    inlines: list[Inline] = [Text(text="Matched ")]
    for at, reason in enumerate(content.reasons):
        if at:
            inlines.append(Text(text=" · "))
        inlines.append(Text(text=reason.clause, code=True))
        words = _each_once(reason.words)
        if [word.casefold() for word in words] == [reason.clause.casefold()]:
            continue
        for place, word in enumerate(words):
            inlines.append(Text(text=", " if place else ": "))
            inlines.append(Text(text=word, marked=True))
    return tuple(inlines)


def _fine_print(content: CardContent, now: datetime) -> tuple[Inline, ...]:
    posting = content.posting
    if posting.closed_at:
        age = closed_text(posting.reading.posted_on, posting.first_seen_at, posting.closed_at)
    else:
        age = age_text(posting.reading.posted_on, posting.first_seen_at, now)
    elsewhere = len(set(posting.source_ids) - {posting.source_id})
    seen = f" · also seen on {count_text(elsewhere, 'other board')}" if elsewhere else ""
    if content.source_link is None:
        return (Text(text=f"{age} · from {content.source}{seen}"),)
    named = Link(text=content.source, url=content.source_link)
    return (Text(text=f"{age} · from "), named, *([Text(text=seen)] if seen else []))


def _actions(content: CardContent) -> Actions:
    value = str(content.posting.id)
    url = _web_address(content.posting.posting.url)
    closed = content.posting.closed_at is not None
    apply = (Action(kind=ActionKind.OPEN, label="Apply", value=value, url=url),) if url and not closed else ()
    return Actions(
        (
            *apply,
            Action(kind=ActionKind.SAVE, label="Save", value=value),
            Action(kind=ActionKind.WHY, label="Why", value=value),
            Action(kind=ActionKind.NOT_FOR_US, label="Not for us", value=value),
        )
    )


def _closed(content: CardContent) -> tuple[Text, ...]:
    return (Text(text=_CLOSED, bold=True),) if content.posting.closed_at else ()


def _title_link(content: CardContent, *, struck: bool = False) -> Inline:
    title = _title(content)
    url = _web_address(content.posting.posting.url)
    if url is None:
        return Text(text=title, bold=True, struck=struck)
    return Link(text=title, url=url, bold=True, struck=struck)


def _title(content: CardContent) -> str:
    facets = facets_of(content)
    several = len(content.posting.reading.openings) > 1
    title = facets.title if several and facets.title else content.posting.reading.title
    return shorten_text(" ".join(title.split()), _LONGEST_TITLE) or _UNTITLED


def _one_line(text: str | None) -> str:
    return shorten_text(" ".join((text or "").split()), _LONGEST_FACT)


def facets_of(content: CardContent) -> Facets:
    """What a message says of the posting: the facets of the opening that met the query."""
    if content.facets is not None:
        return content.facets
    openings = content.posting.reading.openings
    if not openings:
        return Facets(title=content.posting.reading.title)
    return openings[content.opening] if content.opening < len(openings) else openings[0]


def _words(content: CardContent) -> tuple[str, ...]:
    return tuple(word for reason in content.reasons for word in reason.words)


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    """The words in order, one that differs only by case once."""
    seen: dict[str, str] = {}
    for word in words:
        if word.strip():
            seen.setdefault(word.casefold(), word)
    return tuple(seen.values())


def _web_address(url: str | None) -> str | None:
    """Only http and https lead anywhere; an address with blanks or control characters does not."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return None
    return None if any(character.isspace() or not character.isprintable() for character in url) else url
