"""A job board of made-up positions in three formats; what is wanted of a position is known by its making."""

import json
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from tests.servers.job_board import JobBoard

SKILLS = ("Go", "Rust", "Kotlin", "Swift", "Ruby", "Elixir", "COBOL")
_TEXT = (
    "<p>We build our product with {skill}, and you have written {skill} for some years. {company} looks for "
    "somebody who explains their choices, reviews what colleagues write, and likes things finished.</p>"
)
_TYPES = {
    "greenhouse": "application/json",
    "rss": "application/rss+xml",
    "json_feed": "application/feed+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One made-up position; its company's name stands in every message that shows it and in no other."""

    number: int
    skill: str
    boards: tuple[str, ...]

    @property
    def company(self) -> str:
        return f"Quill{self.number:04}"

    @property
    def url(self) -> str:
        return f"https://{self.company.lower()}.example/careers/{self.number}"

    @property
    def title(self) -> str:
        return f"{self.skill} Engineer"

    @property
    def text(self) -> str:
        return _TEXT.format(skill=self.skill, company=self.company)


def position(number: int) -> Position:
    """Skills and boards take turns; every seventh is listed by two boards, so that polls meet over it."""
    boards = tuple(_TYPES)
    first, second = boards[number % 3], boards[(number + 1) % 3]
    listed = (first, second) if number % 7 == 0 else (first,)
    return Position(number=number, skill=SKILLS[number % len(SKILLS)], boards=listed)


class PositionBoard(JobBoard):
    """Boards by the names of their formats, each listing what was last put there, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.positions: list[Position] = []
        self.bodies: dict[str, bytes] = {}

    def sources(self) -> list[dict[str, str]]:
        """The boards as sources."""
        return [{"name": name, "url": self.url(f"/{name}"), "format": name} for name in _TYPES]

    def grow(self, count: int) -> None:
        """List so many more from now on."""
        first = len(self.positions)
        self.list_more(*map(position, range(first, first + count)))

    def list_more(self, *positions: Position) -> None:
        """List these from now on, beside what is listed already."""
        self.positions.extend(positions)
        for name, content_type in _TYPES.items():
            listed = [one for one in reversed(self.positions) if name in one.boards]
            body = _WRITERS[name](listed)
            self.bodies[self.url(f"/{name}")] = body
            self.put(f"/{name}", body, content_type=content_type)


def _greenhouse(listed: list[Position]) -> bytes:
    return _json({"jobs": [_greenhouse_job(one) for one in listed], "meta": {"total": len(listed)}})


def _greenhouse_job(one: Position) -> dict[str, Any]:
    return {
        "id": one.number,
        "title": one.title,
        "company_name": one.company,
        "location": {"name": "Berlin, Germany"},
        "content": one.text,
        "absolute_url": one.url,
    }


def _rss(listed: list[Position]) -> bytes:
    items = "".join(
        f"<item><title>{one.title}</title><link>{one.url}</link><guid>r{one.number}</guid>"
        f"<company>{one.company}</company><location>Berlin, Germany</location>"
        f"<description>{escape(one.text)}</description></item>"
        for one in listed
    )
    return f'<rss version="2.0"><channel><title>Quills</title>{items}</channel></rss>'.encode()


def _json_feed(listed: list[Position]) -> bytes:
    items = [
        {
            "id": f"j{one.number}",
            "url": one.url,
            "title": f"{one.title} at {one.company}",
            "content_html": one.text,
        }
        for one in listed
    ]
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": "Quills", "items": items})


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


_WRITERS = {"greenhouse": _greenhouse, "rss": _rss, "json_feed": _json_feed}
