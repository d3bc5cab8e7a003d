"""Registers the commands at Discord, and only when their declaration has changed."""

from collections.abc import Awaitable, Callable

import aiohttp
import discord
import structlog

from adapters.discord.declared import Json, declaration, digest_of
from adapters.discord.services import SyncedDeclarations

Register = Callable[[list[Json]], Awaitable[object]]
"""Puts all global commands of the application in the place of those that were."""

_log = structlog.get_logger(__name__)


async def sync(application: str, synced: SyncedDeclarations, register: Register) -> bool:
    """Register the commands if they are not those that Discord has; whether Discord was asked.

    Where Discord does not take them, those it has go on working, and the next start tries again.
    """
    commands = declaration()
    digest = digest_of(commands)
    if await synced.digest(application) == digest:
        return False
    try:
        await register(commands)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.error("discord commands not registered", application=application, problem=str(error))
        return True
    await synced.keep(application, digest)
    _log.info("discord commands registered", application=application, digest=digest[:12])
    return True
