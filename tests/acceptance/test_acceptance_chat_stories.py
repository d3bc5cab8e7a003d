"""What people do with Jobwire in a chat, through the real SDKs: on Slack, both its ways, and on Discord."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.chat_house import ChatHouse, Shown
from tests.acceptance.command_house import GO, JAVA
from tests.acceptance.discord_app_house import discord_house
from tests.acceptance.slack_app_house import slack_house

PLATFORMS = ("slack-socket", "slack-http", "discord")


@pytest.fixture(params=PLATFORMS)
async def house(request, tmp_path) -> AsyncIterator[ChatHouse]:
    platform, _, way = request.param.partition("-")
    made = slack_house(tmp_path, way) if platform == "slack" else discord_house(tmp_path)
    async with made as house:
        yield house


async def card_of(house: ChatHouse, query: str = "senior backend, Go") -> Shown:
    """The card of a posting that a subscription has brought."""
    await house.types(f"subscribe {query}")
    await house.arrives("Senior Backend Engineer", GO, source=await house.source(), location="Berlin")
    return (await house.messages())[-1]


def words(house: ChatHouse, shown: Shown) -> str:
    return house.read(shown).words


async def test_a_subscription_is_told_to_the_channel_and_its_postings_come(house):
    source = await house.source()
    (told,) = await house.types("subscribe senior backend, Go")
    assert not house.read(told).is_private
    assert "Subscribed as number 1" in words(house, told)
    await house.arrives("Senior Backend Engineer", GO, source=source)
    await house.arrives("Senior Backend Engineer, Java", JAVA, source=source)
    card = (await house.messages())[-1]
    assert len(await house.messages()) == 2
    assert "Senior Backend Engineer" in words(house, card)
    assert house.read(card).buttons == ("Apply", "Save", "Why", "Not for us")


async def test_a_preview_is_private_and_subscribes_with_one_press(house):
    await house.posting("Senior Go Developer", source=await house.source())
    (preview,) = await house.types("preview Go")
    assert house.read(preview).is_private
    assert "it would have posted 1 posting here" in words(house, preview)
    (told,) = await house.presses(preview, "Subscribe, instant")
    assert not house.read(told).is_private
    assert "Subscribed as number 1" in words(house, told)
    (posted,) = await house.presses(told, "Post this one here")
    assert "1 posting on the way" in words(house, posted)
    await house.work()
    assert "Senior Go Developer" in words(house, (await house.messages())[-1])


async def test_why_tells_the_person_alone_which_words_were_met(house):
    card = await card_of(house)
    (why,) = await house.presses(card, "Why")
    assert house.read(why).is_private
    assert "Senior" in words(house, why)
    assert "posted here" in words(house, why)
    (typed,) = await house.types("why https://jobs.example/1")
    assert words(house, typed) == words(house, why)


async def test_a_daily_subscription_comes_as_a_digest(house):
    await house.types("subscribe Go daily")
    source = await house.source()
    await house.arrives("Go Developer", GO, source=source)
    await house.arrives("Staff Go Developer", GO, source=source, company="Beta")
    assert len(await house.messages()) == 1
    await house.types("digest now")
    await house.work()
    digest = words(house, (await house.messages())[-1])
    assert "Go Developer" in digest
    assert "Staff Go Developer" in digest


async def test_a_digest_is_set_and_shown(house):
    (told,) = await house.types("digest 9:30 Europe/Berlin mon-fri")
    assert not house.read(told).is_private
    (settings,) = await house.types("settings")
    assert house.read(settings).is_private
    assert "Time zone: Europe/Berlin" in words(house, settings)
    assert "9:30" in words(house, settings)


LONG = "Senior Engineer for Distributed Systems, Event Sourcing, Payments and Everything Behind Them"


async def test_a_long_digest_goes_on_in_its_thread_and_calls_the_group_once(house):
    hunters = await house.group("hunters")
    await house.types("settings thread on")
    await house.types("settings digest 30")
    await house.types(f"settings mention {hunters}")
    await house.types("subscribe Go daily")
    source = await house.source()
    for number in range(26):
        await house.arrives(f"{LONG} {number} @everyone <!channel>", source=source, company=f"Firm {number}")
    before = len(await house.messages())
    await house.passes(hours=24)
    there = (await house.messages())[before:]
    parts = [there[0], *await house.thread_of(there[0])]
    assert len(parts) > 1
    assert [one for one in there if one not in parts] == []
    assert [house.called(one) for one in parts] == [[hunters], *[[]] * (len(parts) - 1)]


async def test_what_a_digest_has_no_room_for_is_one_press_away_and_private(house):
    await house.types("settings digest 2")
    await house.types("settings cards 0")
    await house.types("subscribe Go")
    source = await house.source()
    for number in range(9):
        await house.arrives(f"Go Developer {number}", GO, source=source, company=f"Firm {number}")
    await house.types("digest now")
    await house.work()
    digest = (await house.messages())[-1]
    assert "and 7 more" in words(house, digest)
    (first,) = await house.presses(digest, "Show 7 more")
    assert house.read(first).is_private
    assert "Also in the digest: 1 to 5 of 7" in words(house, first)
    (second,) = await house.presses(first, "More")
    assert "Also in the digest: 6 to 7 of 7" in words(house, second)
    said = "".join(words(house, one) for one in (digest, first, second))
    assert all(f"Go Developer {number}" in said for number in range(9))


async def test_a_thread_a_day_holds_the_postings_of_that_day(house):
    await house.types("settings thread day")
    await house.types("subscribe Go")
    source = await house.source()
    before = len(await house.messages())
    for number in range(2):
        await house.arrives(f"Go Developer {number}", GO, source=source, company=f"Firm {number}")
    day, *rest = (await house.messages())[before:]
    assert "Jobs of" in words(house, day)
    cards = await house.thread_of(day)
    assert [f"Go Developer {number}" in words(house, card) for number, card in enumerate(cards)] == [True] * 2
    assert [one for one in rest if one not in cards] == []
    await house.passes(hours=24)
    await house.arrives("Go Developer 3", GO, source=source, company="Firm 3")
    _, tomorrow = [one for one in await house.messages() if "Jobs of" in words(house, one)]
    (card,) = await house.thread_of(tomorrow)
    assert "Go Developer 3" in words(house, card)


async def test_a_posting_comes_back_when_somebody_asked_and_calls_them(house):
    await card_of(house)
    (told,) = await house.types("remind https://jobs.example/1 for 3d")
    assert house.read(told).is_private
    assert "You will be reminded of Senior Backend Engineer" in words(house, told)
    before = len(await house.messages())
    await house.passes(days=2)
    assert len(await house.messages()) == before
    await house.passes(days=1, minutes=1)
    (reminder,) = (await house.messages())[before:]
    assert "Reminder" in words(house, reminder)
    assert "Senior Backend Engineer" in words(house, reminder)
    assert [house.me in one for one in house.called(reminder)] == [True]


async def test_what_is_over_the_limit_is_said_once_and_comes_in_the_digest(house):
    await house.types("settings cards 1")
    await house.types("subscribe Go")
    source = await house.source()
    before = len(await house.messages())
    for number in range(3):
        await house.arrives(f"Go Developer {number}", GO, source=source, company=f"Firm {number}")
    card, notice = (await house.messages())[before:]
    assert "Go Developer 0" in words(house, card)
    assert "the rest comes in the digest" in words(house, notice)
    await house.passes(hours=24)
    digest = words(house, (await house.messages())[-1])
    assert "Go Developer 1" in digest
    assert "Go Developer 2" in digest


async def test_a_card_calls_the_group_and_nobody_else(house):
    hunters = await house.group("hunters")
    await house.types(f"settings mention {hunters}")
    await house.types("subscribe Go")
    await house.arrives(f"Go @everyone <!channel> {await house.group('others')}", source=await house.source())
    assert house.called((await house.messages())[-1]) == [hunters]


async def test_quiet_hours_keep_what_comes_and_post_it_when_they_end(house):
    await house.types("settings quiet 11:00-13:00")  # it is noon
    await house.types("subscribe Go")
    source = await house.source()
    before = len(await house.messages())
    await house.arrives("Go Developer", GO, source=source)
    await house.passes(minutes=50)
    await house.arrives("Staff Go Developer", GO, source=source, company="Beta")
    assert len(await house.messages()) == before
    await house.passes(minutes=11)
    said = "\n".join(words(house, one) for one in (await house.messages())[before:])
    assert said.count("Go Developer") == 2
    assert "Staff Go Developer" in said


async def test_a_paused_subscription_posts_nothing_until_it_is_resumed(house):
    source = await house.source()
    await house.types("subscribe Go")
    (paused,) = await house.types("pause 1 for 3d")
    assert not house.read(paused).is_private
    await house.arrives("Go Developer", GO, source=source)
    assert words(house, (await house.messages())[-1]) == words(house, paused)
    (resumed,) = await house.presses(paused, "Resume")
    assert "Resumed number 1" in words(house, resumed)
    await house.arrives("Second Go Developer", GO, source=source, company="Beta")
    assert "Second Go Developer" in words(house, (await house.messages())[-1])


async def test_not_for_us_narrows_the_subscription_with_two_more_presses(house):
    card = await card_of(house, "backend")
    (asked,) = await house.presses(card, "Not for us")
    assert house.read(asked).is_private
    assert house.read(asked).buttons == ("Hide Acme", "Wrong level", "Wrong stack")
    (offered,) = await house.presses(asked, "Wrong stack")
    assert house.read(offered).is_private
    (changed,) = await house.presses(offered, "Take -Go")
    assert not house.read(changed).is_private
    assert "backend engineer, -Go" in words(house, changed)


async def test_hiding_a_company_is_told_to_the_channel(house):
    (asked,) = await house.presses(await card_of(house), "Not for us")
    (hidden,) = await house.presses(asked, "Hide Acme")
    assert not house.read(hidden).is_private
    assert "Acme is not shown here any more" in words(house, hidden)


async def test_what_somebody_saves_only_they_see(house):
    card = await card_of(house)
    ben = await house.person("ben")
    (saved,) = await house.presses(card, "Save")
    assert house.read(saved).is_private
    (mine,) = await house.types("saved")
    assert "Senior Backend Engineer" in words(house, mine)
    (his,) = await house.types("saved", user=ben)
    assert "You have saved nothing yet" in words(house, his)
    await house.presses(mine, "Remove")
    (mine,) = await house.types("saved")
    assert "You have saved nothing yet" in words(house, mine)


async def test_a_refused_command_says_who_may(house):
    boss = await house.person("boss", is_admin=True)
    ben = await house.person("ben")
    (told,) = await house.types(f"settings managers listed {house.mention(house.me)}", user=boss)
    assert f"{house.administrators} and @ada may change this channel" in words(house, told)
    (refused,) = await house.types("subscribe Go", user=ben)
    assert house.read(refused).is_private
    assert f"only {house.administrators} and @ada may change this channel" in words(house, refused)
    (allowed,) = await house.types("subscribe Go")
    assert "Subscribed" in words(house, allowed)


async def test_people_who_are_only_named_are_not_taken_for_managers(house):
    (refused,) = await house.types("settings managers listed @anna")
    assert 'does not tell who "@anna" is' in words(house, refused)
    (settings,) = await house.types("settings")
    assert "May change this channel: everybody" in words(house, settings)


async def test_a_wrong_query_is_pointed_at(house):
    (wrong,) = await house.types("subscribe senior, salary>=12ok")
    assert house.read(wrong).is_private
    assert "senior, salary>=12ok\n" in words(house, wrong)
    assert "^^^^" in words(house, wrong)


async def test_a_long_answer_is_paged(house):
    source = await house.source()
    for number in range(12):
        await house.posting(f"Go Developer {number}", source=source, company=f"Company {number}")
    first = await house.types("search Go")
    assert "Found for Go: 1 to 5" in words(house, first[0])
    second = await house.presses(first[-1], "More")
    assert "Found for Go: 6 to 10" in words(house, second[0])
    third = await house.presses(second[-1], "More")
    assert "Found for Go: 11 to 12" in words(house, third[0])
    assert "More" not in house.read(third[-1]).buttons
    said = "\n".join(words(house, one) for one in (*first, *second, *third))
    assert all(f"Go Developer {number}" in said for number in range(12))


@pytest.mark.parametrize(
    "title", ["<!channel> Go", "<@U1> *Go* `x`", "a|b\nGo", "\u202eGo", f"Go {'Ox ' * 3000}"]
)
async def test_a_hostile_title_is_text(house, title):
    await house.posting(title, source=await house.source(), company="<!here> & Söhne")
    (found,) = await house.types("search Go")
    assert "Found for Go: 1 to 1" in words(house, found)
    assert "<!here> & Söhne" in words(house, found)
    assert "&lt;" not in words(house, found)
