"""A workspace as a TOML file, and back; what is wrong in a file is said with its line, all at once. Pure."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from bot.domain.chat import ChannelSettings
from bot.domain.exchange import ExportedChannel, ExportedSource, ExportedSubscription, ExportedWorkspace
from bot.domain.subscription import Cadence
from bot.errors import ConfigurationError, Fault, QueryError
from bot.extraction.vocabulary import Vocabulary
from bot.feeds.formats import FORMATS
from bot.matching import parse
from bot.store.encoding import settings_from_json, settings_to_json

VERSION = 1
_HEADER = re.compile(r"\s*\[\[?\s*([\w.]+)\s*\]\]?")
_CADENCES = tuple(cadence.value for cadence in Cadence)
_Problem = tuple[str, str, str]
"""The key, what is wrong with it, what is allowed."""


def export_text(workspace: ExportedWorkspace) -> str:
    """The file of a workspace. `import_text` gives back the same."""
    head = {
        "jobwire": VERSION,
        "platform": workspace.platform,
        "workspace": workspace.id,
        "name": workspace.name,
    }
    parts = [
        f"# What Jobwire does for {json.dumps(workspace.name)}. `jobwire import` takes it in.",
        *_lines(head),
    ]
    for source in workspace.sources:
        given = {"name": source.name, "url": source.url, "format": source.format}
        parts += ["", "[[sources]]", *_lines(given)]
    for channel in workspace.channels:
        parts += ["", "[[channels]]", *_lines({"id": channel.id, "name": channel.name})]
        parts += ["", "[channels.settings]", *_lines(settings_to_json(channel.settings))]
        for one in channel.subscriptions:
            until = one.paused_until.isoformat() if one.paused_until else None
            told = {"query": one.query, "cadence": one.cadence.value, "paused_until": until}
            parts += ["", "[[channels.subscriptions]]", *_lines(told)]
    return "\n".join((*parts, ""))


def import_text(text: str, *, place: str, vocabulary: Vocabulary) -> ExportedWorkspace:
    """The workspace of a file. `place` is its name, for messages.

    Raises ConfigurationError with every fault: the line, the key, and what is allowed.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Fault(place, "", f"it is not TOML ({error})", "a TOML file")]) from error
    lines = _Lines(text)
    faults = sorted(
        (lines.of(table, position, key), key, problem, allowed)
        for table, position, (key, problem, allowed) in _faults(document, vocabulary)
    )
    if faults:
        raise ConfigurationError([Fault(f"{place}, line {line}", *rest) for line, *rest in faults])
    return _workspace(document, vocabulary)


class _Lines:
    """Where in a text a key of the nth table of a name stands."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def of(self, table: str, position: int, key: str) -> int:
        """The line of the key; that of the table's header where the key is missing."""
        current, start, seen = "", 1, 0
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header:
                current = header.group(1)
                seen += current == table
                start = number if (current, seen) == (table, position + 1) else start
            is_here = current == table and (not table or seen == position + 1)
            if is_here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return start


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if value is not None:
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_value(one)}" for key, one in value.items() if one is not None)
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def _faults(document: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, int, _Problem]]:
    for problem in _head_faults(document):
        yield "", 0, problem
    for at, source in enumerate(_tables(document, "sources")):
        for problem in _source_faults(source):
            yield "sources", at, problem
    settings_at = subscriptions_at = 0
    for at, channel in enumerate(_tables(document, "channels")):
        for problem in _text_faults(channel, ("id", "name")):
            yield "channels", at, problem
        for problem in _settings_faults(channel.get("settings", {})):
            yield "channels.settings", settings_at, problem
        settings_at += "settings" in channel
        for one in _tables(channel, "subscriptions"):
            for problem in _subscription_faults(one, vocabulary):
                yield "channels.subscriptions", subscriptions_at, problem
            subscriptions_at += 1


def _tables(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = document.get(name, [])
    return [one for one in tables if isinstance(one, dict)] if isinstance(tables, list) else []


def _head_faults(document: Mapping[str, Any]) -> Iterator[_Problem]:
    if document.get("jobwire") != VERSION:
        yield "jobwire", f"{document.get('jobwire')!r} is no version that is known here", str(VERSION)
    yield from _text_faults(document, ("platform", "workspace", "name"))
    for key in document.keys() - {"jobwire", "platform", "workspace", "name", "sources", "channels"}:
        yield key, "no such key", "platform, workspace, name, [[sources]] and [[channels]]"
    for key in ("sources", "channels"):
        if key in document and _tables(document, key) != document[key]:
            yield key, "it is no list of tables", f"[[{key}]] tables"


def _text_faults(table: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[_Problem]:
    for key in keys:
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield key, "it is missing" if key not in table else "it is no text", "a text in quotes"


def _source_faults(source: Mapping[str, Any]) -> Iterator[_Problem]:
    yield from _text_faults(source, ("name", "url"))
    if not str(source.get("url", "")).startswith(("http://", "https://")):
        yield "url", f"{source.get('url')!r} is no address", "http or https"
    if source.get("format") not in FORMATS:
        yield "format", f"{source.get('format')!r} is no format", ", ".join(FORMATS)


def _settings_faults(settings: Any) -> Iterator[_Problem]:
    if not isinstance(settings, dict):
        yield "settings", "it is no table", "[channels.settings]"
        return
    known = {field.name for field in fields(ChannelSettings)}
    for key, value in settings.items():
        if key not in known:
            yield key, "no such setting", ", ".join(sorted(known))
        elif key == "timezone" and value not in available_timezones():
            yield key, f"{value!r} is no time zone", "an IANA name such as Europe/Berlin"
        elif not _is_sound(key, value):
            yield key, f"{value!r} cannot be set", f"such as {_value(_EXAMPLES[key])}"


_EXAMPLES: Mapping[str, Any] = {
    **{key: value for key, value in settings_to_json(ChannelSettings()).items() if value is not None},
    "quiet_hours": ["22:00", "07:00"],
    "mention": "@here",
}


def _is_sound(key: str, value: Any) -> bool:
    """Whether it is of the right kind, and is read as what it says."""
    if type(value) is not type(_EXAMPLES[key]) and not _are_numbers(value, _EXAMPLES[key]):
        return False
    try:
        read = settings_to_json(settings_from_json({key: value}))[key]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return False
    return isinstance(value, list | dict) or bool(read == value)


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _subscription_faults(one: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[_Problem]:
    yield from _text_faults(one, ("query",))
    if isinstance(one.get("query"), str) and one["query"].strip():
        try:
            parse(one["query"], vocabulary)
        except QueryError as error:
            yield "query", f"{error.problem}, at character {error.position + 1}", "a query"
    if one.get("cadence") not in _CADENCES:
        yield "cadence", f"{one.get('cadence')!r} is no cadence", ", ".join(_CADENCES)
    if "paused_until" in one and _instant(one["paused_until"]) is None:
        yield "paused_until", f"{one['paused_until']!r} is no time", "such as 2026-12-24T08:00:00+00:00"


def _instant(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _workspace(document: Mapping[str, Any], vocabulary: Vocabulary) -> ExportedWorkspace:
    return ExportedWorkspace(
        platform=document["platform"],
        id=document["workspace"],
        name=document["name"],
        sources=tuple(
            ExportedSource(name=one["name"], url=one["url"], format=one["format"])
            for one in _tables(document, "sources")
        ),
        channels=tuple(_channel(one, vocabulary) for one in _tables(document, "channels")),
    )


def _channel(channel: Mapping[str, Any], vocabulary: Vocabulary) -> ExportedChannel:
    return ExportedChannel(
        id=channel["id"],
        name=channel["name"],
        settings=settings_from_json(channel.get("settings", {})),
        subscriptions=tuple(
            ExportedSubscription(
                query=str(parse(one["query"], vocabulary)),
                cadence=Cadence(one["cadence"]),
                paused_until=_instant(one.get("paused_until")),
            )
            for one in _tables(channel, "subscriptions")
        ),
    )
