"""The form as Block Kit: its fields, its preview, what was filled in, and an error at its field. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from adapters.slack.rendering import blocks_of
from bot.delivery.message import Message
from bot.domain.subscription import Cadence
from bot.errors import JobwireError, QueryError
from bot.matching.lexer import LONGEST_QUERY

SUBSCRIBE = "subscribe"
SUBSCRIBE_FROM_HOME = "subscribe-from-home"
"""The form's callback ids: opened in a channel, or in the Home tab, where it asks for the channel too."""

QUERY = "query"
CADENCE = "cadence"
CHANNEL = "channel"
"""Block and action ids of the fields."""

_CADENCES = {
    Cadence.INSTANT: "At once, each as a card",
    Cadence.HOURLY: "Every hour",
    Cadence.DAILY: "In the daily digest",
    Cadence.WEEKLY: "In a weekly digest",
}
_LONGEST_ERROR = 300
_AROUND = 20
"""Characters of the query that are shown on each side of an error."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlace:
    """Where the form was opened; it travels with the form, in its private metadata.

    `channel` is empty in the Home tab.
    """

    channel: str
    channel_name: str
    team_name: str
    response_url: str | None

    def packed(self) -> str:
        """As the form carries it: at most 3,000 characters."""
        return json.dumps(asdict(self))

    @staticmethod
    def of(view: Mapping[str, Any]) -> "FormPlace":
        """Out of a form that Slack tells of."""
        return FormPlace(**json.loads(view["private_metadata"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What somebody filled in so far."""

    query: str
    cadence: str
    channel: str


def form_view(place: FormPlace, preview: Message) -> Json:
    """The form. Fields keep what was typed in them while their ids stay the same."""
    fields = [_query_field(), _cadence_field(), *(() if place.channel else (_channel_field(),))]
    return {
        "type": "modal",
        "callback_id": SUBSCRIBE if place.channel else SUBSCRIBE_FROM_HOME,
        "private_metadata": place.packed(),
        "title": _plain("Post jobs here"),
        "submit": _plain("Subscribe"),
        "close": _plain("Cancel"),
        "blocks": [*fields, {"type": "divider"}, *blocks_of(preview)],
    }


def filled(view: Mapping[str, Any]) -> Filled:
    """The values of the fields; an empty query is an empty text."""
    values = view["state"]["values"]
    chosen = values.get(CADENCE, {}).get(CADENCE, {}).get("selected_option") or {}
    return Filled(
        query=(values.get(QUERY, {}).get(QUERY, {}).get("value") or "").strip(),
        cadence=chosen.get("value") or Cadence.INSTANT.value,
        channel=values.get(CHANNEL, {}).get(CHANNEL, {}).get("selected_conversation") or "",
    )


def field_error(error: JobwireError) -> str:
    """What stands at the field, on one line: what is wrong, where, and what to write instead."""
    if not isinstance(error, QueryError):
        return " ".join(str(error).split())[:_LONGEST_ERROR]
    problem = f"{error.problem[:1].upper()}{error.problem[1:]}".rstrip(".")
    hint = f" Did you mean: {error.suggestion}" if error.suggestion else ""
    return f"{problem}, at character {error.position + 1}: {_pointed(error)}.{hint}"[:_LONGEST_ERROR]


def _pointed(error: QueryError) -> str:
    """The place of the error, between arrows, with some of the query around it."""
    text, begin = error.query, error.position
    end = min(len(text), begin + max(1, error.length))
    before = text[max(0, begin - _AROUND) : begin]
    after = text[end : end + _AROUND]
    cut = ("…" if begin > _AROUND else "", "…" if len(text) > end + _AROUND else "")
    return f"{cut[0]}{before}→{text[begin:end]}←{after}{cut[1]}"


def _query_field() -> Json:
    return {
        "type": "input",
        "block_id": QUERY,
        "dispatch_action": True,
        "label": _plain("What the job should be"),
        "hint": _plain("comma: and · | : or · -word: not · /jobs help shows all of the language"),
        "element": {
            "type": "plain_text_input",
            "action_id": QUERY,
            "max_length": LONGEST_QUERY,
            "focus_on_load": True,
            "placeholder": _plain("senior backend, Go | Rust, remote:EU"),
            "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
        },
    }


def _cadence_field() -> Json:
    options = [{"text": _plain(words), "value": cadence.value} for cadence, words in _CADENCES.items()]
    return {
        "type": "input",
        "block_id": CADENCE,
        "label": _plain("When to post"),
        "element": {
            "type": "static_select",
            "action_id": CADENCE,
            "options": options,
            "initial_option": options[0],
        },
    }


def _channel_field() -> Json:
    return {
        "type": "input",
        "block_id": CHANNEL,
        "label": _plain("Where to post"),
        "element": {
            "type": "conversations_select",
            "action_id": CHANNEL,
            "placeholder": _plain("A channel that has invited Jobwire"),
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        },
    }


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
