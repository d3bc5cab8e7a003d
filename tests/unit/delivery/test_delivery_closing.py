from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import errors
from bot.delivery.closing import EDITED_FOR, MOST_ATTEMPTS, EditStep, Look, decide_edit, edit_pause, look
from bot.domain.delivery import DeliveryId, Part, PartId, PartState, SentMessage, Told
from bot.domain.match import MatchId
from tests.unit.delivery.delivery_values import NOW

SECOND = timedelta(seconds=1)


def part(
    *closed: int, shows: tuple[int, ...] = (1, 2), sent_at: datetime | None = NOW, attempts: int = 0
) -> Part:
    return Part(
        id=PartId(1),
        delivery_id=DeliveryId(1),
        position=0,
        key="k",
        match_ids=tuple(map(MatchId, shows)),
        state=PartState.SENT,
        due_at=NOW,
        sent=SentMessage(id="m1"),
        sent_at=sent_at,
        closed=frozenset(map(MatchId, closed)),
        edit_attempts=attempts,
    )


def so(**closed: bool) -> Mapping[MatchId, Told]:
    """`so(m1=True, m2=False)`: the first has closed, the second has not."""
    return {
        MatchId(int(name[1:])): Told(closed=is_closed, facts="120k") for name, is_closed in closed.items()
    }


@pytest.mark.parametrize(
    ("given", "closed", "expected"),
    [
        (part(), so(m1=False, m2=False), Look.TRUE),
        (part(), so(m1=True, m2=False), Look.EDIT),
        (part(1), so(m1=True, m2=False), Look.TRUE),
        (part(1), so(m1=True, m2=True), Look.EDIT),
        (part(1), so(m1=False, m2=False), Look.EDIT),  # listed again
        (part(1), so(m1=False, m2=True), Look.EDIT),  # as many, but not the same
        (part(1, 2), so(m1=True, m2=True), Look.TRUE),
        (part(), so(m1=True), Look.FORGOTTEN),  # to compose it anew would lose the other
        (part(), {}, Look.FORGOTTEN),
        (part(), so(m1=True, m2=False, m3=True), Look.EDIT),
        (part(attempts=1), so(m1=False, m2=False), Look.EDIT),  # it may say that one has closed
        (part(1, attempts=3), so(m1=True, m2=False), Look.EDIT),
        (part(sent_at=NOW - EDITED_FOR), so(m1=True, m2=False), Look.EDIT),
        (part(sent_at=NOW - EDITED_FOR - SECOND), so(m1=True, m2=False), Look.OLD),
        (part(1, sent_at=NOW - EDITED_FOR - SECOND), so(m1=True, m2=False), Look.TRUE),
        (part(attempts=1, sent_at=NOW - EDITED_FOR - SECOND), so(m1=False, m2=False), Look.OLD),
        (part(sent_at=None), so(m1=True, m2=False), Look.OLD),
        (replace(part(), facts={MatchId(1): "120k"}), so(m1=False, m2=False), Look.TRUE),
        (replace(part(), facts={MatchId(1): "110k"}), so(m1=False, m2=False), Look.EDIT),
        (replace(part(1), facts={MatchId(1): "120k"}), so(m1=False, m2=False), Look.EDIT),
    ],
)
def test_a_message_is_changed_where_it_does_not_say_what_is_so(
    given: Part, closed: Mapping[MatchId, Told], expected: Look
) -> None:
    assert look(given, closed, NOW) is expected


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (errors.RateLimited("x", retry_after=timedelta(seconds=9)), EditStep.PARK),
        (errors.Unavailable("x"), EditStep.AGAIN),
        (errors.Uncertain("x"), EditStep.AGAIN),
        (errors.Unexplained("x"), EditStep.AGAIN),
        (errors.WorkspaceGone("x"), EditStep.AGAIN),  # it may be installed again
        (errors.DeliveryError("new kind"), EditStep.AGAIN),
        (TimeoutError(), EditStep.AGAIN),
        (KeyError("bug"), EditStep.AGAIN),
        (errors.MessageGone("x"), EditStep.LEAVE),
        (errors.Rejected("x"), EditStep.LEAVE),
        (errors.ChannelGone("x"), EditStep.LEAVE),
        (errors.NotPermitted("x"), EditStep.LEAVE),
    ],
)
def test_each_error_has_its_step(error: Exception, step: EditStep) -> None:
    decision = decide_edit(error, attempt=1, now=NOW, jitter=0.0)
    assert decision.step is step
    assert (decision.at is None) is (step is EditStep.LEAVE)
    assert decision.at is None or decision.at > NOW


def test_a_rate_limit_is_kept_to_and_never_gives_up() -> None:
    limited = errors.RateLimited("x", retry_after=timedelta(seconds=30))
    assert decide_edit(limited, attempt=1, now=NOW, jitter=0.0).at == NOW + 30 * SECOND
    late = decide_edit(limited, attempt=MOST_ATTEMPTS + 1, now=NOW, jitter=0.9)
    assert late.step is EditStep.PARK
    assert late.at is not None
    assert late.at > NOW + 30 * SECOND
    at_once = decide_edit(errors.RateLimited("x", retry_after=0 * SECOND), attempt=1, now=NOW, jitter=0.0)
    assert at_once.at == NOW + SECOND


def test_a_platform_may_be_down_for_eight_hours_before_a_change_is_given_up() -> None:
    pauses = [edit_pause(attempt, 0.0) for attempt in range(1, MOST_ATTEMPTS)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses[-1] == timedelta(hours=4)
    assert timedelta(hours=8) < sum(pauses, timedelta(0)) < timedelta(days=1)
    assert edit_pause(10_000, 0.99) < timedelta(hours=5.1)


@pytest.mark.parametrize("error", [errors.Unavailable("down"), errors.Uncertain("lost"), KeyError("secret")])
def test_what_fails_again_and_again_is_left_as_it_is(error: Exception) -> None:
    steps = [decide_edit(error, attempt=n, now=NOW, jitter=0.0).step for n in range(1, MOST_ATTEMPTS + 1)]
    assert steps == [EditStep.AGAIN] * (MOST_ATTEMPTS - 1) + [EditStep.LEAVE]
    assert "secret" not in decide_edit(error, attempt=MOST_ATTEMPTS, now=NOW, jitter=0.0).reason
