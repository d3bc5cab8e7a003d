"""The forms behind `/jobs subscribe` and `/jobs edit` without a query, and behind buttons. Pure.

All that a form has to know travels in its `custom_id`, so that one opened before a restart is taken after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.subscription import Cadence
from bot.matching.lexer import LONGEST_QUERY

QUERY, CADENCE = "query", "cadence"
"""The `custom_id`s of the fields, which are the options' names."""

SUBSCRIBE, EDIT = "subscribe", "edit"

KEPT = "form"
"""Kind of a stored component that holds a form filled in: what `Form.kept` returns."""

_PREFIX = "jobwire:"
_CADENCES = {
    Cadence.INSTANT: "At once, each as a card",
    Cadence.HOURLY: "Every hour",
    Cadence.DAILY: "In the daily digest",
    Cadence.WEEKLY: "In a weekly digest",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that is open, or filled in. `number` is that of the subscription that it edits, else None.

    `cadence` "" is the first.
    """

    command: str
    number: int | None = None
    query: str = ""
    cadence: str = ""

    @property
    def options(self) -> dict[str, str]:
        """The options of the command that it stands for."""
        given = {QUERY: " ".join(self.query.split()), CADENCE: self.cadence}
        return given if self.number is None else {"id": str(self.number), **given}

    def kept(self) -> dict[str, Any]:
        """As a stored component holds it."""
        return {"command": self.command, "number": self.number, QUERY: self.query, CADENCE: self.cadence}

    @staticmethod
    def of_kept(payload: Mapping[str, Any]) -> "Form":
        """Out of a stored component."""
        return Form(**payload)


def value_of(command: str, number: int | None = None) -> str:
    """The value of a button that opens an empty form, or that of a subscription: "edit:2"."""
    return command if number is None else f"{command}:{number}"


def form_of(value: str) -> Form | None:
    """The form that such a value names; None when it names none, but perhaps a stored component."""
    command, _, number = value.partition(":")
    if command == SUBSCRIBE and not number:
        return Form(command=SUBSCRIBE)
    if command == EDIT and number.isascii() and number.isdigit():
        return Form(command=EDIT, number=int(number))
    return None


def modal_of(form: Form) -> discord.ui.Modal:
    """The form as Discord shows it, filled in as far as it is."""
    title = "Post jobs here" if form.number is None else f"Change subscription {form.number}"
    custom_id = f"{_PREFIX}{value_of(form.command, form.number)}"
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    modal.add_item(_query_field(form.query))
    modal.add_item(_cadence_field(form.cadence or Cadence.INSTANT.value))
    modal.stop()  # discord.py keeps none that has stopped: submissions are read by `submitted`
    return modal


def submitted(data: Mapping[str, Any]) -> Form | None:
    """What somebody filled in; None for a form that is none of these."""
    custom_id = str(data.get("custom_id", ""))
    form = form_of(custom_id.removeprefix(_PREFIX)) if custom_id.startswith(_PREFIX) else None
    if form is None:
        return None
    given = dict(_fields(data.get("components", ())))
    return Form(
        command=form.command, number=form.number, query=given.get(QUERY, ""), cadence=given.get(CADENCE, "")
    )


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        if "component" in one:
            yield from _fields([one["component"]])
        yield from _fields(one.get("components", ()))
        if "custom_id" in one:
            chosen = one.get("values") or [one.get("value") or ""]
            yield one["custom_id"], str(chosen[0])


def _query_field(query: str) -> "discord.ui.Label[Any]":
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=QUERY,
        style=discord.TextStyle.paragraph,
        placeholder="senior backend, Go | Rust, remote:EU",
        default=query[:LONGEST_QUERY] or None,
        max_length=LONGEST_QUERY,
        required=True,
    )
    help_text = "comma: and · | : or · -word: not · /jobs help shows all of the language"
    return discord.ui.Label(text="What the job should be", description=help_text, component=field)


def _cadence_field(chosen: str) -> "discord.ui.Label[Any]":
    options = [
        discord.SelectOption(label=label, value=cadence.value, default=cadence.value == chosen)
        for cadence, label in _CADENCES.items()
    ]
    select: discord.ui.Select[Any] = discord.ui.Select(custom_id=CADENCE, options=options, required=True)
    return discord.ui.Label(text="When to post", component=select)
