"""What `why` says at each stage, from values alone."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.commands.why import Case, stage, verdict
from bot.delivery.plain import plain_text
from bot.domain.chat import ChannelId, ChannelSettings, DigestSchedule, QuietHours, WorkspaceId
from bot.domain.delivery import DeliveryId, Part, PartId, PartState
from bot.domain.match import Match, MatchId, MatchState, Reason, Suppression
from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.source import SourceId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId
from bot.matching import Explanation, Missed

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
STORED = StoredPosting(
    id=PostingId(7),
    posting=Posting(native_id="7", body="", url="https://jobs.example/7"),
    reading=Reading(
        title="Backend Engineer",
        company="Acme",
        text="",
        language="en",
        posted_on=None,
        openings=(Facets(title="Backend Engineer"),),
    ),
    source_id=SourceId(1),
    source_ids=(SourceId(1),),
    first_seen_at=NOW - timedelta(hours=2),
)
MET = Explanation(met=True, opening=0, reasons=(Reason(clause="Go", words=("Golang",)),))
MISSED = Explanation(
    met=False,
    reasons=(Reason(clause="backend", words=("Backend",)),),
    missed=Missed(clause="senior", why="the posting says Staff; `senior+` would match", opening=0),
)
PART = Part(id=PartId(1), delivery_id=DeliveryId(1), position=0, key="k", match_ids=(MatchId(1),), due_at=NOW)


def subscription(
    number: int = 1, cadence: Cadence = Cadence.INSTANT, created_at: datetime = NOW - timedelta(days=1)
) -> Subscription:
    return Subscription(
        id=SubscriptionId(number),
        number=number,
        channel_id=ChannelId(1),
        workspace_id=WorkspaceId(1),
        query="Go",
        cadence=cadence,
        created_by="anna",
        created_at=created_at,
    )


def matched(state: MatchState, suppression: Suppression | None = None) -> Match:
    return Match(
        id=MatchId(1),
        channel_id=ChannelId(1),
        posting_id=PostingId(7),
        opening=0,
        subscription_ids=(SubscriptionId(1),),
        reasons=MET.reasons,
        matched_at=NOW - timedelta(hours=2),
        state=state,
        suppression=suppression,
    )


CASE = Case(
    stored=STORED,
    match=None,
    part=None,
    held=((subscription(), MET),),
    baseline=False,
    settings=ChannelSettings(),
    now=NOW,
)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (replace(CASE, held=()), "this channel has no subscription"),
        (replace(CASE, held=((subscription(), MISSED),)), "no subscription here matches it"),
        (replace(CASE, baseline=True), "when its source was first read"),
        (replace(CASE, held=((subscription(created_at=NOW), MET),)), "before the subscription"),
        (CASE, "when it came, nothing here asked for it"),
        (replace(CASE, match=matched(MatchState.PENDING)), "about to be posted"),
        (
            replace(
                CASE,
                match=matched(MatchState.PENDING),
                settings=ChannelSettings(quiet_hours=QuietHours(start=time(11), end=time(13))),
            ),
            "quiet hours at Wed 25 Nov 2026, 13:00",
        ),
        (replace(CASE, match=matched(MatchState.KEPT)), "waits until Thu 26 Nov 2026, 09:00 (UTC)"),
        (
            replace(
                CASE,
                match=matched(MatchState.KEPT),
                held=((subscription(cadence=Cadence.WEEKLY), MET),),
                settings=ChannelSettings(
                    timezone="Europe/Berlin", digest=DigestSchedule(at=time(9), weekdays=(1, 2, 3, 4, 5))
                ),
            ),
            "waits until Mon 30 Nov 2026, 09:00 (Europe/Berlin)",
        ),
        (replace(CASE, match=matched(MatchState.PLANNED), part=PART), "about to be posted"),
        (
            replace(
                CASE, match=matched(MatchState.PLANNED), part=replace(PART, due_at=NOW + timedelta(hours=1))
            ),
            "will be posted at Wed 25 Nov 2026, 13:00",
        ),
        (
            replace(CASE, match=matched(MatchState.PLANNED), part=replace(PART, state=PartState.SENT)),
            "It was posted here",
        ),
        (
            replace(
                CASE,
                match=matched(MatchState.PLANNED),
                part=replace(PART, state=PartState.FAILED, failure="no permission"),
            ),
            "could not be posted",
        ),
    ],
)
def test_the_stage_of_a_posting(case: Case, expected: str):
    assert expected in stage(case)[0]


@pytest.mark.parametrize("suppression", list(Suppression))
def test_every_reason_for_leaving_a_posting_out_is_told_with_what_it_means(suppression: Suppression):
    said, note = stage(replace(CASE, match=matched(MatchState.SUPPRESSED, suppression)))
    assert suppression.value in said
    assert note


def test_the_clause_that_decided_is_named_with_what_the_posting_says():
    said = plain_text(verdict(replace(CASE, held=((subscription(), MISSED),))).message)
    assert "✓ backend: Backend" in said
    assert "✗ senior: the posting says Staff; senior+ would match" in said
    assert "Posting 7, first seen Wed 25 Nov 2026, 10:00 (UTC)" in said


def test_of_several_subscriptions_those_that_match_are_told():
    case = replace(
        CASE, held=((subscription(1), MISSED), (subscription(2), MET)), match=matched(MatchState.PENDING)
    )
    said = plain_text(verdict(case).message)
    assert "Number 2 Go matches" in said
    assert "Number 1" not in said


def test_the_nearest_subscription_is_told_first_when_none_matches():
    far = Explanation(met=False, missed=Missed(clause="Rust", why="it does not", opening=0))
    said = plain_text(
        verdict(replace(CASE, held=((subscription(1), far), (subscription(2), MISSED)))).message
    )
    assert said.index("Number 2") < said.index("Number 1")
