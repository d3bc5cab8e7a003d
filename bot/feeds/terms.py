"""What each kind of source asks of those who read it, as its own pages say. Pure; others keep to it.

A kind is told by the address first (We Work Remotely is RSS like any other) and else by the format: a company
may serve its board under its own name. What a page forbids is off until whoever runs Jobwire decides
(`feeds.permitted`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.domain.source import SourceTerms

_DAY = timedelta(days=1)
_HALF = timedelta(minutes=30)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTerms:
    """The terms of one kind.

    `hosts` are its own, with all below them. `page` is where the terms stand, `says` what they say, in a
    line. `attribution` is the name that cards give, `link` where it leads. `daily_limit` counts requests,
    over all sources of the kind. `why_off` says why it is not read unless somebody decides so; None where
    it is on.
    """

    kind: str
    hosts: tuple[str, ...]
    page: str
    says: str
    attribution: str | None = None
    link: str | None = None
    least_interval: timedelta = timedelta(minutes=30)
    daily_limit: int | None = None
    why_off: str | None = None

    def of_source(self, least_interval: timedelta) -> SourceTerms:
        """The terms of a source of this kind, where its reader asks for at least that pause."""
        return SourceTerms(
            attribution=self.attribution, least_interval=max(self.least_interval, least_interval)
        )

    def pause(self, requests: int, least_interval: timedelta) -> timedelta:
        """How long to wait after a poll of that many requests, so that a day's polls keep to the limit."""
        spread = _DAY * requests / self.daily_limit if self.daily_limit else timedelta(0)
        return max(self.least_interval, least_interval, spread)


def _board(kind: str, hosts: tuple[str, ...], page: str, says: str, interval: timedelta = _HALF) -> KindTerms:
    """A hiring system: a company's own postings, published for everybody; no name has to be given."""
    return KindTerms(kind=kind, hosts=hosts, page=page, says=says, least_interval=interval)


_FORMATS = (
    _board(
        "greenhouse",
        ("greenhouse.io",),
        "https://developers.greenhouse.io/job-board.html",
        "Job Board data is publicly available, and reading it needs no authentication.",
    ),
    _board(
        "ashby",
        ("ashbyhq.com",),
        "https://developers.ashbyhq.com/docs/public-job-posting-api",
        "A public API of postings.",
    ),
    _board(
        "lever",
        ("lever.co",),
        "https://github.com/lever/postings-api",
        "Published postings are public and may be read by third parties.",
    ),
    _board(
        "recruitee",
        ("recruitee.com",),
        "https://docs.recruitee.com/reference/offers",
        "A public API of a career site's offers.",
    ),
    _board(
        "teamtailor",
        ("teamtailor.com",),
        "https://support.teamtailor.com/",
        "Public RSS of a career site; no terms are stated.",
    ),
    _board(
        "personio",
        ("personio.de", "personio.com"),
        "https://developer.personio.de/docs/retrieving-open-positions",
        "A public feed of open positions, meant for other sites.",
    ),
    _board(
        "workable",
        ("workable.com",),
        "https://help.workable.com/",
        "What a career site's widget reads; more than two requests at a time are answered with 429.",
        _HOUR,
    ),
    _board(
        "smartrecruiters",
        ("smartrecruiters.com",),
        "https://developers.smartrecruiters.com/docs/posting-api",
        "A public API of postings: at most ten requests a second, eight at a time.",
        _HOUR,
    ),
    _board(
        "breezy",
        ("breezy.hr",),
        "https://breezy.hr/",
        "Public JSON of a board; who comes too often gets 403.",
        _HOUR,
    ),
    _board(
        "bamboohr",
        ("bamboohr.com",),
        "https://www.bamboohr.com/",
        "What a career page reads; no terms are stated.",
        _HOUR,
    ),
    _board(
        "pinpoint",
        ("pinpointhq.com",),
        "https://www.pinpointhq.com/",
        "Public JSON of a career site; no terms are stated.",
    ),
    _board(
        "rippling",
        ("rippling.com",),
        "https://www.rippling.com/",
        "What a career page reads; no terms are stated.",
        _HOUR,
    ),
    _board(
        "workday",
        ("myworkdayjobs.com",),
        "https://www.workday.com/",
        "What a career site reads; no terms are stated.",
        _HOUR,
    ),
    KindTerms(
        kind="remote_ok",
        hosts=("remoteok.com",),
        page="https://remoteok.com/api",
        says="Link back to the posting on Remote OK and name it as the source, or the access is suspended; "
        "no use of the logo.",
        attribution="Remote OK",
        link="https://remoteok.com",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="remotive",
        hosts=("remotive.com",),
        page="https://github.com/remotive-com/remote-jobs-api",
        says="Link back and name Remotive; no passing on to other job sites, no sign-up wall; at most four "
        "requests a day.",
        attribution="Remotive",
        link="https://remotive.com",
        least_interval=timedelta(hours=6),
        daily_limit=4,
    ),
    KindTerms(
        kind="jobicy",
        hosts=("jobicy.com",),
        page="https://github.com/Jobicy/remote-jobs-api",
        says="No passing on to other job boards, nothing changed; more than once an hour is discouraged.",
        attribution="Jobicy",
        link="https://jobicy.com",
        least_interval=_HOUR,
        daily_limit=24,
    ),
    KindTerms(
        kind="arbeitnow",
        hosts=("arbeitnow.com",),
        page="https://www.arbeitnow.com/blog/job-board-api",
        says="Free, without a key; a link back is asked for.",
        attribution="Arbeitnow",
        link="https://www.arbeitnow.com",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="himalayas",
        hosts=("himalayas.app",),
        page="https://himalayas.app/api",
        says="Free, without a key; its name and a link back have to be shown.",
        attribution="Himalayas",
        link="https://himalayas.app",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="working_nomads",
        hosts=("workingnomads.com",),
        page="https://www.workingnomads.com",
        says="A public list without a key; no terms are stated, so it is named.",
        attribution="Working Nomads",
        link="https://www.workingnomads.com/jobs",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="the_muse",
        hosts=("themuse.com",),
        page="https://www.themuse.com/developers/api/v2",
        says="At most 500 requests an hour without a key.",
        attribution="The Muse",
        link="https://www.themuse.com/search",
        least_interval=_HOUR,
        daily_limit=4_800,
    ),
    KindTerms(
        kind="usajobs",
        hosts=("usajobs.gov",),
        page="https://developer.usajobs.gov/terms-of-use",
        says="Free, with a key that is asked for by e-mail.",
        attribution="USAJOBS",
        link="https://www.usajobs.gov",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="adzuna",
        hosts=("adzuna.com",),
        page="https://developer.adzuna.com/docs/terms_of_service",
        says="With an id and a key; 250 requests a day, 1,000 a week and 2,500 a month; its name has to be "
        "shown.",
        attribution="Jobs by Adzuna",
        link="https://www.adzuna.com",
        least_interval=timedelta(hours=6),
        daily_limit=80,
    ),
    KindTerms(
        kind="hacker_news",
        hosts=("hn.algolia.com",),
        page="https://hn.algolia.com/api",
        says="Free, without a key; at most 10,000 requests an hour.",
        attribution="Hacker News",
        link="https://news.ycombinator.com",
        least_interval=_HALF,
    ),
    KindTerms(
        kind="simplify",
        hosts=(),
        page="https://github.com/SimplifyJobs",
        says="A list in a public repository; what its licence allows was not read.",
        attribution="Simplify",
        link="https://github.com/SimplifyJobs",
        least_interval=timedelta(hours=6),
        why_off="nobody has read yet what its licence allows",
    ),
)

_SITES = (
    KindTerms(
        kind="we_work_remotely",
        hosts=("weworkremotely.com",),
        page="https://weworkremotely.com/api-terms-and-guidelines",
        says="None of its data may serve a job advertising or job search service; applying goes through "
        "its site.",
        attribution="We Work Remotely",
        link="https://weworkremotely.com",
        least_interval=_HOUR,
        why_off="its terms forbid that its data serve a job search service",
    ),
    KindTerms(
        kind="python_org",
        hosts=("python.org",),
        page="https://www.python.org/jobs/",
        says="Public RSS of the 20 latest postings; no terms are stated, so it is named.",
        attribution="Python.org Jobs",
        link="https://www.python.org/jobs/",
        least_interval=_HOUR,
    ),
    KindTerms(
        kind="golangprojects",
        hosts=("golangprojects.com",),
        page="https://www.golangprojects.com",
        says="Public RSS; no terms are stated, so it is named.",
        attribution="Golangprojects",
        link="https://www.golangprojects.com",
        least_interval=_HOUR,
    ),
)

_UNSTATED = KindTerms(
    kind="feed",
    hosts=(),
    page="",
    says="A public feed; what its site asks for was not read.",
    least_interval=timedelta(0),
)
"""Any other feed is read as often as its source says."""

TERMS: Mapping[str, KindTerms] = MappingProxyType({one.kind: one for one in (*_SITES, *_FORMATS)})
"""By kind: a name of `FORMATS`, or of a site whose feed is like any other."""


def terms_of(format_name: str, url: str) -> KindTerms:
    """The terms of a source: those of its site, else those of its format."""
    return terms_at(url) or TERMS.get(format_name, _UNSTATED)


def terms_at(url: str) -> KindTerms | None:
    """The terms of the service whose host this is; None for any other host."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((terms for terms in TERMS.values() if any(_is_at(host, site) for site in terms.hosts)), None)


def link_of(attribution: str) -> str | None:
    """Where the name that a card gives leads, where its kind asks for a link; None for any other name."""
    return _LINKS.get(attribution)


_LINKS = {terms.attribution: terms.link for terms in TERMS.values() if terms.attribution}


def _is_at(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
