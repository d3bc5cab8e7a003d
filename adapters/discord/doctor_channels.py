"""Checks, for the doctor, what Jobwire may do in each channel that has a subscription."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from adapters.discord.inquiry import Inquiry
from adapters.discord.permissions import (
    CREATE_THREADS,
    HISTORY,
    MANAGE_THREADS,
    MENTION_ROLES,
    SEND_IN_THREADS,
    Kind,
    Overwrite,
    Standing,
    in_channel,
    missing,
    missing_to_post,
)
from bot.domain.chat import Channel
from bot.findings import Finding, fault, note, well
from bot.store import chats
from bot.store.store import Store

PLATFORM = "discord"
DIRECT = "@me"
"""The workspace of direct messages."""

_INVITE = "`jobwire discord invite` prints the link by which somebody who manages the server adds it."
_IN_THE_CHANNEL = "long lists go on in the channel."
_WITHOUT = {
    HISTORY: "it cannot look for a job that was perhaps posted, and posts it again.",
    CREATE_THREADS: _IN_THE_CHANNEL,
    SEND_IN_THREADS: _IN_THE_CHANNEL,
}
_ROLE = re.compile(r"<@&(?P<id>\d+)>")
_REQUIRE_TAG = 1 << 4
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    """A server as Discord tells it. `roles` are by id, `channels` too, without threads."""

    name: str
    standing: Standing
    roles: Mapping[str, Any]
    channels: Mapping[str, Any]


async def check_channels(
    ask: Inquiry, bot: str, store: Store | None, now: datetime
) -> AsyncIterator[Finding]:
    """Each server with a subscription, and each channel there: what hinders posting, and how to mend it."""
    names = await _names(ask)
    if names is None:
        yield note("Discord does not tell which servers Jobwire is on.", "Try again later.")
        return
    if not names:
        yield note("No server has added Jobwire yet.", _INVITE)
    sound = 0
    for guild, group in groupby(await _subscribed(store), key=lambda one: one.ref.workspace):
        if guild == DIRECT:
            continue
        inside = list(group)
        server = await _server(ask, guild, names, bot=bot, now=now)
        if isinstance(server, Finding):
            yield server
            continue
        for channel in inside:
            findings = [one async for one in _channel(ask, server, channel)]
            sound += not findings
            for finding in findings:
                yield finding
    if sound:
        yield well(f"Jobwire may post in {sound} subscribed {'channel' if sound == 1 else 'channels'}.")


async def _subscribed(store: Store | None) -> tuple[Channel, ...]:
    if store is None:
        return ()
    async with store.read() as c:
        return await chats.subscribed_channels(c, PLATFORM)


async def _names(ask: Inquiry) -> dict[str, str] | None:
    """The servers that Jobwire is on, by id; None where Discord does not tell."""
    names: dict[str, str] = {}
    after = "0"
    while True:
        answer = await ask.get(f"/users/@me/guilds?limit={_PAGE}&after={after}")
        if not answer.good:
            return None
        names |= {str(one["id"]): str(one["name"]) for one in answer.told}
        if len(answer.told) < _PAGE:
            return names
        after = str(answer.told[-1]["id"])


async def _server(
    ask: Inquiry, guild: str, names: Mapping[str, str], *, bot: str, now: datetime
) -> _Server | Finding:
    if guild not in names:
        return fault(f"Jobwire is not on the server {guild} any more, and posts nothing there.", _INVITE)
    answers = [
        await ask.get(path)
        for path in (f"/guilds/{guild}", f"/guilds/{guild}/members/{bot}", f"/guilds/{guild}/channels")
    ]
    if bad := next((one for one in answers if not one.good), None):
        return note(
            f"Discord does not tell about the server {names[guild]} ({bad.problem or bad.status}).",
            "It may be unavailable for a while: try again later.",
        )
    server, member, channels = (answer.told for answer in answers)
    until = member.get("communication_disabled_until")
    standing = Standing(
        guild=guild,
        user=bot,
        roles=frozenset(map(str, member["roles"])),
        granted={str(role["id"]): int(role["permissions"]) for role in server["roles"]},
        timed_out=bool(until) and datetime.fromisoformat(until) > now,
    )
    return _Server(
        name=str(server["name"]),
        standing=standing,
        roles={str(role["id"]): role for role in server["roles"]},
        channels={str(one["id"]): one for one in channels},
    )


async def _channel(ask: Inquiry, server: _Server, channel: Channel) -> AsyncIterator[Finding]:
    """What is wrong with a channel; nothing where Jobwire posts there."""
    where = f"{channel.name} on {server.name}"
    shape = server.channels.get(channel.ref.channel)
    if shape is None:
        answer = await ask.get(f"/channels/{channel.ref.channel}")
        if answer.status == 404:  # noqa: PLR2004  # HTTP
            yield fault(
                f"{where} has been deleted: nothing is posted there.", "Subscribe in another channel."
            )
            return
        if not answer.good:
            yield fault(f"Jobwire may not see {where}.", _allow("View Channels"))
            return
        shape = answer.told
    findings = list(_shape(where, server, channel, shape))
    for finding in findings:
        yield finding
    if channel.dead_reason and not findings:
        yield note(
            f"Nothing is posted in {where}: {channel.dead_reason}. What was wrong is mended.",
            "Use any /jobs command there, for instance /jobs list: then it goes on.",
        )


def _shape(where: str, server: _Server, channel: Channel, shape: Mapping[str, Any]) -> Iterator[Finding]:
    kind = Kind.of(shape["type"])
    if kind is None:
        yield fault(f"Nothing can be posted in {where}: it is no channel for text.", "Subscribe in another.")
        return
    if server.standing.timed_out:
        yield fault(f"Jobwire is timed out on {server.name}.", "Somebody who moderates it can end that.")
        return
    around = server.channels.get(str(shape.get("parent_id")), {}) if kind is Kind.THREAD else shape
    overwrites = [
        Overwrite(subject=str(one["id"]), allow=int(one["allow"]), deny=int(one["deny"]))
        for one in around.get("permission_overwrites", ())
    ]
    granted = in_channel(server.standing, overwrites)
    settings = channel.settings
    for one in missing(kind, granted, in_thread=settings.in_thread or settings.thread_per_day):
        if one in missing_to_post(kind, granted):
            yield fault(f"In {where}, Jobwire lacks {one.name}.", _allow(one.name))
        else:
            yield note(f"In {where}, Jobwire lacks {one.name}: {_WITHOUT[one]}", _allow(one.name))
    yield from _mention(where, server, channel, granted)
    moderates = bool(granted & MANAGE_THREADS)
    if shape.get("thread_metadata", {}).get("locked") and not moderates:
        yield fault(f"{where} is locked.", "Unlock it, or subscribe in another channel.")
    if kind is Kind.FORUM and int(shape.get("flags") or 0) & _REQUIRE_TAG:
        tags = shape.get("available_tags", ())
        if all(tag["moderated"] for tag in tags) and not moderates:
            yield fault(
                f"{where} requires a tag, and has none that Jobwire may set.",
                "Add a tag that everybody may set, or do not require one.",
            )


def _mention(where: str, server: _Server, channel: Channel, granted: int) -> Iterator[Finding]:
    """Whether the role that the channel mentions is called by it."""
    called = _ROLE.fullmatch(channel.settings.mention or "")
    if called is None:
        return
    role = server.roles.get(called["id"])
    if role is None:
        yield note(
            f"The role that postings in {where} mention has been deleted.",
            "Choose another one there, with /jobs settings mention, or write off.",
        )
    elif not role.get("mentionable") and not granted & MENTION_ROLES:
        yield note(
            f"Postings in {where} show the role {role['name']}, and call nobody: Jobwire may not mention it.",
            "In the role's settings, allow anyone to mention it; or allow Mention @everyone, @here, and All "
            "Roles to the role of Jobwire in the channel.",
        )


def _allow(permission: str) -> str:
    return f"In the channel's settings, under Permissions, allow {permission} to the role of Jobwire."
