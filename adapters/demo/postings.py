"""The sample postings: what the demo's boards list, and when. Every company in them is invented."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePay:
    """Pay as a sample board states it; `period` is "year", "month" or "hour"."""

    minimum: int
    maximum: int
    currency: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of a sample board.

    `wave` is when it appears: 0 is there from the start, the story reveals 1, 2 and 3, the later
    ones come one by one while somebody is at the prompt. `wanted` names the channel that must get it,
    `same_as` the listing of another board that is the same position, and `trap` says that it must not
    be posted although its words look as if it should.
    """

    id: str
    position: int
    title: str
    company: str
    location: str
    workplace: str
    employment: str
    pay: SamplePay | None
    days: int
    wave: int
    tags: tuple[str, ...]
    text: str
    wanted: str | None
    same_as: str | None
    trap: bool


def listings_of(board: str) -> tuple[Listing, ...]:
    """The entries of the sample board of that name, in the order in which they were written."""
    text = files(__package__).joinpath("sample", f"{board}.toml").read_text(encoding="utf-8")
    records = tomllib.loads(text)["posting"]
    return tuple(_listing(record, position) for position, record in enumerate(records, start=1))


def _listing(record: dict[str, Any], position: int) -> Listing:
    return Listing(
        id=record["id"],
        position=position,
        title=record["title"],
        company=record["company"],
        location=record["location"],
        workplace=record["workplace"],
        employment=record.get("employment", "Full-time"),
        pay=_pay(record.get("pay")),
        days=record["days"],
        wave=record.get("wave", 0),
        tags=tuple(record["tags"]),
        text=record["text"].strip(),
        wanted=record.get("wanted"),
        same_as=record.get("same_as"),
        trap=record.get("trap", False),
    )


def _pay(stated: list[Any] | None) -> SamplePay | None:
    if stated is None:
        return None
    minimum, maximum, currency, period = stated
    return SamplePay(minimum=minimum, maximum=maximum, currency=currency, period=period)
