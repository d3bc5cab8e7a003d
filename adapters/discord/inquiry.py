"""Single questions to Discord's REST API, for `jobwire doctor` and `jobwire discord invite`.

Deliveries and the app go another way, within the token's budget; these few requests stay far below it.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp

from bot.errors import ConfigurationError, Fault, JobwireError
from bot.settings_discord import DiscordSettings

TOKEN_PAGE = "https://discord.com/developers/applications"  # noqa: S105  # the page that shows it
WANTED_TOKEN = f"the token that the app's page Bot shows after Reset Token ({TOKEN_PAGE})"

_USER_AGENT = "DiscordBot (self-hosted Jobwire, 0.1)"
_TIME_LIMIT = aiohttp.ClientTimeout(total=10)
_MOST_ATTEMPTS = 3
_LONGEST_WAIT = 5.0


class Answer(NamedTuple):
    """What Discord answered. `status` is 0 where it could not be reached; then `problem` says why."""

    status: int
    told: Any
    headers: dict[str, str]
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether it is what was asked for."""
        return 200 <= self.status < 300  # noqa: PLR2004  # HTTP

    @property
    def code(self) -> int:
        """Discord's own code of an error; 0 where it gave none."""
        return int(self.told.get("code", 0)) if isinstance(self.told, dict) else 0


class Inquiry:
    """Asks as the bot, one question at a time. A rate limit that is short is waited for."""

    def __init__(self, settings: DiscordSettings, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._session = session

    @property
    def session(self) -> aiohttp.ClientSession:
        """For what is not REST."""
        return self._session

    async def get(self, path: str) -> Answer:
        """The answer to GET of a path such as /users/@me."""
        for _ in range(_MOST_ATTEMPTS):
            answer = await self._once(path)
            wait = answer.told.get("retry_after", 0) if answer.status == 429 else 0  # noqa: PLR2004  # HTTP
            if not 0 < float(wait) <= _LONGEST_WAIT:
                return answer
            await asyncio.sleep(float(wait))
        return answer

    async def _once(self, path: str) -> Answer:
        headers = {
            "Authorization": f"Bot {self._settings.token.get_secret_value()}",
            "User-Agent": _USER_AGENT,
        }
        try:
            async with self._session.get(f"{self._settings.api_url}{path}", headers=headers) as answer:
                told = await answer.json() if answer.content_type == "application/json" else {}
                lower = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status, told, lower)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return Answer(0, {}, {}, type(error).__name__)


@asynccontextmanager
async def inquiry(settings: DiscordSettings) -> AsyncGenerator[Inquiry]:
    """Ask while the block runs."""
    async with aiohttp.ClientSession(timeout=_TIME_LIMIT) as session:
        yield Inquiry(settings, session)


async def application_id(settings: DiscordSettings) -> str:
    """The id of the application that the token belongs to.

    Raises ConfigurationError for a token that Discord refuses, JobwireError where it cannot be asked.
    """
    async with inquiry(settings) as ask:
        answer = await ask.get("/applications/@me")
    if answer.good:
        return str(answer.told["id"])
    if answer.status == 401:  # noqa: PLR2004  # HTTP
        raise ConfigurationError([Fault("Discord", "discord.token", "Discord refuses it", WANTED_TOKEN)])
    raise JobwireError(
        f"Discord at {settings.api_url} does not say which application the token belongs to "
        f"({answer.problem or f'status {answer.status}'}). Check discord.api_url and the way out of this "
        "machine, or name the application with --application-id."
    )
