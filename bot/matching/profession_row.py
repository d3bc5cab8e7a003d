"""A row of the tables of professions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profession:
    """One job under all its names.

    Who types one of `typed` wants the titles that hold one of these or of `titles`, and none of `unless`.
    `also`: further roles of the vocabulary under which it is found.
    """

    typed: tuple[str, ...]
    titles: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def job(typed: str, titles: str = "", *, unless: str = "", also: str = "") -> Profession:
    """A row: names parted by commas; words of `unless` and roles of `also` by spaces."""
    return Profession(
        typed=_list(typed), titles=_list(titles), unless=tuple(unless.split()), also=tuple(also.split())
    )


def _list(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())
