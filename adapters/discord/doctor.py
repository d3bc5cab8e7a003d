"""Checks what lies between Jobwire and Discord, and says of each fault how to mend it. It changes nothing."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from adapters.discord.doctor_channels import check_channels
from adapters.discord.inquiry import TOKEN_PAGE, Answer, Inquiry, inquiry
from adapters.discord.token_lock import is_held
from bot.findings import Finding, fault, note, well
from bot.settings_discord import DiscordSettings
from bot.store.store import Store

MOST_SKEW = timedelta(minutes=2)
"""Digests come at their time, and what was sent is looked for by its time."""

_GATEWAY = "wss://gateway.discord.gg"
_HELLO_SECONDS = 10
_FEW_STARTS = 0.1
_PRIVILEGED = {"Presence": 3 << 12, "Server Members": 3 << 14, "Message Content": 3 << 18}
"""https://docs.discord.com/developers/resources/application#application-object-application-flags"""

_NEW_TOKEN = (
    f"At {TOKEN_PAGE}, open the app, then Bot; press Reset Token and put the new one into DISCORD_TOKEN."
)
_WAY_OUT = "this machine's name resolution, and its way out (firewall, proxy)."


async def check_discord(
    settings: DiscordSettings, store: Store | None, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Everything about Discord, as it is found. `store` is None where the database cannot be used."""
    async with inquiry(settings) as ask:
        me = await ask.get("/users/@me")
        if not me.good:
            yield _refused(me, settings.api_url)
            return
        yield well(f"The token is good: {me.told['username']}.")
        yield _skew(me.headers, clock())
        async for finding in _application(ask):
            yield finding
        async for finding in _sessions(ask, clock()):
            yield finding
        if store is not None:
            yield await _lock(settings, store)
        yield await _gateway(ask, settings.gateway_url or _GATEWAY)
        async for finding in check_channels(ask, str(me.told["id"]), store, clock()):
            yield finding


def _refused(answer: Answer, api_url: str) -> Finding:
    if answer.problem:
        return fault(
            f"Discord cannot be reached at {api_url} ({answer.problem}).",
            f"Check discord.api_url, {_WAY_OUT}",
        )
    if answer.status == 401:  # noqa: PLR2004  # HTTP
        return fault("Discord refuses the token.", _NEW_TOKEN)
    if answer.status == 429:  # noqa: PLR2004  # HTTP
        return fault(
            "Discord takes no requests from this address or token now (429).",
            "Wait ten minutes; find out what else uses this token or this address, and stop it.",
        )
    return fault(
        f"Discord answers with status {answer.status} at {api_url}.",
        "Look at https://discordstatus.com, and check discord.api_url.",
    )


def _skew(headers: dict[str, str], now: datetime) -> Finding:
    try:
        skew = now - parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return note("Discord does not say what time it is.")
    seconds = round(abs(skew).total_seconds())
    if abs(skew) < MOST_SKEW:
        return well(f"The clock agrees with Discord's ({seconds} s).")
    way = "ahead" if skew > timedelta() else "behind"
    return fault(
        f"The clock of this machine is {seconds} s {way}: digests come at the wrong time, and what was "
        "sent is looked for at the wrong time.",
        "Let the machine keep its clock by NTP.",
    )


async def _application(ask: Inquiry) -> AsyncIterator[Finding]:
    answer = await ask.get("/applications/@me")
    if not answer.good:
        yield note(f"Discord does not tell about the application ({answer.problem or answer.status}).")
        return
    app: dict[str, Any] = answer.told
    yield well(f"The application is {app['name']} ({app['id']}).")
    if app.get("interactions_endpoint_url"):
        yield fault(
            "The app has an Interactions Endpoint URL: commands and buttons go there, not to Jobwire.",
            f"At {TOKEN_PAGE}, open the app; under General Information, empty that field.",
        )
    if app.get("bot_require_code_grant"):
        yield fault(
            "The app requires a code grant: the link of `jobwire discord invite` does not add it.",
            f"At {TOKEN_PAGE}, open the app, then Bot; switch off Requires OAuth2 Code Grant.",
        )
    if not app.get("bot_public", True):
        yield note(
            "Only the app's owner can add it to servers.", "Switch on Public Bot if others shall, too."
        )
    yield _intents(int(app.get("flags") or 0))


def _intents(flags: int) -> Finding:
    """Jobwire asks for the intent of guilds alone, which needs no switch."""
    on = [name for name, bits in _PRIVILEGED.items() if flags & bits]
    if not on:
        return well("No privileged intent is needed, and none is on.")
    return note(
        f"Privileged intents are on that Jobwire does not need: {', '.join(on)}.",
        "If nothing else uses this app, switch them off under Bot.",
    )


async def _sessions(ask: Inquiry, now: datetime) -> AsyncIterator[Finding]:
    answer = await ask.get("/gateway/bot")
    if not answer.good:
        yield fault(
            f"Discord does not say where its gateway is ({answer.problem or answer.status}).",
            "Look at https://discordstatus.com, and try again.",
        )
        return
    limit = answer.told["session_start_limit"]
    left, total = int(limit["remaining"]), int(limit["total"])
    again = now + timedelta(milliseconds=int(limit["reset_after"]))
    starts = f"{left} of {total} connections may still be begun before {again:%d %b, %H:%M} UTC"
    advice = "Find what restarts over and over, here or elsewhere with this token, and stop it."
    if not left:
        yield fault(f"{starts}: Jobwire cannot connect.", f"{advice} Jobwire connects by itself then.")
    elif left < total * _FEW_STARTS:
        yield note(f"Only {starts}.", advice)
    else:
        yield well(f"{starts}.")
    shards = int(answer.told["shards"])
    if shards > 1:
        yield well(f"Discord asks for {shards} shards; Jobwire opens that many.")


async def _lock(settings: DiscordSettings, store: Store) -> Finding:
    if await is_held(store, settings.token.get_secret_value()):
        return note(
            "A running Jobwire uses the token: a second one would not start.",
            "That is well. If none shall be running, find it and stop it.",
        )
    return well("No running Jobwire uses the token.")


async def _gateway(ask: Inquiry, url: str) -> Finding:
    """Whether a WebSocket can be opened and is greeted. Nobody logs in, so no start is used up."""
    try:
        async with ask.session.ws_connect(f"{url.rstrip('/')}/?v=10&encoding=json") as socket:
            greeting = await socket.receive(timeout=_HELLO_SECONDS)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        problem = type(error).__name__
    else:
        if greeting.type is aiohttp.WSMsgType.TEXT:
            return well(f"The gateway answers at {url}.")
        problem = f"it closes with {socket.close_code}"
    return fault(
        f"The gateway does not answer at {url} ({problem}): Jobwire can post, but not answer commands.",
        f"Let WebSockets through. Check discord.gateway_url, {_WAY_OUT}",
    )
