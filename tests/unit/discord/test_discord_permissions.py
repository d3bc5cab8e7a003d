"""What Jobwire may do in a channel, by Discord's rules, and what an invite asks for."""

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from adapters.discord.invite import invite_link, invite_text
from adapters.discord.permissions import (
    CREATE_THREADS,
    HISTORY,
    NEEDED,
    SCOPES,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Kind,
    Overwrite,
    Standing,
    in_channel,
    invited_permissions,
    missing,
    missing_to_post,
)

GUILD, ROLE, OTHER, BOT = "1", "2", "3", "9"
EVERYTHING = (1 << 53) - 1


def standing(*, everybody: int = 0, own: int = 0, timed_out: bool = False) -> Standing:
    granted = {GUILD: everybody, ROLE: own, OTHER: EVERYTHING}
    return Standing(guild=GUILD, user=BOT, roles=frozenset({ROLE}), granted=granted, timed_out=timed_out)


def overwrite(subject: str, *, allow: int = 0, deny: int = 0) -> Overwrite:
    return Overwrite(subject=subject, allow=allow, deny=deny)


@pytest.mark.parametrize(
    ("who", "overwrites", "expected"),
    [
        (standing(everybody=VIEW.bit, own=SEND.bit), [], VIEW.bit | SEND.bit),
        (standing(everybody=SEND.bit), [], 0),  # who does not see the channel can do nothing there
        (standing(everybody=VIEW.bit | SEND.bit), [overwrite(GUILD, deny=SEND.bit)], VIEW.bit),
        (
            standing(everybody=VIEW.bit | SEND.bit),
            [overwrite(ROLE, allow=SEND.bit), overwrite(GUILD, deny=SEND.bit)],
            VIEW.bit | SEND.bit,
        ),
        (
            standing(everybody=VIEW.bit | SEND.bit),
            [overwrite(BOT, deny=SEND.bit), overwrite(ROLE, allow=SEND.bit)],
            VIEW.bit,
        ),
        (standing(everybody=VIEW.bit | SEND.bit), [overwrite(OTHER, deny=SEND.bit)], VIEW.bit | SEND.bit),
        (standing(own=1 << 3), [overwrite(GUILD, deny=VIEW.bit)], EVERYTHING),
        (standing(everybody=VIEW.bit | SEND.bit | HISTORY.bit, timed_out=True), [], VIEW.bit | HISTORY.bit),
    ],
)
def test_permissions_are_computed_as_discord_documents_it(who, overwrites, expected):
    assert in_channel(who, overwrites) == expected


@pytest.mark.parametrize(
    ("kind", "granted", "in_thread", "lacking"),
    [
        (Kind.TEXT, VIEW.bit | SEND.bit | HISTORY.bit, False, ()),
        (Kind.TEXT, VIEW.bit | SEND.bit | HISTORY.bit, True, (CREATE_THREADS, SEND_IN_THREADS)),
        (Kind.TEXT, 0, True, (VIEW,)),
        (Kind.TEXT, VIEW.bit, False, (SEND, HISTORY)),
        (Kind.THREAD, VIEW.bit | SEND_IN_THREADS.bit | HISTORY.bit, False, ()),
        (Kind.FORUM, VIEW.bit | SEND.bit | HISTORY.bit, False, (SEND_IN_THREADS,)),
    ],
)
def test_what_is_lacking_depends_on_the_kind_of_the_channel(kind, granted, in_thread, lacking):
    assert missing(kind, granted, in_thread=in_thread) == lacking


@pytest.mark.parametrize(
    ("kind", "granted", "lacking"),
    [
        (Kind.TEXT, VIEW.bit | SEND.bit, ()),
        (Kind.TEXT, VIEW.bit | HISTORY.bit, (SEND,)),
        (Kind.FORUM, VIEW.bit, (SEND, SEND_IN_THREADS)),
        (Kind.THREAD, HISTORY.bit, (VIEW,)),
    ],
)
def test_without_history_and_threads_it_posts_all_the_same(kind, granted, lacking):
    assert missing_to_post(kind, granted) == lacking


def test_the_kinds_are_those_of_discord():
    assert {number: Kind.of(number) for number in (0, 4, 5, 11, 13, 15)} == {
        0: Kind.TEXT,
        4: None,
        5: Kind.TEXT,
        11: Kind.THREAD,
        13: None,
        15: Kind.FORUM,
    }


def test_the_permissions_are_the_least_and_named_as_discord_names_them():
    asked = dict(discord.Permissions(invited_permissions()))
    assert {name for name, wanted in asked.items() if wanted} == {
        "read_messages",  # discord.py's older name of view_channel
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "read_message_history",
    }


def test_the_link_asks_for_permissions_and_scopes():
    link = urlsplit(invite_link("1100000000000000001"))
    assert (link.scheme, link.netloc, link.path) == ("https", "discord.com", "/oauth2/authorize")
    assert parse_qs(link.query) == {
        "client_id": ["1100000000000000001"],
        "permissions": [str(invited_permissions())],
        "integration_type": ["0"],
        "scope": ["bot applications.commands"],
    }


def test_each_permission_and_scope_is_said_with_its_reason():
    said = invite_text("1100000000000000001").splitlines()
    for name, reason in [*((one.name, one.reason) for one in NEEDED), *SCOPES.items()]:
        assert [line for line in said if line.strip().startswith(f"{name}  ") and line.endswith(reason)]
