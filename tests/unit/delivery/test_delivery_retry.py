from datetime import timedelta

import pytest

from bot import errors
from bot.delivery.retry import Step, decide, decide_unanswered, pause_after
from tests.unit.delivery.delivery_values import NOW

SETTLE = timedelta(seconds=5)


def decided(error: Exception, attempt: int = 1, jitter: float = 0.0):
    return decide(error, attempt=attempt, now=NOW, settle=SETTLE, jitter=jitter)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (errors.RateLimited("x", retry_after=timedelta(seconds=9)), Step.PARK),
        (errors.Unavailable("x"), Step.AGAIN),
        (errors.Uncertain("x"), Step.ASK),
        (TimeoutError(), Step.ASK),
        (errors.DeliveryError("new kind"), Step.ASK),
        (errors.ChannelGone("x"), Step.CHANNEL_DEAD),
        (errors.NotPermitted("x"), Step.CHANNEL_DEAD),
        (errors.WorkspaceGone("x"), Step.WORKSPACE_DEAD),
        (errors.Rejected("x"), Step.FAIL),
        (errors.Unexplained("x"), Step.ASK),
        (KeyError("bug"), Step.ASK),
    ],
)
def test_each_error_has_its_step(error: Exception, step: Step) -> None:
    assert decided(error).step is step


def test_a_rate_limit_is_kept_to_and_never_shortened() -> None:
    limited = errors.RateLimited("x", retry_after=timedelta(seconds=30))
    assert decided(limited).at == NOW + timedelta(seconds=30)
    assert decided(limited, jitter=0.9).at > NOW + timedelta(seconds=30)
    at_once = errors.RateLimited("x", retry_after=timedelta(0))
    assert decided(at_once).at > NOW


def test_unavailable_backs_off_and_is_never_given_up() -> None:
    pauses = [pause_after(attempt, 0.0) for attempt in (1, 2, 3, 8, 9, 500)]
    assert [pause.total_seconds() for pause in pauses] == [5, 10, 20, 640, 900, 900]
    assert decided(errors.Unavailable("x"), attempt=500).step is Step.AGAIN


def test_our_own_mistake_blocks_a_channel_for_five_attempts_only() -> None:
    assert [decided(KeyError(), attempt).step for attempt in (4, 5)] == [Step.ASK, Step.FAIL]
    assert decided(KeyError("secret"), 5).reason == "internal error: KeyError, 5 times"


def test_an_answer_that_nobody_knows_holds_a_channel_for_about_a_day() -> None:
    error = errors.Unexplained("Slack: brand_new_code")
    held = [decided(error, attempt) for attempt in range(1, 101)]
    assert [decision.step for decision in held] == [Step.ASK] * 99 + [Step.FAIL]
    assert held[0].at == NOW + SETTLE
    total = sum((decision.at - NOW for decision in held[:-1]), timedelta(0))
    assert timedelta(hours=20) < total < timedelta(hours=28)
    assert held[-1].reason == "Slack: brand_new_code, 100 times"


def test_a_platform_that_keeps_losing_answers_is_asked_ever_more_rarely() -> None:
    pauses = [decided(errors.Uncertain("x"), attempt).at - NOW for attempt in (1, 3, 4, 5, 6, 99)]
    assert [pause.total_seconds() for pause in pauses] == [5, 5, 5, 10, 20, 900]


@pytest.mark.parametrize(
    ("error", "waited", "step"),
    [
        (errors.RateLimited("x", retry_after=timedelta(seconds=9)), timedelta(0), Step.PARK),
        (errors.Unavailable("x"), timedelta(days=9), Step.ASK),
        (errors.Uncertain("x"), timedelta(days=9), Step.ASK),
        (TimeoutError(), timedelta(days=9), Step.ASK),
        (errors.NotPermitted("no scope"), timedelta(0), Step.AGAIN),
        (errors.Rejected("beyond its window"), timedelta(0), Step.AGAIN),
        (errors.ChannelGone("x"), timedelta(0), Step.CHANNEL_DEAD),
        (errors.WorkspaceGone("x"), timedelta(0), Step.WORKSPACE_DEAD),
        (errors.Unexplained("x"), timedelta(minutes=59), Step.ASK),
        (errors.Unexplained("x"), timedelta(minutes=61), Step.AGAIN),
        (KeyError("bug"), timedelta(minutes=59), Step.ASK),
        (KeyError("bug"), timedelta(minutes=61), Step.AGAIN),
    ],
)
def test_an_unanswered_question_is_sent_blind_only_where_nobody_can_ask(
    error: Exception, waited: timedelta, step: Step
) -> None:
    assert decide_unanswered(error, waited=waited, now=NOW, jitter=0.0).step is step
