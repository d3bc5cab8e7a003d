"""Recognition, limits, and what no document may do to us."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError, FetchFailed, NoSuchFeed
from bot.feeds.formats import FORMATS, read_document
from bot.feeds.formats.document import LONGEST_TEXT, MOST_TAGS
from bot.feeds.formats.feed_elements import MOST_ENTRIES
from bot.feeds.formats.salary import salary_line

URL = "https://feeds.example/jobs"


def feed(*items: str) -> bytes:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>T</title>{entries}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b"", FetchFailed, "is empty"),
        (b"\xef\xbb\xbf \n", FetchFailed, "is empty"),
        (gzip.compress(b"x", mtime=0), FetchFailed, "gzip"),
        (b"%PDF-1.7", FetchFailed, "a PDF"),
        (b"PK\x03\x04...", FetchFailed, "a zip archive"),
        (b"Not Found", NoSuchFeed, "neither RSS, Atom, RDF nor JSON"),
        (b"[]", NoSuchFeed, "no known format"),
        (b"{}", NoSuchFeed, "no known format"),
        (b'{"jobs": null}', NoSuchFeed, "no known format"),
        (b'{"error": {"message": "no such board"}}', NoSuchFeed, "no such board"),
        (b'{"ok":false,"error":"Document not found"}', NoSuchFeed, "Document not found"),
        (b'{"status": 429, "error": "slow down"}', FetchFailed, "slow down"),
        (b'{"status": 503, "error": "maintenance"}', FetchFailed, "maintenance"),
        (b"[" * 100_000, FetchFailed, "broken document"),
        (b'{"n": ' + b"9" * 10_000 + b"}", FetchFailed, "broken document"),
        (b"<html>", NoSuchFeed, "web page"),
        (b"<opml version='2.0'/>", NoSuchFeed, "<opml>"),
    ],
)
def test_what_is_no_feed_is_told_apart_from_what_cannot_be_read(
    body: bytes, error: type[FeedError], words: str
):
    with pytest.raises(error, match=words) as caught:
        read_document(body, url=URL)
    assert type(caught.value) is error
    assert "feeds.example" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "greenhouse"),
        ("https://api.ashbyhq.com/posting-api/job-board/acme", "ashby"),
    ],
)
def test_an_empty_board_is_read_and_recognised_by_its_address(url: str, expected: str):
    document = read_document(b'{"jobs":[]}', url=url)
    assert (document.format, document.entries, document.complete) == (expected, (), True)


def test_an_empty_list_at_an_unknown_address_is_no_board():
    with pytest.raises(NoSuchFeed):
        read_document(b'{"jobs":[]}', url=URL)


@pytest.mark.parametrize("name", ["greenhouse", "ashby"])
def test_a_named_format_reads_an_empty_board_and_refuses_other_json(name: str):
    assert read_document(b'{"jobs":[]}', url=URL, format=name).entries == ()
    with pytest.raises(NoSuchFeed, match="no list 'jobs'"):
        read_document(b'{"data":[]}', url=URL, format=name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_is_no_feed_in_any_format(name: str):
    with pytest.raises(NoSuchFeed, match="web page"):
        read_document(b"<!DOCTYPE html><html><body>We are hiring</body></html>", url=URL, format=name)


def test_an_unknown_format_names_those_that_there_are():
    with pytest.raises(NoSuchFeed, match="greenhouse, ashby"):
        read_document(feed(), url=URL, format="rrs")


def test_a_long_text_is_cut_between_words():
    document = read_document(
        feed("<guid>1</guid><description>" + "héllo " * 60_000 + "</description>"), url=URL
    )
    body = document.entries[0].body
    assert LONGEST_TEXT - 200 < len(body.encode()) <= LONGEST_TEXT
    assert body.endswith("héllo")


def test_entries_beyond_the_most_are_left_out_and_said():
    document = read_document(feed(*["<title>x</title><guid>{}</guid>"] * 2, *[""] * MOST_ENTRIES), url=URL)
    assert any("2 entries beyond the first 10000" in line for line in document.skipped)


def test_tags_are_bounded():
    tags = "".join(f"<category>tag {number}</category>" for number in range(500))
    document = read_document(feed(f"<guid>1</guid>{tags}"), url=URL)
    assert len(document.entries[0].tags) == MOST_TAGS


def test_text_that_a_database_refuses_is_cleaned():
    board = {
        "jobs": [
            {"id": 1, "title": "A\0\ud800B", "content": "x\0\ud800y", "absolute_url": "https://a.example/1"}
        ]
    }
    posting = read_document(json.dumps(board).encode(), url=URL, format="greenhouse").entries[0]
    assert (posting.title, posting.body) == ("A B", "x  y")


def test_ids_of_any_kind_and_length_become_short_texts():
    jobs = [{"id": "x" * 5000, "title": "A"}, {"id": 7, "title": "B"}, {"id": ["no"], "title": "C"}]
    document = read_document(json.dumps({"jobs": jobs}).encode(), url=URL, format="greenhouse")
    assert [len(posting.native_id) for posting in document.entries] == [32, 1]
    assert not document.complete


def test_an_id_made_from_a_link_survives_tracking_parameters():
    one, two = (
        read_document(
            feed(f"<title>A</title><link>https://a.example/1?id=3&amp;utm_source={name}</link>"), url=URL
        )
        for name in ("x", "y")
    )
    assert one.entries[0].native_id == two.entries[0].native_id


def test_a_fragment_of_a_feed_keeps_whole_entries_and_is_not_complete():
    whole = feed(
        "<guid>1</guid><title>A</title>", "<guid>2</guid><title>B</title>", "<guid>3</guid><title>C</title>"
    )
    for end in range(whole.index(b"</item>") + 7, len(whole)):
        document = read_document(whole[:end], url=URL)
        closed = whole[:end].count(b"</item>")
        assert [posting.native_id for posting in document.entries] == ["1", "2", "3"][:closed]
        assert "broken" in document.skipped[0]


@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_a_document_or_a_feed_error(body: bytes):
    try:
        read_document(body, url=URL)
    except FeedError as error:
        assert str(error)


PIECES = st.sampled_from(
    [
        *(
            "<rss>",
            "<channel>",
            "<item>",
            "</item>",
            "</channel>",
            "</rss>",
            "<title>",
            "</title>",
            "<guid>",
            "</guid>",
        ),
        *(
            "<![CDATA[",
            "]]>",
            "&",
            "&amp;",
            "&lt;",
            "&#60;",
            "&#0;",
            "&nbsp;",
            "<!--",
            "-->",
            "<?xml version='1.0'?>",
        ),
        *(
            "<!DOCTYPE rss>",
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "</entry>",
            "</feed>",
            "text",
        ),
        *(
            "<link href='http://[bad'/>",
            "<content type='xhtml'>",
            "<pubDate>",
            "99999999999999",
            "\x00",
            "é",
            "<",
            ">",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25))
def test_no_scrambled_feed_brings_anything_but_a_document_or_a_feed_error(pieces: list[str]):
    try:
        document = read_document("".join(["<rss>", *pieces]).encode(), url=URL)
    except FeedError:
        return
    assert len({posting.native_id for posting in document.entries}) == len(document.entries)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    *("id", "title", "absolute_url", "content", "location", "company_name", "first_published", "departments"),
    *("metadata", "pay_input_ranges", "jobUrl", "secondaryLocations", "address", "compensation", "isListed"),
    *("descriptionHtml", "url", "content_html", "date_published", "tags", "publishedAt", "workplaceType"),
]


@given(
    st.sampled_from(["greenhouse", "ashby", "json_feed"]),
    st.lists(st.dictionaries(st.sampled_from(NAMES), JSON_VALUES) | JSON_VALUES, max_size=3),
)
def test_no_shape_of_json_brings_anything_but_a_document_or_a_feed_error(name: str, records: list[object]):
    for record in records:
        if isinstance(record, dict):
            record.setdefault("id", 1)
            record.setdefault("title", "A")
    body = json.dumps(
        {"jobs": records, "items": records, "version": "https://jsonfeed.org/version/1"}
    ).encode()
    try:
        document = read_document(body, url=URL, format=name)
    except FeedError:
        return
    assert all(isinstance(posting.body, str) and posting.native_id for posting in document.entries)


@pytest.mark.parametrize(
    ("low", "high", "currency", "period", "line"),
    [
        (150000, 200000, "usd", "year", "150000-200000 USD per year"),
        (150000, 150000.0, "USD", "year", "150000 USD per year"),
        (None, 30.5, "EUR", "hour", "up to 30.5 EUR per hour"),
        (40, None, "GBP", "hour", "from 40 GBP per hour"),
        (0, 0, "USD", "year", None),
        (None, None, "USD", "year", None),
        (True, "90", "USD", "year", None),
        (1200, 1500, None, None, "1200-1500"),
        (float("nan"), float("inf"), "USD", "year", None),
    ],
)
def test_pay_in_fields_becomes_one_line(
    low: object, high: object, currency: object, period: str | None, line: str | None
):
    assert salary_line(low, high, currency, period) == line


@pytest.mark.parametrize(
    "filling",
    ["<a/>", "& ", "&#65;", "]]>", "&lt;b "],
    ids=["tags", "bare", "references", "marks", "escaped"],
)
def test_a_document_that_would_take_minutes_is_refused_before_it_is_parsed(filling: str):
    with pytest.raises(FetchFailed, match="too large"):
        read_document(feed(f"<guid>1</guid><description>{filling * 2_100_000}</description>"), url=URL)


def test_sections_that_do_not_balance_are_read_as_the_standard_says():
    open_end = f"<guid>1</guid><description><![CDATA[a {'<![CDATA[' * 1000} b]]></description>"
    document = read_document(feed(open_end, "<guid>2</guid>"), url=URL)
    assert document.entries[0].body.startswith("a <![CDATA[")
    assert document.entries[0].body.endswith("b")


def test_the_example_of_the_how_to_works():
    page = Path(__file__).parents[3] / "docs" / "howto" / "add-a-source-format.md"
    names: dict[str, Any] = {}
    exec(page.read_text("utf-8").split("```python\n")[1].split("```")[0], names)  # noqa: S102
    document = names["EXAMPLE"].parse(b'{"openings": [{"id": 7, "title": "Cook"}, {"title": "No id"}]}', URL)
    assert [posting.title for posting in document.entries] == ["Cook"]
    assert not document.complete
