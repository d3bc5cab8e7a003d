"""What people do with Jobwire on Slack, through Bolt and the SDK: in Socket Mode and over HTTP the same."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.command_house import GO, JAVA
from tests.acceptance.slack_app_house import (
    WAYS,
    SlackHouse,
    buttons,
    connected,
    is_private,
    slack_house,
    words_of,
)


@pytest.fixture(params=WAYS)
async def house(request, tmp_path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def card_of(house: SlackHouse, query: str = "senior backend, Go"):
    """The card of a posting that a subscription has brought."""
    await house.types(f"subscribe {query}")
    await house.arrives("Senior Backend Engineer", GO, source=await house.source(), location="Berlin")
    return (await house.messages())[-1]


async def test_a_subscription_is_told_to_the_channel_and_its_postings_come(house):
    source = await house.source()
    (told,) = await house.types("subscribe senior backend, Go")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)
    await house.arrives("Senior Backend Engineer", GO, source=source)
    await house.arrives("Senior Backend Engineer, Java", JAVA, source=source)
    card = (await house.messages())[-1]
    assert len(await house.messages()) == 2
    assert "Senior Backend Engineer" in words_of(card)
    assert list(buttons(card)) == ["Apply", "Save", "Why", "Not for us"]


async def test_a_preview_is_private_and_subscribes_with_one_press(house):
    await house.posting("Senior Go Developer", source=await house.source())
    (preview,) = await house.types("preview Go")
    assert is_private(preview)
    assert "it would have posted 1 posting here" in words_of(preview)
    (told,) = await house.presses(preview, "Subscribe, instant")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)
    (posted,) = await house.presses(told, "Post this one here")
    assert "1 posting on the way" in words_of(posted)
    await house.work()
    assert "Senior Go Developer" in words_of((await house.messages())[-1])


async def test_why_tells_the_person_alone_which_words_were_met(house):
    card = await card_of(house)
    (why,) = await house.presses(card, "Why")
    assert is_private(why)
    assert "Senior" in words_of(why)
    assert "posted here" in words_of(why)
    (typed,) = await house.types("why https://jobs.example/1")
    assert words_of(typed) == words_of(why)


async def test_a_daily_subscription_comes_as_a_digest(house):
    await house.types("subscribe Go daily")
    source = await house.source()
    await house.arrives("Go Developer", GO, source=source)
    await house.arrives("Staff Go Developer", GO, source=source, company="Beta")
    assert len(await house.messages()) == 1
    await house.types("digest now")
    await house.work()
    digest = words_of((await house.messages())[-1])
    assert "Go Developer" in digest
    assert "Staff Go Developer" in digest


async def test_a_paused_subscription_posts_nothing_until_it_is_resumed(house):
    source = await house.source()
    await house.types("subscribe Go")
    (paused,) = await house.types("pause 1 for 3d")
    assert not is_private(paused)
    await house.arrives("Go Developer", GO, source=source)
    assert (await house.messages())[-1]["ts"] == paused["ts"]
    (resumed,) = await house.presses(paused, "Resume")
    assert "Resumed number 1" in words_of(resumed)
    await house.arrives("Second Go Developer", GO, source=source, company="Beta")
    assert "Second Go Developer" in words_of((await house.messages())[-1])


async def test_not_for_us_narrows_the_subscription_with_two_more_presses(house):
    card = await card_of(house, "backend")
    (asked,) = await house.presses(card, "Not for us")
    assert is_private(asked)
    assert list(buttons(asked)) == ["Hide Acme", "Wrong level", "Wrong stack"]
    (offered,) = await house.presses(asked, "Wrong stack")
    assert is_private(offered)
    (changed,) = await house.presses(offered, "Take -Go")
    assert not is_private(changed)
    assert "backend engineer, -Go" in words_of(changed)


async def test_hiding_a_company_is_told_to_the_channel(house):
    (asked,) = await house.presses(await card_of(house), "Not for us")
    (hidden,) = await house.presses(asked, "Hide Acme")
    assert not is_private(hidden)
    assert "Acme is not shown here any more" in words_of(hidden)


async def test_what_somebody_saves_only_they_see(house):
    card = await card_of(house)
    ben = await house.control.user(house.world.team, "ben")
    (saved,) = await house.presses(card, "Save")
    assert is_private(saved)
    (mine,) = await house.types("saved")
    assert "Senior Backend Engineer" in words_of(mine)
    (his,) = await house.types("saved", user=ben)
    assert "You have saved nothing yet" in words_of(his)
    await house.presses(mine, "Remove")
    (mine,) = await house.types("saved")
    assert "You have saved nothing yet" in words_of(mine)


async def test_a_refused_command_says_who_may(house):
    boss = await house.control.user(house.world.team, "boss", is_admin=True)
    ben = await house.control.user(house.world.team, "ben")
    (told,) = await house.types(f"settings managers listed <@{house.world.user}|ada>", user=boss)
    assert "the administrators of this workspace and @ada may change this channel" in words_of(told)
    (refused,) = await house.types("subscribe Go", user=ben)
    assert is_private(refused)
    assert "only the administrators of this workspace and @ada may change this channel" in words_of(refused)
    (allowed,) = await house.types("subscribe Go")
    assert "Subscribed" in words_of(allowed)


async def test_people_who_are_only_named_are_not_taken_for_managers(house):
    (refused,) = await house.types("settings managers listed @anna")
    assert 'Slack does not tell who "@anna" is. Give the member ID' in words_of(refused)
    (settings,) = await house.types("settings")
    assert "May change this channel: everybody" in words_of(settings)


async def test_a_wrong_query_is_pointed_at(house):
    (wrong,) = await house.types("subscribe senior, salary&gt;=12ok")
    assert is_private(wrong)
    assert "senior, salary>=12ok\n" in words_of(wrong)
    assert "^^^^" in words_of(wrong)


async def test_a_long_answer_is_paged(house):
    source = await house.source()
    for number in range(12):
        await house.posting(f"Go Developer {number}", source=source, company=f"Company {number}")
    (first,) = await house.types("search Go")
    assert "Found for Go: 1 to 5" in words_of(first)
    (second,) = await house.presses(first, "More")
    assert "Found for Go: 6 to 10" in words_of(second)
    (third,) = await house.presses(second, "More")
    assert "Found for Go: 11 to 12" in words_of(third)
    assert "More" not in buttons(third)


async def test_buttons_work_after_a_restart(request, tmp_path):
    async with slack_house(tmp_path, "socket") as house:
        card = await card_of(house)
        (preview,) = await house.types("preview Rust")
        other = SlackHouse(house.store, house.services.fetcher, house.services.defaults, house.world)
        async with connected(other, "http"):
            (saved,) = await other.presses(card, "Save")
            assert "Saved: Senior Backend Engineer" in words_of(saved)
            (told,) = await other.presses(preview, "Subscribe, instant")
            assert "Subscribed as number 2" in words_of(told)


async def test_an_answer_after_the_response_url_has_ended_still_comes(house):
    house.world.slack.settings.response_url_lifetime = -1
    (told,) = await house.types("list")
    assert (told["how"], is_private(told)) == ("ephemeral", True)
    assert "No subscription here yet" in words_of(told)
    (told,) = await house.types("subscribe Go")
    assert not is_private(told)
    assert "Subscribed as number 1" in words_of(told)


async def test_an_answer_of_many_messages_outlives_the_response_url(house):
    house.world.slack.settings.response_url_uses = 1
    words = ("Go", "Rust", "Java", "Python", "Scala", "Ruby", "PHP", "Kotlin", "Perl", "Swift", "Elixir", "C")
    for word in words:
        companies = ", ".join(f"-company:{word}{number:03}{'x' * 36}" for number in range(16))
        await house.types(f"subscribe {word}, {companies}")
    told = await house.types("list")
    assert [one["how"] for one in told] == ["response_url", "ephemeral"]
    said = "\n".join(map(words_of, told))
    assert "12 subscriptions in #jobs" in said
    assert all(f"{number} {word}," in said for number, word in enumerate(words, start=1))


async def test_who_subscribes_a_channel_without_jobwire_is_told_to_invite_it(house):
    closed = await house.control.channel(house.world.team, "closed", kind="private", bot=False)
    empty = await house.control.channel(house.world.team, "empty", bot=False)
    for channel in (closed, empty):
        (told,) = await house.types("subscribe Go", channel=channel)
        assert "/invite @Jobwire" in words_of(told)
    (told,) = await house.types("subscribe Go")
    assert "/invite" not in words_of(told)


async def test_what_slack_escapes_is_read_as_it_was_typed(house):
    (told,) = await house.types('preview "R&amp;D", years&lt;=3')
    assert '"R&D"' in words_of(told)
    assert "years<=3" in words_of(told)


@pytest.mark.parametrize("title", ["<!channel> Go", "<@U1> *Go* `x`", "a|b\nGo", "\u202eGo", "Go " * 3000])
async def test_a_hostile_title_is_text(house, title):
    await house.posting(title, source=await house.source(), company="<!here> & Söhne")
    (found,) = await house.types("search Go")
    assert "Found for Go: 1 to 1" in words_of(found)
    assert "<!here> & Söhne" in words_of(found)
    assert "&lt;" not in words_of(found)
