"""Real feeds and boards, as served: read whole, with the facts that their makers put into them."""

import json
import re
from pathlib import Path

import pytest

from bot.errors import NoSuchFeed
from bot.feeds.formats import Document, read_document
from tests.shared import shared


def documents(folder: str) -> list[Path]:
    return sorted(shared(f"data/feeds/{folder}").iterdir())


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), url=f"https://feeds.example/{path.name}")


def test_every_ashby_board_reads_whole():
    count = 0
    for path in documents("ashby_json"):
        raw = json.loads(path.read_bytes())
        for board in raw.get("boards", {"": raw}).values():  # one fixture wraps boards by name
            document = read_document(json.dumps(board).encode(), url=f"https://feeds.example/{path.name}")
            assert (document.format, document.complete) == ("ashby", True), path.name
            assert [posting.title for posting in document.entries] == [
                " ".join(record["title"].split()) for record in board["jobs"]
            ]
            for posting, record in zip(document.entries, board["jobs"], strict=True):
                assert posting.url == record["jobUrl"]
                assert posting.company
                assert (posting.location or "").startswith(record["location"].strip())
                stated = (record.get("compensation") or {}).get("summaryComponents") or []
                amounts = [each["minValue"] for each in stated if each["compensationType"] == "Salary"]
                if amounts and record.get("shouldDisplayCompensationOnJobPostings", True):
                    assert re.match(rf"{amounts[0]:g}|{amounts[0]}\b", posting.salary or ""), posting.salary
            count += len(document.entries)
    assert count == 153


def test_every_greenhouse_board_reads_whole():
    count = 0
    for path in documents("greenhouse_json"):
        raw = json.loads(path.read_bytes())
        for name, board in raw.get("boards", {"": raw}).items():
            if "jobs" not in board:
                continue  # another service's format
            url = f"https://boards-api.greenhouse.io/v1/boards/{name or 'acme'}/jobs"
            document = read_document(json.dumps(board).encode(), url=url)
            assert (document.format, document.complete) == ("greenhouse", True), path.name
            for posting, record in zip(document.entries, board["jobs"], strict=True):
                assert (posting.native_id, posting.title) == (str(record["id"]), record["title"])
                assert posting.location == record["location"]["name"]
                assert posting.posted == record.get("first_published")
                assert posting.company
                assert "&lt;" not in posting.body
            count += len(document.entries)
    assert count == 8


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("weworkremotely_rss/turing__wwr_2015.rss", 25, ("Senior Software Engineer", "Kaleo Software")),
        (
            "weworkremotely_rss/tittle__wwr_first_item_2026.rss",
            1,
            ("Senior DevOps Engineer, Applications", "WME"),
        ),
        ("weworkremotely_rss/berke__weworkremotely.xml", 2, ("Senior Python Developer", "Acme Corp")),
        ("stackoverflow_rss/jobapis__so_2016.rss", 2, ("Full Stack Engineer", "Sandstorm Design")),
    ],
)
def test_every_rss_feed_reads_whole(name: str, count: int, first: tuple[str, str]):
    document = read(shared(f"data/feeds/{name}"))
    assert document.skipped == ()
    assert len(document.entries) == count
    assert (document.entries[0].title, document.entries[0].company) == first
    for posting in document.entries:
        assert posting.url
        assert posting.posted
        assert posting.company
        assert posting.body


def test_pages_and_other_services_are_no_feeds():
    """What is no format of ours is said to be none, never read as an empty board."""
    ours = {"ashby_json", "greenhouse_json", "weworkremotely_rss", "stackoverflow_rss"}
    later = {"lever_json", "recruitee_json"}
    count = 0
    for folder in sorted(shared("data/feeds").iterdir()):
        for path in sorted(folder.iterdir()):
            if folder.name not in ours | later and path.suffix == ".html":
                with pytest.raises(NoSuchFeed, match="web page"):
                    read(path)
                count += 1
    assert count == 4


def test_an_unknown_board_of_another_service_is_no_board():
    with pytest.raises(NoSuchFeed, match="Document not found"):
        read(shared("data/feeds/lever_json/sammy__lever_notfound.json"))
