"""Jobicy: https://jobicy.com/api/v2/remote-jobs , with `?count=`, `?geo=`, `?industry=` and `?tag=`.

https://github.com/Jobicy/remote-jobs-api . The newest fifty to a hundred, three hours after they appeared,
remote all of them. Pay has a currency and a span; 0 means that none is told.
"""

from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, records, text
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import identifier, joined, number, read_each, title_of, web
from bot.feeds.formats.salary import salary_line


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Jobicy's list: by its address, or by fields that only it has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"jobs"' not in head:
        return False
    return (urlsplit(url).hostname or "").removeprefix("www.") == "jobicy.com" or b'"jobGeo"' in head


def parse(body: bytes, url: str) -> Document:
    """Read the list."""
    read = read_each(records(load(body, url), "jobs", url), _posting)
    return Document(format="jobicy", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record) -> Posting | None:
    address, title = web(record.get("url")), title_of(record.get("jobTitle"))
    native_id = identifier(record, "id", url=address)
    if native_id is None or title is None:
        return None
    low, high = (number(record.get(name)) for name in ("salaryMin", "salaryMax"))
    if low is None and high is None:  # older answers
        low, high = (number(record.get(name)) for name in ("annualSalaryMin", "annualSalaryMax"))
    span = period(record.get("salaryPeriod")) or ("year" if "annualSalaryMin" in record else None)
    tags = (title_of(tag) for tag in _list(record, "jobIndustry"))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "jobDescription", "jobExcerpt")),
        title=title,
        company=title_of(record.get("companyName")),
        url=address,
        location=line(record.get("jobGeo")),
        workplace="Remote",
        employment=joined(*_list(record, "jobType")),
        salary=salary_line(low, high, record.get("salaryCurrency"), span),
        posted=instant(record.get("pubDate")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


def _list(record: Record, name: str) -> list[object]:
    value = record.get(name)
    return value if isinstance(value, list) else [value]


JOBICY = Format(name="jobicy", parse=parse, complete_list=False, recognises=recognises)
