"""Real feeds and boards, as served: read whole, with the facts that their makers put into them."""

import json
import re
from pathlib import Path

import pytest

from bot.errors import NoSuchFeed
from bot.feeds.formats import FORMATS, Document, read_document
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


OURS = {
    "lever_json": ("lever", 5),
    "recruitee_json": ("recruitee", 1),
    "workable_json": ("workable", 5),
    "smartrecruiters_json": ("smartrecruiters", 6),
    "personio_xml": ("personio", 3),
    "pinpoint_json": ("pinpoint", 2),
    "rippling_json": ("rippling", 1),
    "workday_json": ("workday", 6),
    "remoteok_json": ("remote_ok", 55),
    "remotive_json": ("remotive", 4),
    "jobicy_json": ("jobicy", 2),
    "arbeitnow_json": ("arbeitnow", 5),
    "himalayas_json": ("himalayas", 3),
    "adzuna_json": ("adzuna", 1),
}
"""Folder, format, and how many postings its documents hold."""
_INSIDE = ("sites", "subdomains", "widget", "list_pages", "pages")
"""Under which names fixtures wrap the documents that they hold."""


def bare(document: object) -> list[object]:
    """The documents inside a fixture that wraps them."""
    name = next((key for key in _INSIDE if isinstance(document, dict) and key in document), None)
    if name is None or not isinstance(document, dict):
        return [document]
    inside = document[name]
    if name in {"sites", "subdomains"}:
        return list(inside.values())
    return inside if isinstance(inside, list) else [inside]


@pytest.mark.parametrize("folder", OURS)
def test_every_document_of_a_kind_reads_whole(folder: str):
    name, count = OURS[folder]
    found = []
    for path in documents(folder):
        raw = path.read_bytes()
        if path.suffix == ".json":
            whole = json.loads(raw)
            if isinstance(whole, dict) and (
                whole.get("ok") is False or "public_slug" in whole.get("data", {})
            ):
                continue  # an error, and another service's answer
            bodies = [json.dumps(each).encode() for each in bare(whole)]
        else:
            bodies = [raw]
        for body in bodies:
            document = read_document(body, url=f"https://feeds.example/{path.name}")
            assert document.format == name, path.name
            assert sum("no id" in reason for reason in document.skipped) <= 1, path.name
            found += document.entries
    assert len(found) == count
    for posting in found:
        assert posting.title
        assert posting.location or name in {"remote_ok", "rippling"}
        assert not re.search("[\u00c2-\u00c3\u00e2][\u0080-\u00bf]|mention the word", posting.body)


def test_details_of_real_documents_fill_what_their_lists_leave_out():
    for folder, name, site in (
        (
            "smartrecruiters_json",
            "smartrecruiters",
            "https://api.smartrecruiters.com/v1/companies/Acme/postings",
        ),
        ("workday_json", "workday", "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External/jobs"),
    ):
        raw = json.loads(shared(f"data/feeds/{folder}/jobboard__{name}.json").read_bytes())
        filled = 0
        for page in raw["list_pages"]:
            document = read_document(json.dumps(page).encode(), url=site)
            for posting in document.entries:
                own = document.details[posting.native_id].url
                known = next((each for key, each in raw["details"].items() if own.endswith(key)), None)
                read_detail = FORMATS[name].detailed
                if known is None or read_detail is None:
                    continue
                full = read_detail(posting, json.dumps(known).encode(), own)
                assert full.body or known.get("jobAd") == {"sections": {}}
                assert full.url
                assert "Locations" not in (full.location or "")
                filled += 1
        assert filled >= 2, name


def test_pages_and_other_services_are_no_feeds():
    """What is no format of ours is said to be none, never read as an empty board."""
    ours = {"ashby_json", "greenhouse_json", "weworkremotely_rss", "stackoverflow_rss", *OURS}
    count = 0
    for folder in sorted(shared("data/feeds").iterdir()):
        for path in sorted(folder.iterdir()):
            if folder.name not in ours:
                with pytest.raises(NoSuchFeed, match=r"web page|no known format"):
                    read(path)
                count += 1
    assert count == 12


def test_an_unknown_board_of_another_service_is_no_board():
    with pytest.raises(NoSuchFeed, match="Document not found"):
        read(shared("data/feeds/lever_json/sammy__lever_notfound.json"))
