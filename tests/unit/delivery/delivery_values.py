"""Values that the tests of delivery start from."""

from datetime import UTC, date, datetime, time, timedelta

from bot.delivery.compose import CardContent
from bot.delivery.platform import Capabilities, Limit
from bot.domain.chat import ChannelId, ChannelSettings, DigestSchedule, WorkspaceId
from bot.domain.match import Match, MatchId, MatchState, Reason, WaitingMatch
from bot.domain.opening import Facets, Level, Pay, PayPeriod, Place, Reading, Workplace
from bot.domain.posting import Posting, PostingId, StoredPosting
from bot.domain.source import SourceId
from bot.domain.subscription import Cadence, Subscription, SubscriptionId

NOW = datetime(2026, 7, 28, 12, tzinfo=UTC)  # a Tuesday
CHANNEL = ChannelId(1)
SETTINGS = ChannelSettings(timezone="UTC", digest=DigestSchedule(at=time(9)))


def subscription(number: int = 1, cadence: Cadence = Cadence.INSTANT, **given: object) -> Subscription:
    fields = {
        "id": SubscriptionId(number),
        "number": number,
        "channel_id": CHANNEL,
        "workspace_id": WorkspaceId(1),
        "query": f"query {number}",
        "cadence": cadence,
        "created_by": "U1",
        "created_at": NOW - timedelta(days=30),
    }
    return Subscription(**{**fields, **given})


def waiting(
    number: int,
    *subscriptions: int,
    at: datetime = NOW,
    state: MatchState = MatchState.PENDING,
    **flags: object,
) -> WaitingMatch:
    match = Match(
        id=MatchId(number),
        channel_id=CHANNEL,
        posting_id=PostingId(1000 + number),
        opening=0,
        subscription_ids=tuple(SubscriptionId(one) for one in subscriptions or (1,)),
        reasons=(),
        matched_at=at,
        state=state,
    )
    return WaitingMatch(match=match, **flags)


def facets(**given: object) -> Facets:
    fields = {
        "title": "Senior Backend Engineer",
        "levels": (Level.SENIOR,),
        "workplace": Workplace.REMOTE,
        "remote_regions": (Place(name="Germany", keys=("country:de",)),),
        "pay": Pay(minimum=90_000, maximum=120_000, currency="EUR", period=PayPeriod.YEAR),
    }
    return Facets(**{**fields, **given})


TEXT = "We build ledgers. You write Go services\nthat run on AWS, with Golang people. No Google ads."


def stored(number: int = 1, *, text: str = TEXT, **given: object) -> StoredPosting:
    title = "Senior Backend Engineer"
    reading = Reading(
        title=title,
        company="Acme GmbH" if number == 1 else f"Acme {number} GmbH",
        text=text,
        language="en",
        posted_on=date(2026, 7, 26),
        openings=(facets(),),
    )
    fields = {
        "id": PostingId(1000 + number),
        "posting": Posting(native_id=str(number), body=text, url=f"https://jobs.example/{number}"),
        "reading": reading,
        "source_id": SourceId(1),
        "source_ids": (SourceId(1), SourceId(2), SourceId(3)),
        "first_seen_at": NOW,
    }
    return StoredPosting(**{**fields, **given})


REASONS = (
    Reason(clause="senior", words=("Senior",)),
    Reason(clause="Go", words=("Go", "Golang", "go")),
    Reason(clause="AWS", words=("AWS",)),
)


def content(number: int = 1, **given: object) -> CardContent:
    fields = {
        "posting": stored(number),
        "source": "Example Jobs",
        "reasons": REASONS,
        "match_id": MatchId(number),
        "query": "senior backend, Go, AWS",
    }
    return CardContent(**{**fields, **given})


def capabilities(
    characters: int = 2000,
    blocks: int = 40,
    *,
    row: int = 5,
    label: int = 40,
    pace: timedelta = timedelta(0),
) -> Capabilities:
    return Capabilities(
        text_characters=Limit(value=characters, source="test"),
        blocks=Limit(value=blocks, source="test"),
        actions_per_row=Limit(value=row, source="test"),
        label_characters=Limit(value=label, source="test"),
        pace=pace,
        send_timeout=timedelta(seconds=10),
    )
