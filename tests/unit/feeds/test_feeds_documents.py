"""Documents as bytes beside what reading them must yield: a new case is two files in tests/data/feeds."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from bot import errors
from bot.domain.posting import Posting
from bot.feeds.formats import read_document

DATA = Path(__file__).parents[2] / "data" / "feeds"
URL = "https://feeds.example/x/jobs"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))


def stated(posting: Posting) -> dict[str, object]:
    """The fields that hold something, as JSON has them."""
    values = {field.name: getattr(posting, field.name) for field in fields(posting)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in (None, ())
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_document_reads_as_expected(path: Path):
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
    if "error" in expected:
        with pytest.raises(getattr(errors, expected["error"])) as caught:
            read_document(path.read_bytes(), url=URL)
        assert type(caught.value).__name__ == expected["error"]
        assert str(caught.value) == expected["says"]
        return
    document = read_document(path.read_bytes(), url=URL)
    assert [stated(posting) for posting in document.entries] == expected["entries"]
    assert document.format == expected["format"]
    assert document.title == expected["title"]
    assert document.complete == expected["complete"]
    assert list(document.skipped) == expected.get("skipped", [])
    assert (document.next_page.url if document.next_page else None) == expected.get("next_url")


def test_every_expectation_has_its_document():
    expectations = {path.name.removesuffix(".expected.json") for path in DATA.glob("*.expected.json")}
    assert expectations == {path.name for path in CASES}
