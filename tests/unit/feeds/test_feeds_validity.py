from datetime import UTC, datetime

import pytest

from bot.domain.expiry import expires_at
from bot.domain.posting import Posting
from bot.feeds.formats import read_document

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title><item><title>Go Developer</title>
<link>https://jobs.example/1</link>%s</item></channel></rss>"""
PAGE = """<description><![CDATA[<p>Go.</p><script type="application/ld+json">{"@type": "JobPosting",
"validThrough": "%s"}</script>]]></description>"""


@pytest.mark.parametrize(
    ("stated", "posted", "end"),
    [
        ("2026-11-30T17:00:00+01:00", None, datetime(2026, 11, 30, 16, tzinfo=UTC)),
        ("2026-11-30T17:00:00", None, datetime(2026, 11, 30, 17, tzinfo=UTC)),
        ("2026-11-30", None, datetime(2026, 12, 1, 12, tzinfo=UTC)),  # also over in the last zone
        ("2026-11-30", "2026-11-30T09:00:00+00:00", datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("2026-10-01", "2026-11-30", None),  # it ended before it began: nonsense
        ("until filled", None, None),
        ("2026-13-45", None, None),
        (None, "2026-11-30", None),
    ],
)
def test_until_when_a_posting_holds(stated: str | None, posted: str | None, end: datetime | None) -> None:
    assert expires_at(Posting(native_id="1", body="", valid_through=stated, posted=posted)) == end


@pytest.mark.parametrize(
    ("element", "says"),
    [
        ("<expires_at>Sun, 20 Dec 2026 10:00:00 +0000</expires_at>", "2026-12-20T10:00:00+00:00"),
        ("<validThrough>2026-12-20</validThrough>", "2026-12-20"),
        (PAGE % "2026-12-20T10:00:00Z", "2026-12-20T10:00:00+00:00"),
        ("<description>It is valid until 2026-12-20, validThrough.</description>", None),
        ("", None),
    ],
)
def test_a_feed_says_until_when_its_entry_holds(element: str, says: str | None) -> None:
    (posting,) = read_document((RSS % element).encode(), url="https://jobs.example/feed").entries
    assert posting.valid_through == says
