"""The commands on sources: list, add, remove, test."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.clock_words import instant_text
from bot.commands.context import Call
from bot.commands.parse import nearest
from bot.commands.probe import Probe, probe
from bot.commands.reply import PAGE_LENGTH, Reply, bullets, code, fine, link, reply, row, say, words
from bot.commands.stored_actions import page_action, run_action
from bot.delivery.message import Block, Heading, Inline, Text
from bot.delivery.wording import count_text
from bot.domain.posting import Posting
from bot.domain.source import Source, SourceHealth
from bot.errors import BadOption, UnknownSource
from bot.feeds.terms import KindTerms, terms_at
from bot.store import sources

_ON_A_PAGE = 4 * PAGE_LENGTH
_SHOWN_POSTINGS = 3
_MOST_OWN = 200


async def list_(call: Call) -> Reply:
    """The sources of this workspace with their health, own ones first."""
    async with call.services.store.read() as c:
        there = await sources.visible_to(c, call.channel.workspace_id)
    if not there:
        return say(
            "No source is read yet",
            words("`/jobs sources add` and a feed or a careers page adds the first one."),
        )
    ordered = sorted(there, key=lambda one: (one.workspace_id is None, one.name.casefold()))
    begin = call.page * _ON_A_PAGE
    page = ordered[begin : begin + _ON_A_PAGE]
    async with call.services.store.write() as c:
        left = len(ordered) > begin + _ON_A_PAGE
        more = await page_action(c, "sources", call.page + 1, call.now) if left else None
    title = f"{count_text(len(ordered), 'source')} read for this workspace"
    blocks: tuple[Block, ...] = (
        Heading(title),
        bullets(_entry(one, call.channel.settings.timezone) for one in page),
        fine(
            "`/jobs sources add` and a link adds one, `/jobs sources test` only looks, "
            "`/jobs sources remove` ends one of your own."
        ),
    )
    return reply(title, (*blocks, *row(more)), more=more.value if more else None)


async def add(call: Call) -> Reply:
    """Tests an address and reads it from then on, for this workspace alone."""
    found = await _permitted_probe(call)
    async with call.services.store.write() as c:
        there = await sources.visible_to(c, call.channel.workspace_id)
        known = next((one for one in there if one.url == found.url), None)
        if known is not None:
            return say(
                f"That source is read already: {known.name}",
                words("`/jobs sources` shows how it fares; nothing was changed."),
            )
        if sum(one.workspace_id is not None for one in there) >= _MOST_OWN:
            raise BadOption(f"This workspace has {_MOST_OWN} sources of its own already. Remove one first.")
        new = await sources.add(
            c,
            name=found.name,
            url=found.url,
            format=found.document.format,
            workspace_id=call.channel.workspace_id,
            complete_list=found.complete_list,
            terms=found.terms.of_source(call.services.least_interval),
            now=call.now,
        )
        undo = await run_action(c, "Undo", f"sources remove {new.id}", call.now)
    await call.services.queue.put(f"poll:{new.id}")
    return say(
        f"Added {new.name}, source {new.id}",
        *_document(found),
        words(
            "What is there now posts nothing; what appears from now on is posted to matching subscriptions."
        ),
        *row(undo),
        private=False,
    )


async def test(call: Call) -> Reply:
    """Reads an address once and says what is there."""
    found = await _permitted_probe(call)
    async with call.services.store.write() as c:
        take = await run_action(c, "Add it", f"sources add {found.url}", call.now)
    return say(f"{found.name} can be read", *_document(found), fine("Nothing was kept."), *row(take))


async def remove(call: Call) -> Reply:
    """Ends one of the workspace's own sources."""
    named = call.values.need("source", str)
    async with call.services.store.write() as c:
        source = await _own_source(c, call, named)
        await sources.remove(c, source.id)
        again = await run_action(c, "Add it again", f"sources add {source.url}", call.now)
    return say(
        f"{source.name} is not read any more",
        words("What it brought so far stays; `/jobs search` still finds it."),
        *row(again),
        private=False,
    )


async def _permitted_probe(call: Call) -> Probe:
    """What stands at the address that was given. Raises BadOption where its terms keep it off."""
    url = call.values.need("url", str)
    at_once = terms_at(url)
    if at_once is not None:
        _refuse_what_is_off(call, at_once)
    found = await probe(call.services, url)
    _refuse_what_is_off(call, found.terms)
    return found


def _refuse_what_is_off(call: Call, terms: KindTerms) -> None:
    if terms.why_off is None or terms.kind in call.services.permitted:
        return
    raise BadOption(
        f"{terms.attribution or terms.kind} is not read: {terms.why_off} ({terms.page}). Whoever runs "
        f"Jobwire can decide otherwise: JOBWIRE_FEEDS_PERMITTED={terms.kind}"
    )


async def _own_source(c: AsyncConnection, call: Call, named: str) -> Source:
    there = await sources.visible_to(c, call.channel.workspace_id)
    wanted = named.strip().removeprefix("#").casefold()
    found = [one for one in there if wanted in (str(one.id), one.name.casefold(), one.url.casefold())]
    own = [one for one in there if one.workspace_id is not None]
    chosen = [one for one in found if one in own]
    if len(chosen) > 1:
        numbers = ", ".join(str(one.id) for one in chosen)
        raise BadOption(f"{len(chosen)} sources are called {chosen[0].name}: {numbers}. Write the number.")
    if chosen:
        return chosen[0]
    if found:
        raise BadOption(
            f"{found[0].name} is read for everybody; only whoever runs Jobwire can end it. "
            "A query can leave it out: add -source: and its name."
        )
    if not own:
        raise UnknownSource("This workspace has no source of its own. /jobs sources add and a link adds one.")
    near = nearest(named, tuple(one.name for one in own)) or tuple(one.name for one in own[:5])
    names = ", ".join(dict.fromkeys(near))
    raise UnknownSource(
        f'There is no source "{named[:60]}" of your own. Is it one of: {names}? '
        "/jobs sources shows them with their numbers."
    )


def _entry(one: Source, zone: str) -> tuple[Inline, ...]:
    return (
        Text(text=f"{one.id} ", bold=True),
        link(one.name, one.url),
        Text(text=f" · {_health(one, zone)}"),
    )


def _health(one: Source, zone: str) -> str:
    if not one.enabled:
        return "switched off"
    read = f"last read {instant_text(one.polled_at, zone)}" if one.polled_at else "not read yet"
    match one.health:
        case SourceHealth.NEW:
            return "new, is read soon"
        case SourceHealth.READ:
            return read
        case SourceHealth.NO_SUCH_FEED | SourceHealth.FAILED:
            times = f", {count_text(one.failures, 'time')} in a row" if one.failures > 1 else ""
            said = one.failure or one.health.value
            return f"cannot be read{times}: {said} Again {instant_text(one.next_poll_at, zone)}."


def _document(found: Probe) -> tuple[Block, ...]:
    document = found.document
    count = count_text(len(document.entries), "posting")
    further = document.next_page is not None
    skipped = f", {len(document.skipped)} entries left out" if document.skipped else ""
    blocks: list[Block] = [
        words(f"{document.format}: {count}{' on its first pages, and more' if further else ''}{skipped}."),
        bullets(_posting(one) for one in document.entries[:_SHOWN_POSTINGS]),
        bullets(((code(found.url),),)),
        fine(_terms(found.terms)),
    ]
    return tuple(blocks if document.entries else (blocks[0], *blocks[2:]))


def _terms(terms: KindTerms) -> str:
    """What the source's terms say, and why it would be off had nobody decided otherwise."""
    said = f"{terms.says} ({terms.page})" if terms.page else terms.says
    return (
        f"Off but for a decision of whoever runs Jobwire: {terms.why_off}. {said}" if terms.why_off else said
    )


def _posting(one: Posting) -> tuple[Inline, ...]:
    title = one.title or " ".join(one.body.split())[:80] or one.native_id
    company = f" · {one.company}" if one.company else ""
    return (link(title, one.url), Text(text=company))
