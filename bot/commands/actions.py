"""What a pressed action does. Buttons keep no state: the press names a posting or a stored component."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.commands.context import Context
from bot.commands.declaration import by_name
from bot.commands.effect import company_effect, effect_text, posted_lately
from bot.commands.lookup import posting as find_posting
from bot.commands.mute import mute_company
from bot.commands.narrow import narrowing_command, not_for_us, offer_narrower
from bot.commands.permissions import check_allowed
from bot.commands.posting_here import post_here
from bot.commands.reply import Reply, row, say, with_block, words
from bot.commands.services import Services
from bot.commands.stored_actions import LEAVE_OUT, POST, RUN
from bot.commands.why import why_posting
from bot.delivery.message import Action, ActionKind, Paragraph, Text
from bot.domain.chat import Channel
from bot.domain.posting import StoredPosting
from bot.domain.saved import SavedState
from bot.domain.use import Use
from bot.errors import BadOption, NotAllowed, UnknownPosting
from bot.matching import Objection
from bot.store import components, ledger, saved, uses

Run = Callable[[str, int], Awaitable[Reply]]
"""Runs the text of a command and shows a page of its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """An action that somebody pressed in a known channel."""

    services: Services
    context: Context
    channel: Channel
    kind: ActionKind
    value: str
    run: Run


async def press(pressed: Press) -> Reply:
    """What pressing an action answers. Raises CommandErrors as commands do."""
    reply = await _PRESSES[pressed.kind](pressed)
    if pressed.kind in _USES:
        await _count_use(pressed, _USES[pressed.kind])
    return reply


async def _count_use(pressed: Press, use: Use) -> None:
    """Of a posting that was found for the channel, whatever was pressed under; nobody's name is kept."""
    named, _ = _named(pressed.value)
    async with pressed.services.store.write() as c:
        stored = await find_posting(c, pressed.channel.workspace_id, named)
        if stored is not None and await ledger.match(c, pressed.channel.id, stored.id) is not None:
            await uses.record(c, pressed.channel.id, stored.id, use, pressed.services.clock())


async def _component(pressed: Press) -> Reply:
    async with pressed.services.store.read() as c:
        component = await components.get(c, pressed.value)
    if component is None:
        raise BadOption("That button is too old to be known any more. Type the command again: /jobs help")
    payload = component.payload
    if component.kind == RUN:
        return await pressed.run(str(payload["text"]), int(payload["page"]))
    if component.kind == LEAVE_OUT:
        number, clause = int(payload["number"]), str(payload["clause"])
        return await pressed.run(
            await narrowing_command(pressed.services, pressed.channel, number, clause), 0
        )
    if component.kind == POST:
        _check(pressed, "subscribe")
        return await post_here(pressed.services, pressed.channel, payload)
    raise BadOption("That button belongs to another version of Jobwire. Type the command again: /jobs help")


async def _save(pressed: Press) -> Reply:
    stored = await _posting(pressed)
    user = pressed.context.user
    title = stored.reading.title or f"posting {stored.id}"
    async with pressed.services.store.write() as c:
        if pressed.kind is ActionKind.UNSAVE:
            await saved.unsave(c, user, stored.id)
        else:
            await saved.save(c, user, stored.id, pressed.services.clock())
    if pressed.kind is ActionKind.UNSAVE:
        undo = Action(kind=ActionKind.SAVE, label="Undo", value=str(stored.id))
        return say(f"No longer saved: {title}", words("`/jobs saved` shows what is."), *row(undo))
    undo = Action(kind=ActionKind.UNSAVE, label="Undo", value=str(stored.id))
    applied = Action(kind=ActionKind.MARK, label="I applied", value=f"{stored.id}:{SavedState.APPLIED}")
    told = words(
        "`/jobs saved` shows your saved postings, to you alone; "
        f"`/jobs saved note {stored.id}` puts a note to it."
    )
    return say(f"Saved: {title}", told, *row(undo, applied))


async def _mark(pressed: Press) -> Reply:
    named, _, state = pressed.value.partition(":")
    if state not in set(SavedState):
        raise BadOption("That button says no state. Type the command instead: /jobs help saved mark")
    return await pressed.run(f"saved mark {named} {state}", 0)


async def _why(pressed: Press) -> Reply:
    named, _ = _named(pressed.value)
    return await why_posting(pressed.services, pressed.channel, named=named)


async def _not_for_us(pressed: Press) -> Reply:
    return not_for_us(await _posting(pressed), pressed.value)


async def _open(pressed: Press) -> Reply:
    _named(pressed.value)
    return say("That opens in the browser", words("`/jobs saved` keeps what you come back to."))


async def _form(_pressed: Press) -> Reply:
    raise BadOption("That button opens a form, which there is none of here. Type the command: /jobs help")


async def _wrong_level(pressed: Press) -> Reply:
    return await _narrower(pressed, Objection.LEVEL)


async def _wrong_stack(pressed: Press) -> Reply:
    return await _narrower(pressed, Objection.STACK)


async def _hide(pressed: Press) -> Reply:
    _check(pressed, "mute")
    stored = await _posting(pressed)
    company = stored.reading.company
    if not company:
        raise BadOption("That posting names no company. /jobs mute and a name hides one.")
    async with pressed.services.store.read() as c:
        posted = await posted_lately(c, pressed.channel.id, pressed.services.clock())
    hidden = await mute_company(pressed.services, pressed.channel, company)
    told = Paragraph((Text(text=f"That {effect_text(company_effect(posted, company))}."),))
    return with_block(hidden, told)


async def _narrower(pressed: Press, objection: Objection) -> Reply:
    _check(pressed, "edit")
    _, number = _named(pressed.value)
    stored = await _posting(pressed)
    return await offer_narrower(
        pressed.services, pressed.channel, stored, objection=objection, subscription_id=number
    )


async def _posting(pressed: Press) -> StoredPosting:
    named, _ = _named(pressed.value)
    async with pressed.services.store.read() as c:
        stored = await find_posting(c, pressed.channel.workspace_id, named)
    if stored is None:
        raise UnknownPosting("That posting is not stored any more; its link still leads to it.")
    return stored


def _check(pressed: Press, name: str) -> None:
    command = by_name(name)
    if command is None:
        raise NotAllowed(f"There is no command {name} that would allow this.")
    check_allowed(command, pressed.context.user, pressed.channel.settings)


def _named(value: str) -> tuple[str, int | None]:
    """The posting and perhaps the subscription (its id) that a value names: "POSTING[:SUBSCRIPTION]"."""
    posting, _, subscription = value.partition(":")
    numbers = [part for part in (posting, subscription) if part]
    if not posting or not all(part.isascii() and part.isdigit() for part in numbers):
        raise BadOption("That button names no posting. Type the command instead: /jobs help")
    return posting, int(subscription) if subscription else None


_USES: Mapping[ActionKind, Use] = MappingProxyType(
    {
        ActionKind.OPEN: Use.OPENED,
        ActionKind.SAVE: Use.SAVED,
        ActionKind.WHY: Use.ASKED,
        ActionKind.NOT_FOR_US: Use.NOT_FOR_US,
    }
)

_PRESSES: Mapping[ActionKind, Callable[[Press], Awaitable[Reply]]] = MappingProxyType(
    {
        ActionKind.RUN: _component,
        ActionKind.PAGE: _component,
        ActionKind.SAVE: _save,
        ActionKind.UNSAVE: _save,
        ActionKind.MARK: _mark,
        ActionKind.WHY: _why,
        ActionKind.NOT_FOR_US: _not_for_us,
        ActionKind.HIDE_COMPANY: _hide,
        ActionKind.WRONG_LEVEL: _wrong_level,
        ActionKind.WRONG_STACK: _wrong_stack,
        ActionKind.OPEN: _open,
        ActionKind.FORM: _form,
    }
)
