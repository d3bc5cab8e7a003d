"""docs/sources.md says of every format and of all terms what the code says."""

import re
from datetime import timedelta
from pathlib import Path

from bot.feeds.formats import FORMATS
from bot.feeds.terms import TERMS

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"
]


def test_every_format_has_its_row_and_lists_that_are_whole_say_so():
    told: dict[str, str] = {}
    for row in ROWS:
        for name in row[0].split(","):
            told.setdefault(name.strip(), row[1])  # its first table says how it lists
    assert FORMATS.keys() <= told.keys()
    for name, each in FORMATS.items():
        assert told[name].startswith("whole") == each.complete_list, name


def test_how_far_lists_are_followed_is_what_is_done():
    for name, pages in re.findall(r"\| (\w+) \| newest, up to (\d+) pages", PAGE):
        assert FORMATS[name].most_pages == int(pages), name


def test_the_names_pauses_and_days_are_those_of_the_code():
    told = {row[0]: row[1:] for row in ROWS if len(row) == 5 and row[0] in TERMS}
    assert told.keys() == {kind for kind, terms in TERMS.items() if terms.attribution}
    for kind, (pause, requests, name, page) in told.items():
        amount, unit = pause.split()
        terms = TERMS[kind]
        assert terms.least_interval == timedelta(**{{"min": "minutes", "h": "hours"}[unit]: int(amount)}), (
            kind
        )
        assert (str(terms.daily_limit or "no limit"), terms.attribution, terms.page) == (
            requests,
            name,
            page,
        ), kind


def test_what_is_off_is_named_with_its_reason():
    for kind, terms in TERMS.items():
        assert terms.why_off is None or f"`{kind}`" in PAGE, kind
