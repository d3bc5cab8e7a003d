"""The Home tab: what is in it, for whom, and what its buttons do."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.chat import ChannelRef, ChannelSettings, Managers, WorkspaceId
from bot.store import chats
from tests.acceptance.command_house import GO
from tests.acceptance.slack_app_house import WAYS, SlackHouse, button, buttons, slack_house, words_of


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def home(house: SlackHouse, user: str | None = None):
    """What somebody sees who opens the tab."""
    await house.control.open_home(house.world.team, user or house.world.user)
    await house.settle()
    return await house.control.home(house.world.team, user or house.world.user)


async def pressed(house: SlackHouse, label: str, user: str | None = None):
    """Press a button of the tab; the tab afterwards."""
    view = await house.control.home(house.world.team, user or house.world.user)
    told = await house.control.press_view(view["id"], button(view, label)["action_id"])
    assert told["acked"], told["failed"]
    await house.settle()
    return await house.control.home(house.world.team, user or house.world.user)


async def test_an_empty_workspace_says_how_to_begin(house):
    said = words_of(await home(house))
    assert "No channel has a subscription yet" in said
    assert "Nothing yet: press Save" in said


async def test_it_shows_subscriptions_by_channel_and_what_was_posted(house):
    source = await house.source()
    rust = await house.control.channel(house.world.team, "rust")
    await house.types("subscribe Go")
    await house.types("subscribe Rust daily", channel=rust)
    await house.arrives("Go Developer", GO, source=source)
    view = await home(house)
    said = words_of(view)
    assert "In the last 7 days: 1 posted, 0 waiting, 0 left out." in said
    assert said.index("#jobs · 1 posted") < said.index("1 Go · at once · 1 posted")
    assert said.index("#rust · 0 posted") < said.index("1 Rust · daily digest · 0 posted")


async def test_its_buttons_do_what_the_commands_do(house):
    await house.types("subscribe Go")
    await home(house)
    view = await pressed(house, "Pause")
    assert "Paused number 1" in words_of(view)
    assert "1 Go · at once · paused until it is resumed · 0 posted" in words_of(view)
    assert "Paused number 1" in words_of((await house.messages())[-1])
    assert "Resumed number 1" in words_of(await pressed(house, "Resume"))
    view = await pressed(house, "End")
    assert "No channel has a subscription yet" in words_of(view)
    assert "Unsubscribed number 1" in words_of((await house.messages())[-1])


async def test_who_may_not_manage_a_channel_sees_no_buttons_there(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    await house.types("subscribe Go")
    await house.types("settings managers admins", user=boss)
    assert list(buttons(await home(house))) == ["New subscription"]
    assert "Pause" in buttons(await home(house, boss))


async def test_a_button_of_an_old_tab_is_refused_when_its_person_may_not_any_more(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    await house.types("subscribe Go")
    await home(house)
    await house.types("settings managers admins", user=boss)
    view = await pressed(house, "End")
    assert "only the administrators of this workspace may change this channel" in words_of(view)
    assert "1 Go · at once" in words_of(view)


async def test_a_private_channel_is_shown_to_its_members_alone(house):
    secret = await house.control.channel(house.world.team, "secret", kind="private")
    stranger = await house.control.user(house.world.team, "eve")
    await house.types("subscribe Go, company:Acme", channel=secret)
    assert "#secret" in words_of(await home(house))
    said = words_of(await home(house, stranger))
    assert "secret" not in said
    assert "Acme" not in said
    assert "1 subscription more" in said


async def test_saved_postings_are_their_persons_own(house):
    await house.types("subscribe Go")
    await house.arrives("Go Developer", GO, source=await house.source())
    await house.presses((await house.messages())[-1], "Save")
    other = await house.control.user(house.world.team, "ben")
    assert "Go Developer" in words_of(await home(house))
    assert "Go Developer" not in words_of(await home(house, other))
    assert "Go Developer" not in words_of(await pressed(house, "Remove"))


async def test_a_channel_is_subscribed_from_the_tab(house):
    await home(house)
    await pressed(house, "New subscription")
    form = await house.modal()
    told = await house.control.submit(form["id"], {"query": "Go", "channel": house.world.channel})
    assert told["effect"] == ""
    await house.settle()
    assert await house.control.modals(house.world.user) == []
    assert "Subscribed as number 1" in words_of((await house.messages())[-1])
    view = await house.control.home(house.world.team, house.world.user)
    assert "Subscribed as number 1" in words_of(view)
    assert "#jobs · 0 posted" in words_of(view)


async def test_a_source_with_trouble_is_told_and_an_own_one_removed(house):
    await house.types("subscribe Go")
    ref = ChannelRef(platform="slack", workspace=house.world.team, channel=house.world.channel)
    async with house.store.read() as c:
        channel = await chats.channel_by_ref(c, ref)
    await house.source("Acme Careers", WorkspaceId(channel.workspace_id))
    view = await home(house)
    assert "1 source read, 0 of them with trouble." in words_of(view)
    assert "Acme Careers" in words_of(view)
    view = await pressed(house, "Remove Acme Careers")
    assert "Acme Careers is not read any more" in words_of(view)
    assert "0 sources read" in words_of(view)


async def test_a_large_workspace_stays_within_the_tab(house):
    for number in range(15):
        channel = await house.control.channel(house.world.team, f"team-{number}")
        for word in ("Go", "Rust", "Java"):
            await house.types(f"subscribe {word}", channel=channel)
    source = await house.source()
    for number in range(12):
        stored = await house.posting(f"Go Developer {number}", source=source)
        await house.types(f"why {stored.id}")
    view = await home(house)
    assert len(view["blocks"]) <= 100
    assert "subscriptions more" in words_of(view)


async def test_settings_of_a_new_workspace_may_restrict_it(tmp_path):
    strict = replace(ChannelSettings(), managers=Managers.ADMINS)
    async with slack_house(tmp_path, defaults=strict) as house:
        (refused,) = await house.types("subscribe Go")
        assert "only the administrators of this workspace" in words_of(refused)
