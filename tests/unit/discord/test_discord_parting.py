"""Long answers in as few messages as Discord takes: every entry and button is there, once, in order."""

import re

import pytest

from adapters.discord.limits import COMPONENTS, DISPLAYED_CHARACTERS
from adapters.discord.parting import parts_of
from adapters.discord.rendering import view_of
from bot.commands.reply import bullets, reply, row, words
from bot.delivery.message import Action, ActionKind, Heading
from tests.servers.discord.component_rules import walk


def posting(number: int, *, length: int = 100):
    """What a search shows of one: three texts and four buttons."""
    kinds = (ActionKind.SAVE, ActionKind.WHY, ActionKind.NOT_FOR_US, ActionKind.UNSAVE)
    actions = (Action(kind=kind, label=f"{kind} {number}", value=str(number)) for kind in kinds)
    return (Heading(f"Title {number}!"), words("x" * length), words("Berlin"), *row(*actions))


def shown(message) -> tuple[str, list[str]]:
    """All texts of its parts, and all buttons."""
    every = [one for part in parts_of(message) for _, one in walk(view_of(part))]
    return "\n".join(one.get("content", "") for one in every), [
        one["label"] for one in every if "label" in one
    ]


def test_a_page_of_a_search_is_one_message():
    more = row(Action(kind=ActionKind.PAGE, label="More", value="1"))
    message = reply("Found", (Heading("Found"),), *map(posting, range(5)), more).message
    assert len(parts_of(message)) == 1


@pytest.mark.parametrize(
    ("count", "length"), [(5, 100), (9, 100), (30, 100), (5, 1500), (12, 900), (3, 3000)]
)
def test_nothing_is_lost_and_all_is_within_the_limits(count, length):
    sections = (posting(number, length=length) for number in range(count))
    message = reply("Found", (Heading("Found"),), *sections).message
    said, labels = shown(message)
    assert [int(number) for number in re.findall(r"Title (\d+)", said)] == list(range(count))
    assert len(labels) == 4 * count
    assert said.count("x" * length) == count
    for part in parts_of(message):
        every = [one for _, one in walk(view_of(part))]
        assert len(every) <= COMPONENTS.value
        assert sum(len(one.get("content", "")) for one in every) <= DISPLAYED_CHARACTERS.value


def test_a_long_list_goes_on_in_the_next_message():
    message = reply(
        "L", (Heading("L"), bullets(f"entry {number} {'y' * 200}" for number in range(60)))
    ).message
    said, _ = shown(message)
    assert [int(number) for number in re.findall(r"entry (\d+)", said)] == list(range(60))
    assert len(parts_of(message)) > 1
