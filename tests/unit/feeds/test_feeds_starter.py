"""The starter sources: the file that ships is sound, and a wrong one says everything that is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.feeds.discovery import recognise
from bot.feeds.formats import FORMATS
from bot.feeds.starter import parse_sources
from bot.feeds.terms import terms_of

SHIPPED = Path(__file__).parents[3] / "config" / "sources.toml"


def test_the_file_that_ships_is_sound():
    sources = parse_sources(SHIPPED.read_text("utf-8"), place="config/sources.toml")
    assert len(sources) >= 10
    assert {source.format for source in sources} >= {"rss", "greenhouse", "ashby", "teamtailor"}
    for source in sources:
        assert source.note, source.name
        assert source.terms.least_interval >= timedelta(minutes=30), source.name
        assert source.enabled == (source.why_off is None), source.name
        assert source.complete_list == FORMATS[source.format].complete_list, source.name
        kind = terms_of(source.format, source.url)
        assert kind.attribution in (None, source.terms.attribution), source.name
        assert source.terms.least_interval >= kind.least_interval, source.name
        assert kind.why_off is None or not source.enabled, source.name
        board = recognise(source.url)
        assert board is None or (board.url, board.format) == (source.url, source.format)


@pytest.mark.parametrize(
    ("name", "enabled", "least"),
    [("We Work Remotely", False, 60), ("Jobicy", True, 60), ("Python.org Jobs", True, 60)],
)
def test_terms_that_must_be_kept(name: str, *, enabled: bool, least: int):
    sources = {source.name: source for source in parse_sources(SHIPPED.read_text("utf-8"), place="x")}
    assert sources[name].enabled is enabled
    assert sources[name].terms.least_interval >= timedelta(minutes=least)
    assert sources[name].terms.attribution


def test_defaults():
    (source,) = parse_sources(
        '[[source]]\nname = "A"\nurl = "https://a.example/x"\nformat = "rss"', place="s"
    )
    assert (source.enabled, source.terms.least_interval) == (True, timedelta(minutes=15))
    assert source.terms.attribution is None
    assert parse_sources("", place="s") == ()


def test_a_source_asks_for_no_less_than_its_kind():
    table = '[[source]]\nname = "R"\nurl = "https://remotive.com/api/remote-jobs"\nformat = "remotive"\n'
    (source,) = parse_sources(f'{table}least_interval = "5m"', place="s")
    assert (source.terms.least_interval, source.terms.attribution) == (timedelta(hours=6), "Remotive")
    assert "four requests a day" in source.note
    (named,) = parse_sources(f'{table}attribution = "Remotive.com"\nleast_interval = "1d"', place="s")
    assert (named.terms.least_interval, named.terms.attribution) == (timedelta(days=1), "Remotive.com")


def test_every_fault_is_reported_at_once_with_its_line():
    text = """
[[source]]
name = "A"
url = "ftp://a.example/"
formt = "rss"
enabled = "yes"

[[source]]
name = "A"
url = "http://10.0.0.1/x"
format = "rs"
least_interval = "2s"
enabled = false
"""
    with pytest.raises(ConfigurationError) as caught:
        parse_sources(text, place="sources.toml")
    assert {(fault.place, fault.key) for fault in caught.value.faults} == {
        ("sources.toml, line 5", "formt"),
        ("sources.toml, line 2", "format"),
        ("sources.toml, line 6", "enabled"),
        ("sources.toml, line 10", "url"),
        ("sources.toml, line 11", "format"),
        ("sources.toml, line 12", "least_interval"),
        ("sources.toml, line 9", "name"),
        ("sources.toml, line 8", "why_off"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "[[sources]]\n",
        "name = 1\n",
        "[[source]\n",
        "source = 3",
        'source = ["a"]',
        '[source]\nname = "A"',
        "\x00",
    ],
)
def test_what_is_no_list_of_sources_says_so(text: str):
    with pytest.raises(ConfigurationError, match=r"sources\.toml"):
        parse_sources(text, place="sources.toml")


def test_a_private_address_that_a_setting_names_may_be_a_source():
    text = '[[source]]\nname = "A"\nurl = "http://10.0.0.1:8080/"\nformat = "rss"'
    (source,) = parse_sources(text, place="s", allowed_private=frozenset({"10.0.0.1:8080"}))
    assert source.name == "A"


@pytest.mark.parametrize("interval", ["4m", "0h", "1w", "h", "1.5h", "99999d", ""])
def test_intervals_that_are_none(interval: str):
    text = (
        f'[[source]]\nname = "A"\nurl = "https://a.example/"\nformat = "rss"\nleast_interval = "{interval}"'
    )
    with pytest.raises(ConfigurationError, match="no interval"):
        parse_sources(text, place="s")
