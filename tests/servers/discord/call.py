"""One request as the handlers see it, and what a route is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .model import Json
from .refusal import Form, Refused

Answer = Any  # JSON, or None for 204


@dataclass(slots=True, kw_only=True)
class Call:
    """`check` adds to a form what Discord's OpenAPI has against the body."""

    route: "Route"
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    record: Json
    check: Callable[[Form, Any], None]

    def __getitem__(self, name: str) -> str:
        """A part of the path."""
        return self.params[name]

    def form(self) -> Form:
        """A form for more rules, once the body has the shape that the OpenAPI describes."""
        form = Form()
        self.record["validated"] = True
        self.check(form, self.body)
        form.check()
        if self.body is not None and not isinstance(self.body, dict | list):
            raise Refused(50109)
        return form

    def object(self) -> Json:
        """The body when it is an object; 50109 when it is not."""
        if not isinstance(self.body, dict):
            raise Refused(50109)
        return self.body

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A number of the query."""
        given = self.query.get(name)
        if given is None:
            return default
        if not given.isdigit() or not least <= int(given) <= most:
            form = Form()
            form.add((name,), "NUMBER_TYPE_COERCE", f"int value should be between {least} and {most}.")
            form.check()
        return int(given)


@dataclass(slots=True, kw_only=True)
class Route:
    """`limit`: requests in seconds for each major parameter. Figures that Discord does not publish: observed.

    `bot`: whether the bot's token is needed. `exempt`: whether the global limit leaves it out.
    """

    method: str
    template: str
    handler: Callable[[Call], Answer]
    limit: tuple[int, float] = (10, 10.0)
    bot: bool = True
    exempt: bool = False
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template))

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    def bucket(self, params: dict[str, str]) -> str:
        """The route with its major parameters; deleting has a bucket of its own, as everything here has."""
        majors = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
        return f"{self.name}|{'/'.join(params[name] for name in majors if name in params)}"
