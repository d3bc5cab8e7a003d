"""What an error of the connection means: what is said, what is to be done, when it is tried again."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
import pytest

from adapters.discord.rest import Answer, Refused, Resting
from adapters.discord.troubles import Start, exhausted, trouble_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def closed(code: int) -> discord.ConnectionClosed:
    return discord.ConnectionClosed(SimpleNamespace(close_code=code), shard_id=None)  # type: ignore[arg-type]


def refused(status: int) -> Refused:
    return Refused(Answer(status=status))


@pytest.mark.parametrize(
    ("error", "what", "problem", "somebody_must_act"),
    [
        (refused(401), "discord refuses the token", "", True),
        (discord.LoginFailure("no"), "discord refuses the token", "", True),
        (closed(4004), "discord refuses the token", "", True),
        (discord.PrivilegedIntentsRequired(None), "discord does not allow the intents", "", True),
        (closed(4013), "discord does not allow the intents", "", True),
        (closed(4010), "discord asks for more shards", "", False),
        (closed(4011), "discord asks for more shards", "", False),
        (closed(4000), "discord closed the connection", "4000", False),
        (refused(503), "discord has trouble", "status 503", False),
        (Resting(30), "discord asks for a pause", "", False),
        (TimeoutError(), "discord cannot be reached", "TimeoutError", False),
    ],
)
def test_each_error_has_its_words(error, what, problem, somebody_must_act):
    trouble = trouble_of(error)
    assert (trouble.what, trouble.problem, bool(trouble.to_do)) == (what, problem, somebody_must_act)


def test_a_pause_that_discord_asks_for_is_kept():
    assert trouble_of(Resting(30)).again_in == timedelta(seconds=30)


def test_only_a_refused_token_keeps_it_from_starting():
    assert trouble_of(refused(401)).at_start
    assert not trouble_of(refused(503)).at_start
    assert not trouble_of(closed(4014)).at_start


def test_connections_that_are_used_up_are_told_with_when_there_are_new_ones():
    start = Start(url="wss://x", shards=1, left=0, reset_after=timedelta(hours=3))
    told = exhausted(start, NOW)
    assert told is not None
    assert told.what == "discord allows no new connection before 25 Nov, 15:00 UTC"
    assert told.again_in == timedelta(hours=3)


def test_one_connection_that_is_left_may_be_begun():
    assert exhausted(Start(url="wss://x", shards=1, left=1, reset_after=timedelta(0)), NOW) is None
