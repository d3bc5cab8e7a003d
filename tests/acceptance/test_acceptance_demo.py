"""The demo: its board serves what real boards serve, and its story shows what it promises."""

import asyncio
import io
import re
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import gettempdir

import pytest
import structlog
from rich.console import Console

from adapters.cli import demo as command
from adapters.demo import story
from adapters.demo.board import FEEDS, SampleBoard
from adapters.demo.documents import page_of
from adapters.demo.postings import listings_of
from bot.feeds.formats import read_document
from bot.settings import load_settings

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LISTINGS = tuple((feed, one) for feed in FEEDS for one in listings_of(feed.sample))


def whole_board() -> SampleBoard:
    board = SampleBoard(NOW)
    while board.wave < board.last_wave:
        board.reveal()
    return board


def left_behind() -> set[str]:
    return {path.name for path in Path(gettempdir()).glob("jobwire-demo-*")}


@pytest.fixture(scope="module")
def shown():
    """The exit status and the screen of one demo that nobody watches, 80 columns wide."""
    before = left_behind()
    screen = io.StringIO()
    status = asyncio.run(command.demo(load_settings(), Console(file=screen, width=80), False))
    assert left_behind() <= before
    return status, screen.getvalue()


def part(screen: str, start: str, end: str) -> str:
    """The lines from one narrated step to another, with their line breaks undone."""
    assert start in screen, f"{start!r} is missing in\n{screen}"
    return " ".join(screen.partition(start)[2].partition(end)[0].split())


def cards(screen: str) -> list[str]:
    blocks = re.findall(r"^#backend ─+\n(.*?)\n\n", screen, re.MULTILINE | re.DOTALL)
    return [" ".join(block.split()) for block in blocks]


def titles(channel: str) -> list[str]:
    return [one.title for _, one in LISTINGS if one.wanted == channel]


def test_the_demo_ends_well(shown):
    status, screen = shown
    assert status == 0, screen
    assert max(map(len, screen.splitlines())) <= 80
    assert screen.count("\n") < 130, "about two screens: nobody reads more"


def test_no_log_line_is_mixed_into_it(shown):
    _, screen = shown
    assert '"event"' not in screen
    assert "[info" not in screen


def test_the_first_reading_posts_nothing(shown):
    _, screen = shown
    before = part(screen, "A sample job board", "Two channels")
    at_first = sum(one.wave == 0 for _, one in LISTINGS)
    assert f"{at_first} postings are stored, none is posted" in before
    assert "───" not in before


def test_subscribing_says_how_each_word_was_understood(shown):
    _, screen = shown
    said = part(screen, "Two channels", "5 new postings")
    assert "/jobs subscribe senior backend, Go | Rust Subscribed as number 1" in said
    assert "data scientist: role" in said
    assert "it would have posted 2 postings here" in said


def test_each_new_position_is_one_card_with_the_words_that_met_the_query(shown):
    _, screen = shown
    found = cards(screen)
    assert len(found) == 3
    for title, card in zip(sorted(titles("backend")), sorted(found), strict=True):
        assert card.startswith(title)
        assert "Matched senior · " in card
        assert re.search(r"Go \| Rust: .*\b(Go|Rust)\b", card, re.IGNORECASE)
        assert "Apply" in card
    assert any("€85k-105k a year" in card and "Hybrid, Berlin, Germany" in card for card in found)


def test_a_position_on_two_boards_is_shown_once(shown):
    _, screen = shown
    copies = [one for _, one in LISTINGS if one.same_as]
    assert {one.title for one in copies} == {
        "Senior Backend Engineer, Payments",
        "Data Scientist, Forecasting",
    }
    assert sum("Senior Backend Engineer, Payments" in card[:60] for card in cards(screen)) == 1
    digest = part(screen, "Digest: 3 postings", "▶")
    assert digest.count("Data Scientist, Forecasting") == 1
    assert "also seen on 1 other board" in digest
    end = part(screen, "14 new positions, 6 posted", "▶")
    assert "= Senior Backend Engineer, Payments on Fernhill careers and Harbour Jobs" in end
    assert "= Data Scientist, Forecasting on Kitefin careers and Lantern Remote" in end


def test_the_daily_channel_gets_one_digest_and_no_card(shown):
    _, screen = shown
    assert len(re.findall(r"^#data ─", screen, re.MULTILINE)) == 1
    digest = part(screen, "Digest: 3 postings", "▶")
    for title in titles("data"):
        assert title in digest


def test_no_trap_is_posted_and_each_is_explained(shown):
    _, screen = shown
    posted = " ".join(cards(screen)) + part(screen, "Digest: 3 postings", "▶")
    explained = part(screen, "14 new positions, 6 posted", "▶")
    traps = [one for _, one in LISTINGS if one.trap]
    assert len(traps) == 8
    for one in traps:
        assert f"{one.title} ·" not in posted
        assert f"✗ {one.title}" in explained
    assert "the posting says Junior" in explained
    assert "the posting says Onsite" in explained


def test_why_shows_what_was_met_and_what_was_not(shown):
    _, screen = shown
    answer = part(screen, "/jobs why", "▶")
    assert "Not posted: no subscription here matches it" in answer
    assert "✓ senior" in answer
    assert "✗ Go | Rust: skill: the posting names neither Go nor Rust" in answer


async def test_what_does_not_show_up_is_said_and_fails(monkeypatch, capsys):
    monkeypatch.setattr(story, "LONGEST", 0.0)
    before = left_behind()
    logs = structlog.get_config()
    status = await command.demo(load_settings(), Console(file=io.StringIO(), width=80), False)
    said = capsys.readouterr().err
    assert status == 1
    assert "It took more than 0 seconds" in said
    assert "Fernhill careers lists" in said
    assert left_behind() <= before
    assert structlog.get_config() == logs


async def test_a_person_is_left_at_a_prompt_where_commands_work(monkeypatch):
    monkeypatch.setattr(command, "READING_TIME", 0.0)
    monkeypatch.setattr("sys.stdin", io.StringIO("/jobs list\n3\nquit\n"))
    screen = io.StringIO()
    status = await command.demo(load_settings(), Console(file=screen, width=80), True)
    at_prompt = screen.getvalue().partition("Now it is yours")[2]
    assert status == 0
    assert "1 subscription in #backend" in at_prompt
    assert "It was posted here" in at_prompt


def test_the_demo_takes_the_defaults_whatever_the_person_has_set(tmp_path):
    mine = load_settings(
        env_file=tmp_path / "none",
        environment={"DATABASE_URL": "postgresql://db.example/mine", "JOBWIRE_CHANNEL_CARDS_PER_HOUR": "1"},
    )
    used = command.demo_settings(mine, tmp_path, board="127.0.0.1:4711", began_at=NOW)
    assert used.database.url == f"sqlite:///{tmp_path / 'demo.sqlite'}"
    assert used.channel.cards_per_hour == 6
    assert used.channel.digest_at == time(0)  # NOW is noon
    assert used.feeds.allowed_private == ("127.0.0.1:4711",)
    assert used.terminal.transcript.startswith(str(tmp_path))


def test_the_board_lists_at_least_sixty_postings_of_some_length():
    assert len(LISTINGS) >= 60
    assert len({page_of(feed.format, one) for feed, one in LISTINGS}) == len(LISTINGS) - 1  # one shared page
    for _, one in LISTINGS:
        assert 60 <= len(one.text.split()) <= 150, one.id


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.format)
def test_every_feed_reads_whole_in_its_format(feed):
    board = whole_board()
    document = read_document(
        board.document(feed), url=f"http://127.0.0.1{feed.path}", content_type=feed.content_type, format=None
    )
    assert document.format == feed.format
    assert document.skipped == ()
    assert len(document.entries) == len(listings_of(feed.sample))
    for entry in document.entries:
        assert entry.title
        assert ".example/" in (entry.url or "")
        assert len(entry.body) > 300


def test_a_document_stays_the_same_until_something_new_is_listed():
    board = SampleBoard(NOW)
    first = board.document(FEEDS[0])
    assert board.document(FEEDS[0]) == first
    board.reveal()
    assert board.document(FEEDS[0]) != first
