"""Forms on Discord: subscribing and editing by one, mistakes that are mended in it, buttons that open it."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.chat_house import Shown
from tests.acceptance.discord_app_house import DiscordHouse, button, discord_house, read


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[DiscordHouse]:
    async with discord_house(tmp_path) as house:
        yield house


async def opened(house: DiscordHouse, path: str, user: str | None = None, **values) -> Shown:
    """What using a command leads to: the form is its `modal`."""
    told = await house.control.command(house.world.channel, user or house.me, f"jobs {path}", values)
    assert told["answer"] == 9, told
    return told


async def presses_form(house: DiscordHouse, shown: Shown, label: str) -> Shown:
    told = await house.control.press(shown["id"], house.me, button(shown, label)["custom_id"])
    assert told["answer"] == 9, told
    return told


async def submits(house: DiscordHouse, form: Shown, **values: str) -> Shown:
    """Send the form; the one answer that came of it."""
    told = await house.control.submit(form["id"], values)
    await house.settle()
    (answer,) = told["messages"]
    return answer


def fields(form: Shown) -> dict[str, str]:
    """What stands in the fields of a form."""
    query, cadence = (one["component"] for one in form["modal"]["components"])
    (chosen,) = (one["value"] for one in cadence["options"] if one.get("default"))
    return {"query": query.get("value") or "", "cadence": chosen}


async def test_subscribing_without_a_query_opens_a_form_that_answers_as_the_command(house):
    form = await opened(house, "subscribe", cadence="daily")
    assert fields(form) == {"query": "", "cadence": "daily"}
    told = await submits(house, form, query="senior,\nGo")
    assert not read(told).is_private
    assert "Subscribed as number 1, in the daily digest" in read(told).words
    assert "senior: level" in read(told).words
    (listed,) = await house.types("list")
    assert "senior, Go" in read(listed).words


async def test_a_wrong_query_is_explained_and_mended_in_the_form(house):
    form = await opened(house, "subscribe")
    told = await submits(house, form, query="senior, salary>=12ok", cadence="weekly")
    (typed,) = await house.types("subscribe senior, salary>=12ok")
    assert read(told) == read(typed)
    assert read(told).is_private
    assert "senior, salary>=12ok\n                ^^^^" in read(told).words
    assert read(told).buttons == ("Mend it",)
    again = await presses_form(house, told, "Mend it")
    assert fields(again) == {"query": "senior, salary>=12ok", "cadence": "weekly"}
    done = await submits(house, again, query="senior, salary>=120k")
    assert "Subscribed as number 1, in a weekly digest" in read(done).words


async def test_a_wrong_query_of_a_command_is_mended_in_a_form(house):
    await house.types("subscribe Go")
    (wrong,) = await house.types("edit 1 (Go")
    form = await presses_form(house, wrong, "Mend it")
    assert form["modal"]["title"] == "Change subscription 1"
    assert fields(form)["query"] == "(Go"
    done = await submits(house, form, query="(Go | Rust)")
    assert "Changed number 1" in read(done).words


async def test_editing_without_a_query_opens_the_subscription_as_it_is(house):
    await house.types("subscribe senior backend, Go daily")
    form = await opened(house, "edit", id=1)
    assert fields(form) == {"query": "senior, backend engineer, Go", "cadence": "daily"}
    told = await submits(house, form, query="senior, backend engineer, Rust")
    assert not read(told).is_private
    assert "Changed number 1, in the daily digest" in read(told).words


async def test_the_list_has_buttons_that_edit(house):
    (empty,) = await house.types("list")
    assert (
        "Subscribed as number 1"
        in read(await submits(house, await presses_form(house, empty, "Subscribe"), query="Go")).words
    )
    await house.types("subscribe Rust")
    (listed,) = await house.types("list")
    assert read(listed).buttons == ("Edit 1", "Edit 2")
    form = await presses_form(house, listed, "Edit 2")
    assert fields(form)["query"] == "Rust"
    await house.types("unsubscribe 2")
    (gone,) = await house.presses(listed, "Edit 2")
    assert "There is no subscription 2 in this channel; it has 1." in read(gone).words


async def test_who_may_not_is_told_before_the_form(house):
    boss = await house.person("boss", is_admin=True)
    await house.types("subscribe Go", user=boss)
    await house.types("settings managers admins", user=boss)
    for path, values in (("subscribe", {}), ("edit", {"id": 1})):
        (refused,) = await house.sends(path, values)
        assert read(refused).is_private
        assert "only the administrators of this server may change this channel" in read(refused).words
    await opened(house, "edit", boss, id=1)


async def test_a_subscription_that_is_none_is_said(house):
    (told,) = await house.sends("edit", {"id": 7})
    assert "There is no subscription 7: this channel has none yet." in read(told).words


async def test_a_form_of_another_version_says_so(house):
    form = await opened(house, "subscribe")
    form_kept = house.world.server.interactions.all[form["id"]]
    form_kept.modal["custom_id"] = "jobwire:dance"
    told = await submits(house, form, query="Go")
    assert "That form is not known any more" in read(told).words
