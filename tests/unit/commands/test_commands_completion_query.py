"""A half-typed query: its last term is completed by words, places and fields."""

import pytest

from bot.commands.completion import complete_query
from tests.acceptance.command_house import vocabulary


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("senior Kuber", "senior Kubernetes"),
        ("senior, Kuber", "senior, Kubernetes"),
        ("Go | Rus", "Go | Rust"),
        ("(Go | Kuber", "(Go | Kubernetes"),
        ("machine lea", "machine learning engineer"),
        ("-Jav", "-Java"),
        ("not jav", "not Java"),
        ("part-ti", "part-time"),
        ("Go, sal", "Go, salary>="),
        ("in:Berl", "in:Berlin"),
        ("Go, in:san f", 'Go, in:"San Francisco"'),
        ('Go, in:"San F', 'Go, in:"San Francisco"'),
        ("-in:Berl", "-in:Berlin"),
        ("Go, remote:eu", "Go, remote:EU"),
    ],
)
def test_the_last_term_is_completed(typed, offered):
    assert offered in complete_query(typed, vocabulary())


@pytest.mark.parametrize("typed", ["", "Go,", "zzzzz", '"event sourc', "in:Zzzz", "company:Ac"])
def test_what_is_not_known_is_not_completed(typed):
    assert complete_query(typed, vocabulary()) == ()


def test_an_entry_is_offered_once_and_no_more_than_discord_shows():
    offered = complete_query("s", vocabulary())
    assert len(offered) == len({one.casefold() for one in offered}) == 25


def test_the_longest_beginning_goes_first():
    assert complete_query("machine lea", vocabulary())[0] == "Machine learning"
