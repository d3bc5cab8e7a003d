"""Reads the starter sources of config/sources.toml, and says everything that is wrong in it at once. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain.source import SourceTerms
from bot.errors import ConfigurationError, Fault, RefusedAddress
from bot.feeds.addresses import AddressPolicy
from bot.feeds.formats import FORMATS
from bot.feeds.terms import terms_of

_KEYS: Mapping[str, type] = {
    "name": str,
    "url": str,
    "format": str,
    "enabled": bool,
    "attribution": str,
    "least_interval": str,
    "terms": str,
    "why_off": str,
}
_NEEDED = ("name", "url", "format")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LEAST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSource:
    """A source that a fresh installation has.

    `terms` are at least those of its kind. `note` is what they say, in a line; `why_off` says why it is off
    by default, None where it is on.
    """

    name: str
    url: str
    format: str
    complete_list: bool
    terms: SourceTerms
    enabled: bool = True
    note: str = ""
    why_off: str | None = None


def parse_sources(
    text: str, *, place: str, allowed_private: frozenset[str] = frozenset()
) -> tuple[StarterSource, ...]:
    """The sources of a file. `place` is its name, for messages; `allowed_private` as the setting has it.

    Raises ConfigurationError with every fault: the line, the key, and what is allowed.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Fault(place, "", f"it is not TOML ({error})", "a TOML file")]) from error
    tables = document.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError([Fault(place, "source", "it is no list of tables", "[[source]] tables")])
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _is_header(line)]
    lines += [0] * (len(tables) - len(lines))
    policy = AddressPolicy(allowed_private)
    faults = [
        (_line_of(text, start, key), key, problem, allowed)
        for start, table, others in _with_others(lines, tables)
        for key, problem, allowed in _faults(table, others, policy)
    ]
    unknown = document.keys() - {"source"}
    faults += [(_first_line_with(text, key), key, "no such key", "[[source]] tables") for key in unknown]
    if faults:
        raise ConfigurationError([Fault(f"{place}, line {line}", *rest) for line, *rest in sorted(faults)])
    return tuple(map(_source, tables))


def _is_header(line: str) -> bool:
    return re.match(r"\s*\[\[\s*source\s*\]\]", line) is not None


def _line_of(text: str, start: int, key: str) -> int:
    """The line of a key in the table that begins at line `start`; the table's own where it is missing."""
    for number, line in enumerate(text.splitlines()[start:], start=start + 1):
        if _is_header(line):
            break
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return max(start, 1)


def _first_line_with(text: str, key: str) -> int:
    """The line of a key or of a table of that name outside the sources."""
    found = re.search(rf"^\s*(?:\[+\s*)?[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _with_others(
    lines: list[int], tables: list[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any], list[dict[str, Any]]]]:
    for at, (line, table) in enumerate(zip(lines, tables, strict=False)):
        yield line, table, tables[:at]


def _faults(
    table: Mapping[str, Any], before: list[dict[str, Any]], policy: AddressPolicy
) -> Iterator[tuple[str, str, str]]:
    for key in table.keys() - _KEYS.keys():
        yield key, "no such key", ", ".join(_KEYS)
    for key in _NEEDED:
        if not table.get(key):
            yield key, "it is missing", "a text"
    sound = True
    for key, kind in _KEYS.items():
        if key in table and not isinstance(table[key], kind):
            sound = False
            yield (
                key,
                f"{table[key]!r} is of the wrong kind",
                "true or false" if kind is bool else "a text in quotes",
            )
    if sound:
        yield from _value_faults(table, before, policy)


def _value_faults(
    table: Mapping[str, Any], before: list[dict[str, Any]], policy: AddressPolicy
) -> Iterator[tuple[str, str, str]]:
    url, format_name = table.get("url", ""), table.get("format", "")
    if url:
        try:
            policy.check(url)
        except RefusedAddress as error:
            yield "url", str(error), "a public http(s) address"
    if format_name and format_name not in FORMATS:
        yield "format", f"{format_name!r} is no format", ", ".join(FORMATS)
    if "least_interval" in table and _interval(table["least_interval"]) is None:
        yield (
            "least_interval",
            f"{table['least_interval']!r} is no interval",
            'such as "15m", "6h", "1d"; at least "5m"',
        )
    for key in ("name", "url"):
        if table.get(key) and any(other.get(key) == table[key] for other in before):
            yield key, f"{table[key]!r} stands in the file twice", "each name and address once"
    if table.get("enabled", True) is False and not table.get("why_off"):
        yield "why_off", "a source that is off says why", "a line of text"


def _interval(text: str) -> timedelta | None:
    found = re.fullmatch(r"\s*(\d{1,4})\s*([mhd])\s*", text)
    if found is None:
        return None
    interval = timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})
    return interval if interval >= _LEAST else None


def _source(table: Mapping[str, Any]) -> StarterSource:
    kind = terms_of(table["format"], table["url"])
    interval = _interval(table.get("least_interval", "")) or SourceTerms().least_interval
    terms = kind.of_source(interval)
    return StarterSource(
        name=table["name"],
        url=table["url"],
        format=table["format"],
        complete_list=FORMATS[table["format"]].complete_list,
        terms=replace(terms, attribution=table.get("attribution", terms.attribution)),
        enabled=table.get("enabled", True),
        note=table.get("terms", kind.says),
        why_off=table.get("why_off"),
    )
