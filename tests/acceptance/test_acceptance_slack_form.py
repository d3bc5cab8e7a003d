"""`/jobs` alone: the form, its live preview, errors at the field, and what a submission does."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.slack_app_house import WAYS, SlackHouse, is_private, slack_house, words_of


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def opened(house: SlackHouse, user: str | None = None) -> str:
    """The id of the form that `/jobs` has opened."""
    await house.types("", user=user)
    return (await house.modal(user))["id"]


async def previewed(house: SlackHouse, view: str, query: str) -> str:
    """What the form shows while somebody types."""
    told = await house.control.press_view(view, "query", values={"query": query})
    assert told["acked"], told["failed"]
    await house.settle()
    return words_of((await house.modal())["blocks"])


async def test_it_previews_what_is_typed(house):
    await house.posting("Senior Go Developer", source=await house.source())
    view = await opened(house)
    assert "While you type" in words_of((await house.modal())["blocks"])
    said = await previewed(house, view, "senior, Go")
    assert "senior: level" in said
    assert "In the last 14 days it would have posted 1 posting here." in said
    assert "Senior Go Developer" in said
    assert "While you type" not in said
    assert "nothing here" in await previewed(house, view, "senior, Rust")
    assert "While you type" in await previewed(house, view, " ")


async def test_a_preview_makes_nothing_known_and_keeps_nothing(house):
    view = await opened(house)
    await previewed(house, view, "Go")
    (told,) = await house.types("list")
    assert "No subscription here yet" in words_of(told)


async def test_a_wrong_query_is_shown_with_its_place_while_one_types(house):
    said = await previewed(house, await opened(house), "salary>=12ok")
    assert "salary>=12ok\n        ^^^^" in said
    assert "Did you mean" in said
    assert "Expected an amount" in said
    assert "Nothing was changed" not in said


async def test_a_wrong_query_is_refused_at_its_field(house):
    view = await opened(house)
    told = await house.control.submit(view, {"query": "senior, salary>=12ok"})
    assert told["effect"] == ""
    error = (await house.modal())["errors"]["query"]
    assert "at character 17: senior, salary>=→12ok←" in error
    assert "Did you mean" in error
    assert await house.privately() == []


async def test_a_submission_subscribes_and_confirms_it_to_the_person(house):
    view = await opened(house)
    await house.control.submit(view, {"query": "senior, Go", "cadence": "daily"})
    await house.settle()
    (told,) = await house.privately()
    assert "Subscribed as number 1, in the daily digest" in words_of(told)
    assert is_private(told)
    assert await house.messages() == []
    assert await house.control.modals(house.world.user) == []
    (there,) = await house.types("list")
    assert "senior, Go" in words_of(there)


async def test_a_submission_by_who_may_not_is_refused_at_the_field(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    await house.types("settings managers admins", user=boss)
    view = await opened(house)
    await house.control.submit(view, {"query": "Go"})
    error = (await house.modal())["errors"]["query"]
    assert "only the administrators of this workspace may change this channel" in error


async def test_a_form_that_cannot_be_opened_any_more_is_answered_with_help(house):
    house.world.slack.settings.trigger_lifetime = -1
    told = await house.types("")
    assert "/jobs subscribe QUERY" in "\n".join(map(words_of, told))
    assert await house.control.modals(house.world.user) == []


async def held(house: SlackHouse, number: int) -> None:
    """Wait until that many previews are on their way, held up before Slack takes them."""

    async def there() -> bool:
        sent = await house.control.requests("views.update")
        return sum(one["fault"] == "hold_before" for one in sent) >= number

    await house.world.slack.until(there)


async def type_two(house: SlackHouse, view: str) -> None:
    """Two keystrokes, the second before the preview of the first has come."""
    await house.control.press_view(view, "query", values={"query": "Go"})
    await held(house, 1)
    await house.control.advance(0.1)
    await house.control.press_view(view, "query", values={"query": "Rust"})


async def test_an_older_preview_that_comes_late_is_not_shown(house):
    view = await opened(house)
    await house.control.script([{"do": "hold_before", "method": "views.update"}])
    await type_two(house, view)
    await house.control.until("requests", {"method": "views.update"})
    await house.control.release()
    await house.settle()
    assert "Rust: skill" in words_of((await house.modal())["blocks"])


async def test_an_older_preview_that_comes_first_is_followed_by_the_newer_one(house):
    view = await opened(house)
    await house.control.script([{"do": "hold_before", "method": "views.update", "times": 2}])
    await type_two(house, view)
    await held(house, 2)
    await house.control.release()
    await house.settle()
    answers = [one["answer"] for one in await house.control.requests("views.update")]
    assert answers == ["ok", "hash_conflict", "ok"]
    assert "Rust: skill" in words_of((await house.modal())["blocks"])


async def test_what_was_typed_and_chosen_stands_when_the_preview_comes(house):
    view = await opened(house)
    before = (await house.modal())["blocks"][:2]
    await previewed(house, view, "Go")
    assert (await house.modal())["blocks"][:2] == before
