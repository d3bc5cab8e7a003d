"""JSON from outside: loaded, checked, and its error answers told apart from boards."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.addresses import shown

Record = Mapping[str, Any]

_BUSY = frozenset({403, 408, 425, 429})


def load(body: bytes, url: str) -> Any:
    """The document; FetchFailed with the line when it is no whole JSON."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        at = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FetchFailed(
            f"{shown(url)} is a broken document: it should be JSON and is not{at}. "
            "Its operator must mend it.",
            detail=str(error),
        ) from error


def refuse_error_answer(document: Any, url: str) -> None:
    """Raise what an error answer means: no such board, or trouble for now."""
    if not isinstance(document, dict):
        return
    said = _error_of(document)
    if said is None:
        return
    status = document.get("status") or document.get("statusCode") or document.get("code")
    if isinstance(status, int) and (status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR):
        raise FetchFailed(f"{shown(url)} answers with an error ({said}). That often passes.")
    raise NoSuchFeed(
        f"There is no board at {shown(url)}: it answers {said!r}. Check the company's name in the address."
    )


def records(document: Any, name: str, url: str) -> Sequence[Any]:
    """The list under a name; NoSuchFeed when the document is of another kind."""
    refuse_error_answer(document, url)
    value = document.get(name) if isinstance(document, dict) else None
    if not isinstance(value, list):
        raise NoSuchFeed(
            f"{shown(url)} answers with JSON that holds no list {name!r}, so it is not the feed it should "
            "be. Check the address."
        )
    return value


def list_of(document: Any, url: str) -> Sequence[Any]:
    """The document, which is a list itself; NoSuchFeed when it is of another kind."""
    refuse_error_answer(document, url)
    if not isinstance(document, list):
        raise NoSuchFeed(
            f"{shown(url)} answers with JSON that is no list, so it is not the feed it should be. "
            "Check the address."
        )
    return document


def text(record: Record, *names: str) -> str:
    """The first of these fields that holds text, else an empty text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def listed(record: Record, name: str) -> Sequence[Any]:
    """The list under a name; empty where there is none."""
    value = record.get(name)
    return value if isinstance(value, list) else ()


def named(value: Any, name: str = "name") -> str | None:
    """The name inside a nested object such as {"name": "Berlin"}, or the text itself."""
    if isinstance(value, dict):
        value = value.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _error_of(document: Record) -> str | None:
    if any(isinstance(value, list) and name not in {"errors", "error"} for name, value in document.items()):
        return None
    for name in ("error", "errors", "message", "detail"):
        value = document.get(name)
        if value and (
            name != "message" or "status" in document or document.get("ok") is False or len(document) == 1
        ):
            return " ".join(str(named(value, "message") or value).split())[:120]
    return None
