"""No shape of JSON breaks a format: each of its fields with any value, wherever the format looks for it."""

import inspect
import json
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.formats import FORMATS, read_document

_XML = {"rss", "atom", "rdf", "teamtailor", "personio"}
_LISTS = ("jobs", "offers", "content", "data", "result", "results", "jobPostings", "hits", "items")
_NEEDED = (
    *("id", "uuid", "guid", "slug", "shortcode", "objectID", "externalPath"),
    *("title", "name", "text", "position", "jobTitle", "jobOpeningName", "comment_text"),
)
_URLS = {
    "workday": "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs",
    "adzuna": "https://api.adzuna.com/v1/api/jobs/gb/search/1",
    "rippling": "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs",
}


def fields_of(name: str) -> list[str]:
    """The field names that stand in the format's own file."""
    source = inspect.getsource(sys.modules[FORMATS[name].parse.__module__])
    return sorted(set(re.findall(r'"(@?[A-Za-z][A-Za-z_]*)"', source)))


def values(fields: list[str]) -> st.SearchStrategy[object]:
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    plain |= st.sampled_from(
        ["https://acme.example/a", "/job/Berlin/Engineer_1", "http://[bad", "1e999", *fields]
    )
    return st.recursive(
        plain,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(fields), inner, max_size=4)
        ),
        max_leaves=12,
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in _XML])
def test_no_shape_of_json_brings_anything_but_a_document_or_a_feed_error(name: str):
    fields = fields_of(name)
    value = values(fields)
    found = [0]

    @settings(max_examples=25)
    @given(st.lists(st.dictionaries(st.sampled_from(fields), value) | value, max_size=3), value, value)
    def reads(records: list[object], other: object, detail: object) -> None:
        for record in records:
            if isinstance(record, dict):
                for field in _NEEDED:
                    record.setdefault(field, "/7")
        around = {**dict.fromkeys(_LISTS, records), "count": other, "page_count": other, "links": other}
        url = _URLS.get(name, "https://feeds.example/x")
        for whole in (around, records, {"@type": "JobPosting", "title": "A", "identifier": other}):
            try:
                document = read_document(body_of(name, whole), url=url, format=name)
            except FeedError:
                continue
            found[0] += len(document.entries)
            assert all(isinstance(one.body, str) and one.native_id for one in document.entries)
            about = FORMATS[name].detailed
            if about is not None and document.entries:
                for page in (detail, {"jobAd": detail, "jobPostingInfo": detail, "result": detail}):
                    try:
                        full = about(document.entries[0], json.dumps(page).encode(), url)
                    except FeedError:
                        continue
                    assert full.native_id == document.entries[0].native_id

    reads()
    assert found[0] or name in {"usajobs", "hacker_news"}


def body_of(name: str, whole: object) -> bytes:
    text = json.dumps(whole)
    if name != "json_ld":
        return text.encode()
    return f'<html><script type="application/ld+json">{text}</script>JobPosting</html>'.encode()
