"""What people type for a time, days and a zone."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadOption
from bot.scheduling.cadence import parse_days, parse_time, parse_zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00", time(9)),
        ("09:05", time(9, 5)),
        ("9am", time(9)),
        ("9 AM", time(9)),
        ("9a", time(9)),
        ("9 a.m.", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30 am", time(0, 30)),
        ("9:30pm", time(21, 30)),
        ("21.30", time(21, 30)),
        ("21h30", time(21, 30)),
        ("21h", time(21)),
        ("0930", time(9, 30)),
        ("7", time(7)),
        ("noon", time(12)),
        ("midnight", time(0)),
        (" 23:59 ", time(23, 59)),
    ],
)
def test_times(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "25:00",
        "24:00",
        "9:60",
        "13pm",
        "0am",
        "9:5",
        "soon",
        "",
        "9:00 CET",
        "930",
        "9m",
        "-1",
        "\u0669:\u0660\u0660",
        "99999",
    ],
)
def test_what_is_no_time_says_what_is(text: str) -> None:
    with pytest.raises(BadOption, match=r"no time of day.*(9:00|9am).*21:30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri", (1, 2, 3, 4, 5)),
        ("Mon to Fri", (1, 2, 3, 4, 5)),
        ("weekdays", (1, 2, 3, 4, 5)),
        ("weekend", (6, 7)),
        ("mon,thu", (1, 4)),
        ("thursday and monday", (1, 4)),
        ("on Tuesdays, weds", (2, 3)),
        ("fri-mon", (1, 5, 6, 7)),
        ("mon mon", (1,)),
        ("every day", (1, 2, 3, 4, 5, 6, 7)),
        ("daily", (1, 2, 3, 4, 5, 6, 7)),
        ("1-5", (1, 2, 3, 4, 5)),
        ("m, th", (1, 4)),
    ],
)
def test_days(text: str, expected: tuple[int, ...]) -> None:
    assert parse_days(text) == expected


@pytest.mark.parametrize("text", ["", "funday", "mon-", "8", "t", "s", "mon/", "0"])
def test_what_names_no_days_says_what_does(text: str) -> None:
    with pytest.raises(BadOption, match="mon-fri"):
        parse_days(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("NYC", "America/New_York"),
        ("Munich", "Europe/Berlin"),
        ("münchen", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("São Paulo", "America/Sao_Paulo"),
        ("St. Louis", "America/Chicago"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("CET", "CET"),
        ("CEST", "CET"),
        ("EST", "America/New_York"),  # the zone of that name has no summer time: nobody means it
        ("PST", "America/Los_Angeles"),
        ("BST", "Europe/London"),
        ("utc", "UTC"),
        ("Z", "UTC"),
        ("GMT", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("gmt -3:00", "Etc/GMT+3"),
        ("+0", "UTC"),
        ("Japan", "Japan"),
        ("Poland", "Poland"),
        ("Germany", "Europe/Berlin"),
        ("Switzerland", "Europe/Zurich"),
        ("Norway", "Europe/Oslo"),
        ("UK", "Europe/London"),
    ],
)
def test_zones(text: str, expected: str) -> None:
    assert parse_zone(text) == expected
    ZoneInfo(parse_zone(text))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Berln", "Europe/Berlin"),
        ("Europe/Berlni", "Europe/Berlin"),
        ("los angelos", "America/Los_Angeles"),
        ("Canada", "several time zones.*America/"),
        ("United States", "several time zones.*America/"),
        ("UTC+5:30", "Mumbai"),
        ("UTC+15", "Mumbai"),
        ("", "America/New_York"),
        ("xqzqx", "America/New_York"),
        ("../../etc/passwd", "Berlin"),
        ("localtime", "Berlin"),
    ],
)
def test_what_is_no_zone_names_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(BadOption, match=hint):
        parse_zone(text)


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    for parse in (parse_time, parse_days, parse_zone):
        try:
            parse(text)
        except BadOption as error:
            assert len(str(error)) < 300
