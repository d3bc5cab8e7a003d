"""What the Slack app shows stays within Slack's limits, and nothing of an answer is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from adapters.slack.home_view import HomeChannel, HomeContent, home_view
from adapters.slack.limits import CAPABILITIES
from bot.commands.reply import bullets, reply, words
from bot.delivery.measure import message_blocks, message_characters
from bot.delivery.message import Bullets, Heading, Text
from bot.delivery.whole_answers import whole
from bot.domain.chat import ChannelId, WorkspaceId
from bot.domain.opening import Reading
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.saved import SavedPosting, SavedState
from bot.domain.source import Source, SourceHealth, SourceId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.store.statistics import Numbers
from tests.servers.slack.blocks import view_problems

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOSTILE = "<!channel> *x* `|` & \u202e" + "long " * 400

entries = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=2000), min_size=1, max_size=40
)


@given(entries)
def test_a_long_list_loses_no_entry_and_keeps_their_order(words_of_entries):
    message = reply(
        "a list", (Heading("A list"), bullets((Text(text=one),) for one in words_of_entries), words("end"))
    ).message
    parts = whole(message, CAPABILITIES)
    shown = [
        entry[0].text
        for part in parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Bullets)
        for entry in block.entries
    ]
    assert shown == words_of_entries
    for part in parts:
        assert message_characters(part) <= CAPABILITIES.text_characters.value
        assert message_blocks(part) <= CAPABILITIES.blocks.value


def test_what_fits_is_one_message():
    message = reply("short", (Heading("Short"), words("text"))).message
    assert whole(message, CAPABILITIES) == (message,)


def subscription(
    number: int, query: str = "senior, Go", paused_until: datetime | None = None
) -> Subscription:
    return Subscription(
        id=SubscriptionId(number),
        number=number,
        channel_id=ChannelId(1),
        workspace_id=WorkspaceId(1),
        query=query,
        cadence=Cadence.INSTANT,
        created_by="U1",
        created_at=NOW,
        paused_until=paused_until,
    )


def channel(
    number: int, count: int, *, may_manage: bool = True, dead_reason: str | None = None
) -> HomeChannel:
    numbers = Numbers(posted=1, suppressed={})
    return HomeChannel(
        id=f"C{number}",
        name=f"#team-{number}",
        dead_reason=dead_reason,
        may_manage=may_manage,
        numbers=numbers,
        subscriptions=tuple((subscription(one, HOSTILE), numbers) for one in range(1, count + 1)),
    )


def saved(number: int) -> SavedPosting:
    stored = StoredPosting(
        id=PostingId(number),
        source_id=SourceId(1),
        source_ids=(SourceId(1),),
        posting=Posting(native_id=str(number), title=HOSTILE, url="https://jobs.example/1", body=""),
        reading=Reading(title=HOSTILE, company=HOSTILE, text="", language=None, posted_on=None, openings=()),
        first_seen_at=NOW,
    )
    return SavedPosting(stored=stored, saved_at=NOW, state=SavedState.APPLIED, note=HOSTILE)


def source(number: int) -> Source:
    return Source(
        id=SourceId(number),
        name=HOSTILE,
        url="https://jobs.example/feed",
        format="rss",
        workspace_id=WorkspaceId(1),
        next_poll_at=NOW,
        health=SourceHealth.FAILED,
        failure=HOSTILE,
    )


def content(**more) -> HomeContent:
    return HomeContent(now=NOW, **more)


@pytest.mark.parametrize(
    "shown",
    [
        content(),
        content(channels=(channel(1, 1),), saved=(saved(1),), sources=(source(1),), sources_channel="C1"),
        content(
            channels=tuple(channel(number, 9) for number in range(30)),
            left_out=5,
            saved=tuple(saved(number) for number in range(300)),
            sources=tuple(source(number) for number in range(200)),
            sources_channel="C1",
            notice=reply("done", (Heading("Done"), words("text"), bullets(["a"]))).message,
        ),
    ],
    ids=["empty", "small", "huge"],
)
def test_the_tab_is_one_that_slack_takes(shown):
    view = home_view(shown)
    assert view_problems(view, ("home",)) == (None, [])
    assert len(view["blocks"]) <= 100
    View(**view).validate_json()
    assert view["blocks"][-1]["type"] in ("actions", "rich_text", "context")


def labels(view) -> list[str]:
    return [
        element["text"]["text"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_the_tab_ends_with_its_sources_however_large_it_is():
    shown = content(
        channels=tuple(channel(number, 2) for number in range(12)),
        saved=tuple(saved(number) for number in range(8)),
        sources=tuple(source(number) for number in range(15)),
        sources_channel="C1",
    )
    assert labels(home_view(shown))[-1].startswith("Remove ")


def test_who_may_not_manage_gets_no_buttons():
    shown = content(channels=(channel(1, 2, may_manage=False),), sources=(source(1),))
    assert labels(home_view(shown)) == ["New subscription"]


@pytest.mark.parametrize(
    ("until", "label"),
    [(None, "Pause"), (NOW + timedelta(days=1), "Resume"), (NOW - timedelta(days=1), "Pause")],
)
def test_a_paused_subscription_is_resumed(until, label):
    numbers = Numbers(suppressed={})
    one = HomeChannel(
        id="C1",
        name="#jobs",
        dead_reason="the channel is archived",
        may_manage=True,
        numbers=numbers,
        subscriptions=((subscription(1, paused_until=until), numbers),),
    )
    view = home_view(content(channels=(one,)))
    assert labels(view)[0] == label
    assert "the channel is archived" in str(view)


def test_the_one_that_ends_a_subscription_asks_first():
    view = home_view(content(channels=(channel(1, 1),)))
    ending = [
        element for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]
    ][1]
    assert (ending["text"]["text"], ending["confirm"]["confirm"]["text"]) == ("End", "End it")
