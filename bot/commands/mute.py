"""Mute and unmute: companies that are never shown in a channel."""

from dataclasses import replace

from bot.commands.changing import Change, change_settings
from bot.commands.context import Call
from bot.commands.parse import nearest
from bot.commands.reply import Reply, row, say, words
from bot.commands.services import Services
from bot.commands.stored_actions import run_action
from bot.delivery.folding import same_company
from bot.delivery.message import Action
from bot.domain.chat import Channel, ChannelSettings
from bot.errors import BadOption

_LONGEST_NAME = 100
_MOST_MUTED = 200


async def mute(call: Call) -> Reply:
    """Never show a company here."""
    return await mute_company(call.services, call.channel, call.values.need("company", str))


async def mute_company(services: Services, channel: Channel, named: str) -> Reply:
    """The same, for a command and for a pressed action."""
    company = " ".join(named.strip().strip("\"'").split())
    muted = channel.settings.muted_companies
    if not company or len(company) > _LONGEST_NAME:
        raise BadOption(f"A company's name has 1 to {_LONGEST_NAME} characters: /jobs mute Acme")
    if any(same_company(company, known) for known in muted):
        return say(f"{company} is muted already", words("`/jobs unmute` and its name shows it again."))
    if len(muted) >= _MOST_MUTED:
        raise BadOption(f"This channel mutes {_MOST_MUTED} companies already. /jobs unmute one first.")
    undo = await _save(services, channel, _with(company), f"unmute {company}")
    return say(
        f"{company} is not shown here any more",
        words("What waits of it is dropped too; `/jobs stats` counts it."),
        *row(undo),
        private=False,
    )


async def unmute(call: Call) -> Reply:
    """Show a company again."""
    company = " ".join(call.values.need("company", str).strip().strip("\"'").split())
    muted = call.channel.settings.muted_companies
    if len(_others(call.channel.settings, company)) == len(muted):
        raise BadOption(_not_muted(company, muted))
    undo = await _save(call.services, call.channel, _without(company), f"mute {company}")
    return say(
        f"{company} is shown here again", words("From its next posting on."), *row(undo), private=False
    )


def _not_muted(company: str, muted: tuple[str, ...]) -> str:
    shown = company[:_LONGEST_NAME]
    if not muted:
        return f"{shown} is not muted; this channel mutes no company."
    near = nearest(company, muted)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"{shown} is not muted. Muted are: {', '.join(muted)}.{meant}"


async def _save(services: Services, channel: Channel, change: Change, undo: str) -> Action:
    async with services.store.write() as c:
        await change_settings(c, channel.id, change)
        action = await run_action(c, "Undo", undo, services.clock())
    await services.deliver_soon(channel.id)
    return action


def _with(company: str) -> Change:
    def change(settings: ChannelSettings) -> ChannelSettings:
        return replace(settings, muted_companies=(*_others(settings, company), company))

    return change


def _without(company: str) -> Change:
    return lambda settings: replace(settings, muted_companies=_others(settings, company))


def _others(settings: ChannelSettings, company: str) -> tuple[str, ...]:
    return tuple(known for known in settings.muted_companies if not same_company(company, known))
