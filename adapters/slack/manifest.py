"""The app's manifest for either way of running, and what it says of scopes. Pure but for reading its file.

The file is YAML of the plainest kind, as the reader below understands it: mappings, lists, one-line values.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.settings import config_directory

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

HISTORY_SCOPES = ("channels:history", "groups:history")
"""Jobwire runs without them, and then sends again what was perhaps sent."""

_HTTP = "# HTTP: "
_SOCKET = "  # Socket Mode"

Line = tuple[int, str]
"""Its indent, and what it says."""


def manifest_file() -> Path:
    """Where the manifest is."""
    return config_directory() / "slack-manifest.yaml"


def socket_manifest(text: str) -> str:
    """The manifest of an app in Socket Mode, of the file's text."""
    lines = (line.removesuffix(_SOCKET) for line in _body(text) if _HTTP not in line)
    return "\n".join(lines) + "\n"


def http_manifest(text: str, url: str) -> str:
    """The manifest of an app that Slack reaches at that address, of the file's text."""
    address = url.rstrip("/")
    lines = (line.replace(_HTTP, "", 1) for line in _body(text) if not line.endswith(_SOCKET))
    return "\n".join(line.replace("{url}", address) for line in lines) + "\n"


def bot_scopes() -> tuple[str, ...]:
    """The scopes that the bot asks for."""
    manifest = read_manifest(manifest_file().read_text(encoding="utf-8"))
    return tuple(manifest["oauth_config"]["scopes"]["bot"])


def read_manifest(text: str) -> dict[str, Any]:
    """What a manifest says. Raises ValueError for a line that is not of the plain kind."""
    lines = [
        (len(line) - len(line.lstrip()), line.strip().removesuffix(_SOCKET.strip()).strip())
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    value, rest = _block(lines)
    if rest:
        raise ValueError(f"it stands too far left: {rest[0][1]}")
    assert isinstance(value, dict)  # noqa: S101  # of our own file
    return value


def _body(text: str) -> list[str]:
    """Without what the file says of itself at its top."""
    lines = text.splitlines()
    return lines[lines.index("") + 1 :]


def _block(lines: Sequence[Line]) -> tuple[Any, Sequence[Line]]:
    """The mapping or list that begins there, and the lines behind it."""
    indent, first = lines[0]
    if first.startswith("- "):
        return _list(lines, indent)
    mapping: dict[str, Any] = {}
    while lines and lines[0][0] == indent and not lines[0][1].startswith("- "):
        key, colon, rest = lines[0][1].partition(":")
        if not colon or (rest and not rest.startswith(" ")):
            raise ValueError(f"it is no key: {lines[0][1]}")
        lines = lines[1:]
        if rest:
            mapping[key] = _scalar(rest.strip())
        else:
            mapping[key], lines = _block(lines)
    return mapping, lines


def _list(lines: Sequence[Line], indent: int) -> tuple[list[Any], Sequence[Line]]:
    items: list[Any] = []
    while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
        first = lines[0][1][2:]
        if ": " in first:  # a mapping, whose other keys stand below
            item, lines = _block([(indent + 2, first), *lines[1:]])
        else:
            item, lines = _scalar(first), lines[1:]
        items.append(item)
    return items, lines


def _scalar(text: str) -> Any:
    if text.startswith('"'):
        return json.loads(text)
    if text in {"true", "false"}:
        return text == "true"
    if text.isdigit():
        return int(text)
    if ": " in text or " #" in text or text[0] in "[{'>|&*!%@`":
        raise ValueError(f"a text like this stands in double quotes: {text}")
    return text
