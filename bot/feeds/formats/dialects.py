"""What single sites mean by the fields of their feeds: companies in titles, places in own elements."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, line
from bot.feeds.formats.feed_elements import Elements
from bot.feeds.formats.validity import valid_through

_LEGAL = re.compile(r"(?:inc|llc|ltd|gmbh|corp|co|s\.?a|b\.?v|plc|limited)\.?", re.IGNORECASE)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+\\s*")
_LONGEST_PLACE = 100
_REMOTE_STATUS = {"fully": "Remote", "hybrid": "Hybrid", "none": "On-site", "temporary": "Temporarily remote"}


def in_dialect(posting: Posting, elements: Elements, *, feed_title: str | None, url: str) -> Posting:
    """The posting with what the feed's own elements and its site's habits say."""
    posting = _with_elements(posting, elements)
    host = (urlsplit(posting.url or url).hostname or "").removeprefix("www.")
    if host == "weworkremotely.com" or (feed_title or "").startswith("We Work Remotely"):
        return _we_work_remotely(posting, elements)
    if host == "python.org" or host.endswith(".python.org"):
        return _python_org(posting)
    if elements.text("remoteStatus") or host.endswith(".teamtailor.com"):
        return _teamtailor(posting, elements, feed_title)
    return _company_after_at(posting, elements)


def _with_elements(posting: Posting, elements: Elements) -> Posting:
    place = elements.text("location", "jobLocation", "job_location", "region")
    if place is None:
        parts = (elements.text("city"), elements.text("state"), elements.text("country"))
        place = ", ".join(part for part in parts if part)
    return replace(
        posting,
        company=line(
            elements.text("company", "companyName", "company_name", "employer", "hiringOrganization")
        ),
        location=line(place),
        employment=line(elements.text("job_type", "jobType", "employmentType", "employment_type", "type")),
        salary=line(elements.text("salary", "salaryRange", "salary_range", "compensation")),
        workplace=line(elements.text("workplaceType", "remote_type")),
        valid_through=valid_through(elements),
    )


def _we_work_remotely(posting: Posting, elements: Elements) -> Posting:
    """Read "Company: Role"; everything there is remote; skills are one line, "A, B, and C"."""
    company, colon, role = (posting.title or "").partition(": ")
    skills = re.split(r",\s*(?:and\s+)?|\s+and\s+(?=[^,]*$)", elements.text("skills") or "")
    places = (*elements.texts("region"), *elements.texts("country"), *elements.texts("state"))
    location = _FLAGS.sub("", "; ".join(dict.fromkeys(place for place in places if place)))
    return replace(
        posting,
        title=role if colon else posting.title,
        company=posting.company or (company if colon else None),
        location=line(location),
        workplace="Remote",
        tags=tuple(dict.fromkeys((*posting.tags, *(skill for skill in map(line, skills) if skill))))[
            :MOST_TAGS
        ],
    )


def _python_org(posting: Posting) -> Posting:
    """Read "Job, Company"; the first line of the text is the place."""
    title, comma, company = (posting.title or "").rpartition(", ")
    if _LEGAL.fullmatch(company) and ", " in title:  # "Developer, Acme, Inc."
        title, _, name = title.rpartition(", ")
        company = f"{name}, {company}"
    first = re.split(r"\n|<br\s*/?>|</p>", posting.body.strip(), maxsplit=1)[0]
    place = ", ".join(dict.fromkeys(re.sub(r"<[^>]+>", "", first).strip().split(", ")))
    return replace(
        posting,
        title=title if comma else posting.title,
        company=company if comma else posting.company,
        location=posting.location or (line(place) if len(place) <= _LONGEST_PLACE else None),
    )


def _teamtailor(posting: Posting, elements: Elements, feed_title: str | None) -> Posting:
    """https://teamtailor.com/locations : each place has a city, a country and a name."""
    cities, countries = elements.texts("city"), elements.texts("country")
    if len(cities) == len(countries):
        places = [f"{city}, {country}" for city, country in zip(cities, countries, strict=True)]
    else:
        places = list(cities or elements.texts("name") or countries)
    status = (elements.text("remoteStatus") or "").strip().lower()
    tags = (*posting.tags, *elements.texts("department"), *elements.texts("role"))
    return replace(
        posting,
        company=posting.company or feed_title,
        location=line("; ".join(dict.fromkeys(places))) or posting.location,
        workplace=_REMOTE_STATUS.get(status, posting.workplace),
        tags=tuple(dict.fromkeys(tag for tag in map(line, tags) if tag))[:MOST_TAGS],
    )


def _company_after_at(posting: Posting, elements: Elements) -> Posting:
    """Read "Role at Company (Place)", where the entry's author or place says the same."""
    title = posting.title or ""
    if posting.location and title.endswith(f" ({posting.location})"):
        title = title.removesuffix(f" ({posting.location})")
    company = posting.company
    for author in (company, *elements.texts("name", "creator")):
        if author and title.endswith(f" at {author}"):
            return replace(posting, title=title.removesuffix(f" at {author}"), company=author)
    return replace(posting, title=title or None)
