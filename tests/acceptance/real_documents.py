"""Real feeds and boards, and real postings written as feeds, each as first served (short) and then whole."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bot.feeds.formats import FORMATS

EMPTY_RSS = b'<rss version="2.0"><channel><title>Nothing yet</title></channel></rss>'
GREETED = 10
"""Postings that a written feed lists before it is whole."""

_TYPES = {"rss": "application/rss+xml", "json_feed": "application/feed+json"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PORTIONS = {"ashby": 200, "greenhouse_cyber": 80, "glassdoor": 60, "hn": 80, "uber": 80}
"""How many postings of each file are taken: 500."""
_WRITTEN_AS_JSON = {"hn", "uber"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source: what it answers first, and its whole document. `complete`: it lists all that is open."""

    name: str
    format: str
    first: bytes
    whole: bytes

    @property
    def path(self) -> str:
        return f"/{self.name}/{self.format}"

    @property
    def content_type(self) -> str:
        return _TYPES.get(self.format, "application/json")

    @property
    def complete(self) -> bool:
        return FORMATS[self.format].complete_list


def feeds(documents: Path, postings: Path) -> tuple[Feed, ...]:
    """Those of the folders with documents and with postings."""
    return (*_rss(documents), *_boards(documents), *_written(postings))


def _rss(documents: Path) -> Iterator[Feed]:
    """As served, after an empty one."""
    for folder in ("weworkremotely_rss", "stackoverflow_rss"):
        for path in sorted((documents / folder).iterdir()):
            yield Feed(name=path.stem, format="rss", first=EMPTY_RSS, whole=path.read_bytes())


def _boards(documents: Path) -> Iterator[Feed]:
    """As served, after a list with the first posting only; one file wraps several boards by name."""
    for format_ in ("ashby", "greenhouse"):
        for path in sorted((documents / f"{format_}_json").iterdir()):
            raw = json.loads(path.read_bytes())
            for name, board in raw.get("boards", {"": raw}).items():
                if "jobs" in board:
                    first = json.dumps(board | {"jobs": board["jobs"][:1] if len(board["jobs"]) > 1 else []})
                    whole = json.dumps(board).encode() if name else path.read_bytes()
                    yield Feed(name=f"{path.stem}{name}", format=format_, first=first.encode(), whole=whole)


def _written(postings: Path) -> Iterator[Feed]:
    for name, count in _PORTIONS.items():
        with gzip.open(postings / f"{name}_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        spread = list(islice(records, 0, None, len(records) // count))[:count]
        entries = [_entry(name, at, record) for at, record in enumerate(spread)]
        write = _json_feed if name in _WRITTEN_AS_JSON else _rss_feed
        format_ = "json_feed" if name in _WRITTEN_AS_JSON else "rss"
        yield Feed(name=name, format=format_, first=write(entries[-GREETED:]), whole=write(entries))


def _entry(file: str, at: int, record: dict[str, Any]) -> dict[str, str]:
    """The fields that a feed has, whatever the file calls them."""

    def field(*names: str) -> str:
        return next((str(record[name]) for name in names if record.get(name)), "")

    salary = field("Salary Estimate") or (field("salary_summary") if file == "ashby" else "")
    return {
        "id": f"{file}-{at}",
        "url": field("url") or f"https://{file}.example/postings/{at}",
        "title": field("title", "Job Title"),
        "company": field("company", "Company Name") or ("Uber" if file == "uber" else ""),
        "location": field("location", "Location"),
        "employment": field("employment_type"),
        "salary": salary,
        "posted": field("published_at"),
        "body": field("text_html", "description", "Job Description"),
    }


def _rss_feed(entries: list[dict[str, str]]) -> bytes:
    names = {
        "title": "title",
        "link": "url",
        "guid": "id",
        "company": "company",
        "location": "location",
        "job_type": "employment",
        "salary": "salary",
        "pubDate": "posted",
        "description": "body",
    }
    items = (
        "".join(
            f"<{element}>{_xml(entry[name])}</{element}>" for element, name in names.items() if entry[name]
        )
        for entry in entries
    )
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Written</title>{listed}</channel></rss>'.encode()


def _xml(text: str) -> str:
    return escape(_NO_XML.sub(" ", text))


def _json_feed(entries: list[dict[str, str]]) -> bytes:
    items = [
        {"id": entry["id"], "url": entry["url"], "title": entry["title"], "content_html": entry["body"]}
        for entry in entries
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Written", "items": items}
    ).encode()
