"""The small checks that Block Kit's shapes are made of; each notes what is wrong under a JSON pointer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Found:
    """What is wrong so far, in the words of Slack's own messages, and what has to be unique."""

    problems: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0

    def wrong(self, what: str, at: str) -> None:
        self.problems.append(f"[ERROR] {what} [json-pointer:{at}]")

    def once(self, scope: str, value: str, at: str) -> None:
        """`value` may stand only once in `scope`."""
        if (scope, value) in self.seen:
            name = at.rsplit("/", 1)[-1]
            self.wrong(f'`{name}` "{value}" already exists', at)
        self.seen.add((scope, value))


Check = Callable[[Any, str, Found], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The properties of an object besides `type`. `whole` checks what concerns several of them, once
    each of them is right."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    whole: Check | None = None

    def __call__(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, dict):
            found.wrong("must be an object", at)
            return
        problems = len(found.problems)
        for name, check in self.required.items():
            if name in value:
                check(value[name], f"{at}/{name}", found)
            else:
                found.wrong(f"missing required field: {name}", at)
        for name, content in value.items():
            if name in self.optional:
                self.optional[name](content, f"{at}/{name}", found)
            elif name not in self.required and name != "type":
                found.wrong(f"invalid additional property: {name}", at)
        if self.whole is not None and len(found.problems) == problems:
            self.whole(value, at, found)


def string(most: int, *, least: int = 1) -> Check:
    def check(value: Any, at: str, found: Found) -> None:
        if not isinstance(value, str):
            found.wrong("must be a string", at)
        elif len(value) > most:
            found.wrong(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            found.wrong(f"must be more than {least - 1} characters", at)

    return check


def url(most: int) -> Check:
    def check(value: Any, at: str, found: Found) -> None:
        string(most)(value, at, found)
        if isinstance(value, str) and not value.startswith(("http://", "https://", "slack://")):
            found.wrong("Must be a valid URL", at)

    return check


def one_of(*allowed: Any) -> Check:
    def check(value: Any, at: str, found: Found) -> None:
        if value not in allowed:
            found.wrong(f"must be one of {', '.join(map(repr, allowed))}", at)

    return check


def boolean(value: Any, at: str, found: Found) -> None:
    if not isinstance(value, bool):
        found.wrong("must be a boolean", at)


def integer(value: Any, at: str, found: Found) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        found.wrong("must be an integer", at)


def anything(value: Any, at: str, found: Found) -> None:
    """No rule of ours."""


def items(each: Check, most: int, *, least: int = 1) -> Check:
    def check(value: Any, at: str, found: Found) -> None:
        if not isinstance(value, list):
            found.wrong("must be an array", at)
            return
        if len(value) > most:
            found.wrong(f"no more than {most} items allowed", at)
        if len(value) < least:
            found.wrong(f"no fewer than {least} items allowed", at)
        for index, item in enumerate(value):
            each(item, f"{at}/{index}", found)

    return check


def text(most: int, *, plain: bool = False, least: int = 1) -> Check:
    """A text object."""

    def check(value: Any, at: str, found: Found) -> None:
        if not isinstance(value, dict):
            found.wrong("must be an object", at)
            return
        kind = value.get("type")
        if kind not in ("plain_text", "mrkdwn") or (plain and kind != "plain_text"):
            found.wrong(f"unsupported type: {kind}", f"{at}/type")
            return
        flag = "emoji" if kind == "plain_text" else "verbatim"
        Shape(required={"text": string(most, least=least)}, optional={flag: boolean})(value, at, found)
        if isinstance(value.get("text"), str):
            found.characters += len(value["text"])

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the shapes it has."""

    def check(value: Any, at: str, found: Found) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in shapes:
            shapes[kind](value, at, found)
        else:
            found.wrong(f"unsupported type: {kind}", f"{at}/type")

    return check
