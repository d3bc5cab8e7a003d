"""What people do with commands, one story a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.declaration import COMMANDS
from bot.commands.handlers import HANDLERS
from bot.delivery.message import ActionKind
from bot.domain.match import MatchState
from bot.domain.subscription import Cadence
from bot.store import chats, ledger, subscriptions
from tests.acceptance.command_house import JAVA, House, action_of, actions, text


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = await House.open(tmp_path)
    yield made
    await made.close()


def test_every_declared_command_has_a_handler():
    assert set(HANDLERS) == {command.name for command in COMMANDS}


async def test_subscribing_says_how_each_word_was_understood_and_what_it_would_have_posted(house: House):
    source = await house.source()
    for number in range(4):
        await house.posting(f"Senior Backend Engineer {number}", source=source)
        house.later(hours=1)
    await house.posting("Office Assistant", "You answer the phone.", source=source)
    reply = await house.run("/jobs subscribe senior backend, Go, AWS")
    said = text(reply)
    assert not reply.private
    assert "Subscribed as number 1, posted at once" in said
    assert "- senior: level\n" in said
    assert "Go: skill" in said
    assert "4 postings here" in said
    first = next(line for line in said.splitlines() if line.startswith("Senior Backend Engineer"))
    assert first.startswith("Senior Backend Engineer 3"), "the newest comes first"
    assert said.count("https://jobs.example/") == 3
    assert "Office Assistant" not in said


async def test_a_new_channel_is_not_silent_three_examples_can_be_posted_and_only_once(house: House):
    source = await house.source()
    for number in range(5):
        await house.posting(f"Senior Backend Engineer {number}", source=source)
        house.later(minutes=1)
    reply = await house.run("/jobs subscribe senior backend, Go daily")
    answer = await house.press(reply, "Post these 3 here")
    assert "3 postings on the way" in text(answer)
    await house.work()
    assert [posted.splitlines()[0].split(" <")[0] for posted in house.posted()] == [
        "Senior Backend Engineer 2",
        "Senior Backend Engineer 3",
        "Senior Backend Engineer 4",
    ]
    again = await house.press(reply, "Post these 3 here")
    assert "They stand here already" in text(again)
    await house.work()
    assert len(house.posted()) == 3


async def test_the_same_query_is_not_subscribed_twice_however_it_is_written(house: House):
    await house.run("/jobs subscribe senior backend, Go")
    said = await house.says("/jobs subscribe golang, backend, SENIOR")
    assert "has that query already: number 1" in said
    assert "1 subscription in #backend" in await house.says("/jobs list")


async def test_subscribing_again_with_another_cadence_offers_the_change(house: House):
    await house.run("/jobs subscribe Go")
    reply = await house.run("/jobs subscribe Go daily")
    await house.press(reply, "Make it daily")
    assert "in the daily digest" in await house.says("/jobs list")


async def test_a_subscribe_can_be_undone_with_one_press(house: House):
    reply = await house.run("/jobs subscribe Go")
    undone = await house.press(reply, "Undo")
    assert "Unsubscribed number 1" in text(undone)
    assert "No subscription here yet" in await house.says("/jobs list")
    await house.press(undone, "Subscribe again")
    assert "2 Go" in await house.says("/jobs list")


async def test_a_salary_query_offers_to_keep_postings_without_pay(house: House):
    reply = await house.run("/jobs subscribe Go, salary>=120k EUR")
    await house.press(reply, "Keep postings without pay")
    assert "salary:unknown" in await house.says("/jobs list")


async def test_a_query_without_pay_offers_no_such_thing(house: House):
    reply = await house.run("/jobs subscribe Go")
    assert all("pay" not in action.label for action in actions(reply))


async def test_a_typo_in_a_word_is_subscribed_as_text_and_the_right_word_is_one_press_away(house: House):
    reply = await house.run("/jobs subscribe senior kuberntes daily")
    assert "not in the vocabulary" in text(reply)
    await house.press(reply, "Use: senior kubernetes")
    listed = await house.says("/jobs list")
    assert "senior, Kubernetes · in the daily digest" in listed


async def test_a_bad_query_shows_where_it_is_wrong_and_changes_nothing(house: House):
    reply = await house.run("/jobs subscribe senior, salary>=12ok")
    said = text(reply)
    assert reply.private
    assert "expected an amount" in said.lower()
    line = next(line for line in said.splitlines() if "^" in line)
    assert line.index("^") == "senior, salary>=12ok".index("12ok")
    assert "No subscription here yet" in await house.says("/jobs list")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/jobs subscribe", "QUERY is missing"),
        ("/jobs subscribe daily", "QUERY is missing"),
        ('/jobs subscribe ""', "no word between these quotes"),
        ("/jobs subscribe (Go", "never closed"),
        ("/jobs subscibe Go", "Did you mean /jobs subscribe"),
        ("/jobs 🦀", "There is no command"),
        ("/jobs subscribe " + "x" * 10_000, "too long"),
        ("/jobs subscribe " + "x" * 2_000, "at most"),
        ("/jobs subscribe Go cadence:sometimes", "instant, hourly, daily, weekly"),
        ("/jobs edit 7 Go", "There is no subscription 7"),
        ("/jobs edit x Go", '"x" is no number'),
        ("/jobs unsubscribe 99999999999999999999", "is no number"),
        ("/jobs pause 3", "There is no subscription 3"),
        ("/jobs pause for ages", "takes no"),
        ("/jobs resume", "no subscription yet"),
        ("/jobs digest 25:00", "25:00"),
        ("/jobs digest 9:00 Berlinn", "Europe/Berlin"),
        ("/jobs settings zone Mars/Olympus", "Mars/Olympus"),
        ("/jobs settings currency doubloons", "no currency"),
        ("/jobs settings cards 5000", "at most 200"),
        ("/jobs settings cards many", "is no number"),
        ("/jobs settings quiet sometimes", "22:00-7:00"),
        ("/jobs settings thread perhaps", "It is on, day or off"),
        ("/jobs settings managers nobody", "It is everyone, admins or listed"),
        ("/jobs lst", "Did you mean /jobs list?"),
        ("/job lst", "Did you mean /jobs list?"),
        ("/jobs subscribe \u202e\x1b\x00", "QUERY is missing"),
        ("/jobs subscribe |||", "A word is missing before"),
        ("/jobs why 99999", "Press Why under a card"),
        ("/jobs settings managers listed", "Who is listed"),
        ("/jobs unmute Acme", "not muted"),
        ("/jobs why banana", "neither a posting's link nor its number"),
        ("/jobs why 4711", "There is no posting 4711"),
        ("/jobs sources add nonsense", "is no address"),
        ("/jobs sources add ftp://example.com/feed", "is no address"),
        ("/jobs sources add http://127.0.0.2/feed", "private"),
        ("/jobs sources test http://192.168.1.1/", "private"),
        ("/jobs sources remove 12", "no source of its own"),
        ("/jobs preview Go days:90", "1 to 30 days"),
        ("/jobs help frobnicate", "There is no command"),
    ],
)
async def test_wrong_input_is_answered_privately_with_what_to_do(house: House, typed: str, expected: str):
    reply = await house.run(typed)
    assert expected.casefold() in text(reply).casefold()
    assert reply.private
    assert len(text(reply)) < 1500


async def test_emoji_is_a_query_like_any_other_and_finds_nothing(house: House):
    said = await house.says("/jobs preview 🦀 rust")
    assert "posted nothing here" in said or "no word" in said


async def test_an_edit_drops_what_waits_and_no_longer_holds_with_that_reason(house: House):
    source = await house.source()
    await house.run("/jobs subscribe backend daily")
    java = await house.arrives("Backend Engineer", JAVA, source=source)
    go = await house.arrives("Senior Backend Engineer", source=source)
    said = await house.says("/jobs edit 1 backend, Go")
    assert "1 posting that waited here will not be posted any more" in said
    assert "query edited" in await house.says(f"/jobs why {java.id}")
    assert "waits until" in await house.says(f"/jobs why {go.id}")


async def test_an_edit_can_be_undone(house: House):
    await house.run("/jobs subscribe backend daily")
    reply = await house.run("/jobs edit 1 Rust hourly")
    await house.press(reply, "Undo")
    assert "1 backend engineer · in the daily digest" in await house.says("/jobs list")


async def test_unsubscribing_drops_what_waits_for_nobody_else(house: House):
    source = await house.source()
    await house.run("/jobs subscribe backend daily")
    await house.run("/jobs subscribe Java weekly")
    both = await house.arrives("Backend Engineer", JAVA, source=source)
    one = await house.arrives("Backend Engineer", source=source)
    said = await house.says("/jobs unsubscribe 1")
    assert "1 posting that waited here" in said
    assert "unsubscribed" in await house.says(f"/jobs why {one.id}")
    assert "waits until" in await house.says(f"/jobs why {both.id}")


async def test_a_paused_subscription_posts_nothing_until_it_is_resumed(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.run("/jobs pause 1 for 3d")
    missed = await house.arrives("Backend Engineer", source=source)
    assert house.posted() == []
    assert "paused" in await house.says(f"/jobs why {missed.id}")
    assert "paused until Sat 28 Nov 2026" in await house.says("/jobs list")
    await house.run("/jobs resume 1")
    await house.arrives("Backend Engineer again", source=source)
    assert len(house.posted()) == 1


async def test_pause_without_a_number_is_for_the_whole_channel(house: House):
    await house.run("/jobs subscribe Go")
    await house.run("/jobs subscribe Rust")
    reply = await house.run("/jobs pause")
    assert "Paused number 1, 2 until it is resumed" in text(reply)
    await house.press(reply, "Resume")
    assert "paused" not in await house.says("/jobs list")


async def test_a_preview_subscribes_nothing_and_is_private(house: House):
    source = await house.source()
    await house.posting("Senior Backend Engineer", source=source)
    reply = await house.run("/jobs preview senior backend")
    assert reply.private
    assert "1 posting here" in text(reply)
    assert "No subscription here yet" in await house.says("/jobs list")
    await house.press(reply, "Subscribe, daily")
    assert "in the daily digest" in await house.says("/jobs list")


async def test_a_preview_looks_back_only_as_far_as_it_is_told(house: House):
    source = await house.source()
    await house.posting("Backend Engineer", source=source)
    house.later(days=10)
    assert "1 posting here" in await house.says("/jobs preview backend")
    assert "posted nothing here" in await house.says("/jobs preview backend days:7")


async def test_search_is_paged_newest_first(house: House):
    source = await house.source()
    for number in range(7):
        await house.posting(f"Backend Engineer {number}", source=source)
        house.later(minutes=1)
    first = await house.run("/jobs search backend")
    assert first.private
    assert "1 to 5" in text(first)
    assert text(first).index("Engineer 6") < text(first).index("Engineer 5")
    assert first.more == action_of(first, "More").value
    second = await house.press(first, "More")
    assert "6 to 7" in text(second)
    assert second.more is None
    assert "Engineer 0" in text(second)


async def test_why_says_which_words_met_which_clause_of_a_posted_card(house: House):
    source = await house.source()
    await house.run("/jobs subscribe senior backend, Go")
    stored = await house.arrives("Senior Backend Engineer", source=source)
    reply = await house.press(house.last(), "Why")
    said = text(reply)
    assert "It was posted here" in said
    assert "✓ senior: Senior" in said
    assert "✓ Go: " in said
    assert text(await house.run(f"/jobs why {stored.posting.url}")) == said


async def test_why_names_the_clause_that_was_not_met(house: House):
    source = await house.source()
    await house.run("/jobs subscribe senior backend, Go")
    stored = await house.arrives("Senior Backend Engineer", JAVA, source=source)
    said = await house.says(f"/jobs why {stored.id}")
    assert "Not posted: no subscription here matches it" in said
    assert "✗ Go: " in said
    assert "✓ senior: Senior" in said


async def test_a_subscription_that_cannot_be_read_any_more_does_not_hide_the_others(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    stored = await house.arrives("Backend Engineer", source=source)
    async with house.store.write() as c:
        channel = await chats.channel_by_ref(c, house.context().channel)
        await subscriptions.create(
            c,
            channel_id=channel.id,
            query="in:Qqwwzzx",
            cadence=Cadence.DAILY,
            created_by="anna",
            now=house.now,
        )
    assert "It was posted here" in await house.says(f"/jobs why {stored.id}")
    assert "cannot be read any more" in await house.says(f"/jobs why {stored.id} 2")


async def test_why_of_a_posting_from_before_the_subscription(house: House):
    source = await house.source()
    stored = await house.posting("Senior Backend Engineer", source=source)
    house.later(hours=1)
    await house.run("/jobs subscribe senior backend")
    assert "it came before the subscription" in await house.says(f"/jobs why {stored.id}")


async def test_why_of_an_unknown_link_says_where_postings_come_from(house: House):
    said = await house.says("/jobs why https://nowhere.example/job/1")
    assert "has never seen that posting" in said
    assert "/jobs sources add" in said


async def test_a_posting_of_another_workspace_is_not_there(house: House):
    await house.run("/jobs list")
    async with house.store.write() as c:
        other = await chats.ensure_channel(
            c,
            house.context().channel.__class__(platform="fake", workspace="W2", channel="x"),
            workspace_name="Other",
            channel_name="x",
            settings=house.services.defaults,
            now=house.now,
        )
    secret = await house.source("Secret Board", other.workspace_id)
    stored = await house.posting("Senior Backend Engineer", source=secret)
    for typed in (f"/jobs why {stored.id}", f"/jobs why {stored.posting.url}", "/jobs search backend"):
        assert "Senior Backend Engineer" not in await house.says(typed), typed
    assert "Secret Board" not in await house.says("/jobs sources")
    saved = await house.press_kind(ActionKind.SAVE, str(stored.id))
    assert "Saved" not in text(saved)


async def test_a_saved_posting_is_there_for_that_person_alone(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.arrives("Backend Engineer", source=source)
    reply = await house.press(house.last(), "Save")
    assert reply.private
    assert "Backend Engineer" in await house.says("/jobs saved")
    assert "saved nothing" in await house.says("/jobs saved", user="ben")
    await house.press(await house.run("/jobs saved"), "Remove")
    assert "saved nothing" in await house.says("/jobs saved")


async def test_not_for_us_hides_a_company_with_two_presses(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.arrives("Backend Engineer", source=source, company="Acme GmbH")
    asked = await house.press(house.last(), "Not for us")
    assert [action.label for action in actions(asked)] == ["Hide Acme GmbH", "Wrong level", "Wrong stack"]
    await house.press(asked, "Hide Acme GmbH")
    await house.arrives("Platform Engineer", source=source, company="Acme")
    assert len(house.posted()) == 1
    assert "company muted" in (await house.says("/jobs stats")).casefold()


async def test_a_wrong_level_is_left_out_after_one_more_press(house: House):
    source = await house.source()
    await house.run("/jobs subscribe backend, Go")
    await house.arrives("Staff Backend Engineer", source=source)
    asked = await house.press(house.last(), "Not for us")
    offered = await house.press(asked, "Wrong level")
    assert "-staff" in text(offered)
    assert "1 backend engineer, Go ·" in await house.says("/jobs list"), "nothing is changed before the press"
    await house.press(offered, "Take -staff")
    await house.arrives("Staff Backend Engineer again", source=source)
    await house.arrives("Senior Backend Engineer", source=source)
    assert len(house.posted()) == 2


async def test_a_wrong_stack_offers_the_skills_that_nobody_asked_for(house: House):
    source = await house.source()
    await house.run("/jobs subscribe backend, Go")
    await house.arrives("Backend Engineer", source=source)
    offered = await house.press(await house.press(house.last(), "Not for us"), "Wrong stack")
    labels = [action.label for action in actions(offered)]
    assert "Take -AWS" in labels
    assert "Take -Go" not in labels


async def test_each_narrower_query_is_taken_on_top_of_the_one_before(house: House):
    source = await house.source()
    await house.run("/jobs subscribe backend, Go")
    await house.arrives("Backend Engineer", source=source)
    offered = await house.press(await house.press(house.last(), "Not for us"), "Wrong stack")
    await house.press(offered, "Take -AWS")
    await house.press(offered, "Take -PostgreSQL")
    assert "1 backend engineer, Go, -AWS, -PostgreSQL ·" in await house.says("/jobs list")
    assert "has -AWS already" in text(await house.press(offered, "Take -AWS"))
    await house.run("/jobs unsubscribe 1")
    assert "There is no subscription 1" in text(await house.press(offered, "Take -AWS"))


async def test_an_edit_that_changes_nothing_says_so(house: House):
    await house.run("/jobs subscribe backend, Go")
    assert "is that already" in await house.says("/jobs edit 1 backend, Go")


async def test_marks_that_nobody_types_are_left_out_of_what_is_kept(house: House):
    await house.run("/jobs mute \u202eAcme\x00\x1b")
    assert "Acme is shown here again" in await house.says("/jobs unmute Acme")
    await house.run("/jobs subscribe \u200fgo\u202e,\u00a0rust\x07")
    assert "1 Go, Rust ·" in await house.says("/jobs list")


async def test_a_digest_comes_when_it_is_asked_for(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go daily")
    await house.arrives("Backend Engineer", source=source)
    assert house.posted() == []
    reply = await house.run("/jobs digest now")
    assert not reply.private
    await house.work()
    assert len(house.posted()) == 1
    assert "Backend Engineer" in house.posted()[0]
    assert "Nothing waits" in await house.says("/jobs digest now")


async def test_the_time_of_the_digest_is_set_with_zone_and_days(house: House):
    said = await house.says("/jobs digest 9:30 Europe/Berlin mon-fri")
    assert "at 09:30 (Europe/Berlin), Mon to Fri" in said
    assert "Thu 26 Nov 2026, 09:30 (Europe/Berlin)" in said
    assert "09:30 (Europe/Berlin), Mon to Fri" in await house.says("/jobs settings")


async def test_without_a_digest_daily_subscriptions_post_at_once(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go daily")
    assert "number 1 posts at once" in await house.says("/jobs digest off")
    await house.arrives("Backend Engineer", source=source)
    assert len(house.posted()) == 1


async def test_settings_are_shown_changed_and_undone(house: House):
    reply = await house.run("/jobs settings zone Berlin")
    assert "Times here are in Europe/Berlin now" in text(reply)
    await house.run("/jobs settings cards 3")
    await house.run("/jobs settings quiet 22:00-7:00")
    await house.run("/jobs settings mention @job-hunters")
    shown = await house.run("/jobs settings")
    assert shown.private
    for expected in ("Europe/Berlin", "hour: 3", "22:00 to 07:00", "@job-hunters"):
        assert expected in text(shown)
    await house.press(reply, "Undo")
    assert "Time zone: UTC" in await house.says("/jobs settings")


async def test_what_a_chat_cannot_do_is_neither_shown_nor_set(house: House):
    said = await house.says("/jobs settings publish on")
    assert "for channels that others can follow, and there are none in this chat" in said
    for shown in ("/jobs settings", "/jobs help settings"):
        assert "publish" not in (await house.says(shown)).casefold()


async def test_a_bare_salary_is_in_the_channels_currency(house: House):
    await house.run("/jobs settings currency eur")
    said = await house.says("/jobs subscribe Go, 120k")
    assert "120,000 EUR" in said


async def test_only_managers_change_a_channel_and_the_refusal_says_who_may(house: House):
    await house.run("/jobs settings managers listed @anna", user="anna")
    refused = await house.run("/jobs subscribe Go", user="ben")
    assert "anna" in text(refused)
    assert "administrators" in text(refused)
    assert refused.private
    assert "Preview" in await house.says("/jobs preview Go", user="ben")
    assert "The digest of this channel" in await house.says("/jobs digest", user="ben")
    assert "not for you" in await house.says("/jobs digest 9:00", user="ben")
    assert "Subscribed" in await house.says("/jobs subscribe Go", user="anna")
    assert "Subscribed" in await house.says("/jobs subscribe Rust", user="carl", admin=True)


async def test_a_press_is_refused_to_those_who_could_not_type_the_command(house: House):
    source = await house.source()
    await house.posting("Backend Engineer", source=source)
    reply = await house.run("/jobs subscribe Go", user="anna")
    await house.run("/jobs settings managers listed @anna")
    for label in ("Undo", "Post this one"):
        assert "not for you" in text(await house.press(reply, label, user="ben")), label


async def test_nobody_can_lock_themselves_out(house: House):
    assert "lock yourself out" in await house.says("/jobs settings managers admins", user="anna")
    await house.run("/jobs settings managers listed @ben", user="anna")
    assert "Subscribed" in await house.says("/jobs subscribe Go", user="anna")


async def test_a_muted_company_is_never_shown_until_it_is_unmuted(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.run("/jobs mute Acme, Inc.")
    await house.arrives("Backend Engineer", source=source, company="ACME")
    assert house.posted() == []
    assert "muted already" in await house.says("/jobs mute acme")
    await house.run("/jobs unmute Acme")
    await house.arrives("Backend Engineer again", source=source, company="Acme")
    assert len(house.posted()) == 1


async def test_the_list_tells_what_each_subscription_brought_in_a_week(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    await house.arrives("Backend Engineer", source=source)
    await house.arrives("Backend Engineer again", source=source)
    assert "2 posted" in await house.says("/jobs list")
    house.later(days=8)
    assert "2 posted" not in await house.says("/jobs list")


async def test_numbers_are_counted_for_each_channel(house: House):
    await house.run("/jobs subscribe Go")
    assert "Subscribed as number 1" in await house.says("/jobs subscribe Rust", channel="rust")
    assert "Rust" not in await house.says("/jobs list")


async def test_an_old_button_says_to_type_the_command(house: House):
    reply = await house.press_kind(ActionKind.RUN, "no-such-component")
    assert "too old" in text(reply)


@pytest.mark.parametrize("value", ["", "x", "1:y", "-1", "²", "9" * 30])
async def test_a_forged_button_is_refused(house: House, value: str):
    for kind in ActionKind:
        reply = await house.press_kind(kind, value)
        assert reply.private
        assert "went wrong" not in text(reply), kind


async def test_a_fault_of_ours_is_answered_with_a_reference(house: House, monkeypatch: pytest.MonkeyPatch):
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bot.store.chats.channel_by_ref", broken)
    reply = await house.run("/jobs list")
    assert "reference" in text(reply)
    assert "secret detail" not in text(reply)


async def test_a_posted_match_stays_posted_when_its_subscription_ends(house: House):
    source = await house.source()
    await house.run("/jobs subscribe Go")
    stored = await house.arrives("Backend Engineer", source=source)
    assert "waited" not in await house.says("/jobs unsubscribe 1")
    async with house.store.read() as c:
        channel = await chats.channel_by_ref(c, house.context().channel)
        match = await ledger.match(c, channel.id, stored.id)
    assert match.state is MatchState.PLANNED


async def test_completion_offers_commands_words_and_zones(house: House):
    await house.run("/jobs subscribe Go")
    complete = house.dispatcher.complete
    assert "/jobs subscribe" in await complete("/jobs su", house.context())
    assert "/jobs subscribe senior Kubernetes" in await complete(
        "/jobs subscribe senior kub", house.context()
    )
    assert "/jobs settings zone Europe/Berlin" in await complete("/jobs settings zone Berl", house.context())
    assert await complete("/jobs unsubscribe ", house.context()) == ("/jobs unsubscribe 1",)
    assert "/jobs subscribe Go, salary>=" in await complete("/jobs subscribe Go, sal", house.context())
