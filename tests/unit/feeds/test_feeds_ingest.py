"""What a poll decides about a document, around the identities."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.chat import ChannelId
from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting, PostingId
from bot.domain.source import Source, SourceId
from bot.domain.subscription import SubscriptionId
from bot.feeds.formats import Document
from bot.feeds.identity import Decision, Entry, Sighted, Verdict
from bot.feeds.identity_keys import content_hash
from bot.feeds.ingest import (
    ChannelHit,
    Listed,
    candidates,
    is_matched,
    listed,
    new_matches,
    oldest_first,
    stand_in,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOURCE = Source(id=SourceId(1), name="acme", url="https://acme.example/jobs", format="rss", next_poll_at=NOW)


def posting(
    native_id: str, body: str = "text", *, title: str | None = None, url: str | None = None
) -> Posting:
    return Posting(native_id=native_id, body=body, title=title or f"Engineer {native_id}", url=url)


def reading(title: str, posted_on: date | None = None) -> Reading:
    return Reading(
        title=title,
        company=None,
        text="",
        language="en",
        posted_on=posted_on,
        openings=(Facets(title=title),),
    )


def document(*entries: Posting, skipped: tuple[str, ...] = (), complete: bool = True) -> Document:
    return Document(format="rss", entries=entries, skipped=skipped, complete=complete)


def sighted(one: Posting) -> Sighted:
    return Sighted(posting_id=PostingId(1), content_hash=content_hash(one))


def test_of_two_entries_with_one_id_the_first_counts_and_the_other_is_counted_as_skipped() -> None:
    there = listed(SOURCE, document(posting("1"), posting("1", "else"), skipped=("entry 3: no id",)))
    assert [one.body for _, one in there.postings] == ["text"]
    assert there.skipped == 2


@pytest.mark.parametrize(
    ("source_complete", "document_complete", "complete"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_absence_says_something_only_in_a_complete_list_of_a_complete_source(
    *, source_complete: bool, document_complete: bool, complete: bool
) -> None:
    source = replace(SOURCE, complete_list=source_complete)
    assert listed(source, document(complete=document_complete)).complete is complete


def test_what_no_database_takes_is_taken_out() -> None:
    bad = Posting(native_id="\ud8001", body="a\x00b", title="ok", tags=("x\x00", "y"))
    ((_, kept),) = listed(SOURCE, document(bad)).postings
    assert kept == Posting(native_id="?1", body="ab", title="ok", tags=("x", "y"))


def test_only_what_is_new_or_changed_and_not_read_yet_is_read() -> None:
    known, changed, new, done = (posting(str(number)) for number in range(4))
    there = listed(SOURCE, document(known, changed, new, done))
    there = replace(there, readings={"3": reading("Engineer 3")})
    stored = {"0": sighted(known), "1": sighted(posting("1", "older"))}
    assert there.unread(stored) == (changed, new)


def test_postings_of_one_text_are_told_apart_by_their_ids() -> None:
    one, other = posting("1", title="Engineer"), posting("2", title="Engineer")
    there = replace(listed(SOURCE, document(one, other)), readings={"1": reading("Engineer")})
    assert there.unread({}) == (other,)


def test_an_address_shared_with_a_known_entry_identifies_nothing() -> None:
    page = "https://acme.example/jobs/detail/1"
    known, new = posting("1", url=page), posting("2", url=page)
    there = replace(listed(SOURCE, document(known, new)), readings={"2": reading("Engineer 2")})
    assert not any("url:" in key for entry in there.entries(SOURCE) for key in entry.keys)
    alone = replace(listed(SOURCE, document(new)), readings={"2": reading("Engineer 2")})
    assert any("url:" in key for entry in alone.entries(SOURCE) for key in entry.keys)


def test_the_stand_in_of_a_text_without_a_title_is_its_beginning() -> None:
    text = Posting(native_id="1", body="Acme | Engineer\n" * 50)
    assert text.body.startswith(stand_in(text).title)
    assert len(stand_in(text).openings) == 1


def decision(native_id: str, posted_on: date | None, verdict: Verdict = Verdict.NEW) -> Decision:
    entry = Entry(posting=posting(native_id), reading=reading("x", posted_on), keys=(), content_hash="")
    return Decision(entry=entry, verdict=verdict)


def test_new_postings_are_stored_oldest_first_and_within_a_day_from_the_end_of_the_feed() -> None:
    today = NOW.date()
    yesterday = today - timedelta(days=1)
    feed = (
        decision("undated", None),
        decision("late today", today),
        decision("early today", today),
        decision("late yesterday", yesterday),
        decision("early yesterday", yesterday),
    )
    assert [one.entry.posting.native_id for one in oldest_first(feed, today)] == [
        "early yesterday",
        "late yesterday",
        "early today",
        "late today",
        "undated",
    ]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.NEW, True),
        (Verdict.CHANGED, True),
        (Verdict.KNOWN, False),
        (Verdict.DUPLICATE, False),
    ],
)
def test_the_new_and_the_changed_are_held_against_the_subscriptions(
    verdict: Verdict, *, expected: bool
) -> None:
    assert is_matched(decision("1", None, verdict)) is expected


def test_a_changed_posting_keeps_the_instant_at_which_it_was_first_seen() -> None:
    there = Listed(
        postings=tuple(("", posting(number)) for number in "123"),
        readings={"1": reading("one"), "2": reading("two")},
        skipped=0,
        complete=True,
    )
    earlier = NOW - timedelta(days=30)
    made = candidates(there, SOURCE, {"1": earlier}, NOW)
    assert {key: one.first_seen_at for key, one in made.items()} == {"1": earlier, "2": NOW}
    assert made["1"].source == "acme"


def test_every_hit_of_every_posting_is_a_match() -> None:
    def hit(channel: int) -> ChannelHit:
        return ChannelHit(
            channel_id=ChannelId(channel),
            opening=1,
            subscription_ids=(SubscriptionId(7),),
            reasons=(),
        )

    made = new_matches([(PostingId(5), (hit(1), hit(2))), (PostingId(6), ()), (PostingId(7), (hit(1),))])
    assert [(one.posting_id, one.channel_id) for one in made] == [(5, 1), (5, 2), (7, 1)]
    assert made[0].opening == 1
