"""Which feed belongs to an address of a hiring system or job board that is known by its host. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from bot.feeds.formats.slugs import name_from_slug

_OWN_PAGES = frozenset(
    {
        *("embed", "api", "jobs", "www", "app", "career", "careers", "blog", "support", "docs", "help", "j"),
        *("about", "pricing", "login", "press", "status", "developers", "marketing", "hire", "accounts", "o"),
    }
)
"""What stands where a company's name would, and is a page of the service itself."""

_LOCALE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2})?")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed to poll: its address, its format, and what to call it (the company or the feed's title)."""

    url: str
    format: str
    name: str


def recognise(url: str) -> FoundFeed | None:
    """The feed that an address belongs to, without asking anybody; None for any other address."""
    return company_board(url) or _found(_SITES, url)


def company_board(url: str) -> FoundFeed | None:
    """The board of one company that an address belongs to; None also for a job board of many."""
    return _found(_SYSTEMS, url)


def other_address(feed: FoundFeed) -> FoundFeed | None:
    """Where the same board may be when it is not where most of its kind are; None where that is all."""
    other = feed.url
    if feed.format == "bamboohr":
        other = feed.url.replace("/careers/list", "/jobs/embed2.php")
    elif feed.format == "personio":
        other = feed.url.replace(".personio.de/", ".personio.com/")
    return None if other == feed.url else replace(feed, url=other)


def _found(hosts: "_Hosts", url: str) -> FoundFeed | None:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    for pattern, board in hosts:
        found = pattern.fullmatch(host)
        if found is not None:
            return board(found, parts)
    return None


def _steps(parts: SplitResult) -> list[str]:
    return [step for step in parts.path.split("/") if step]


def _company(slug: str | None) -> str | None:
    return None if slug is None or unquote(slug).lower() in _OWN_PAGES else name_from_slug(slug)


def _after(parts: SplitResult, *before: str) -> str | None:
    """The step of the path that follows these."""
    steps = _steps(parts)
    return steps[len(before)] if len(steps) > len(before) and tuple(steps[: len(before)]) == before else None


def _feed(slug: str | None, address: str, format_name: str) -> FoundFeed | None:
    """The feed whose address has {} in the place of the slug."""
    name = _company(slug)
    if slug is None or name is None:
        return None
    return FoundFeed(address.format(quote(unquote(slug))), format_name, name)


def _greenhouse(_host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    """European boards have pages on a host of their own; the API serves all of them from one."""
    first = next(iter(_steps(parts)), None)
    board = parse_qs(parts.query).get("for", [first])[0]
    board = _after(parts, "v1", "boards") if "-api" in _host.group() else board
    address = "https://boards-api.greenhouse.io/v1/boards/{}/jobs?content=true"
    return _feed(board.lower() if board else None, address, "greenhouse")


def _ashby(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    before = ("posting-api", "job-board") if host.group().startswith("api.") else ()
    address = "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true"
    return _feed(_after(parts, *before), address, "ashby")


def _lever(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    before = ("v0", "postings") if host.group(1) == "api" else ()
    return _feed(
        _after(parts, *before), f"https://api{host.group(2)}.lever.co/v0/postings/{{}}?mode=json", "lever"
    )


def _workable(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    steps = _steps(parts)
    slug = host.group(1) if host.group(1) != "apply" else steps[0] if steps else None
    if slug == "api":
        slug = _after(parts, "api", "v1", "widget", "accounts")
    address = "https://apply.workable.com/api/v1/widget/accounts/{}?details=true"
    return _feed(slug, address, "workable")


def _smartrecruiters(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    before = ("v1", "companies") if host.group(1) == "api" else ()
    address = "https://api.smartrecruiters.com/v1/companies/{}/postings?limit=100"
    return _feed(_after(parts, *before), address, "smartrecruiters")


def _rippling(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    before: tuple[str, ...] = ()
    if host.group(1) == "api":
        before = ("platform", "api", "ats", "v1", "board")
    elif (steps := _steps(parts)) and _LOCALE.fullmatch(steps[0]):
        before = (steps[0],)
    address = "https://api.rippling.com/platform/api/ats/v1/board/{}/jobs"
    return _feed(_after(parts, *before), address, "rippling")


def _workday(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    """A career site is named by the path, behind a language: /en-US/External/job/..."""
    steps = _steps(parts)
    tenant = host.group(1)
    if steps[:2] == ["wday", "cxs"]:
        steps = steps[3:]
    elif steps and _LOCALE.fullmatch(steps[0]):
        steps = steps[1:]
    name = _company(tenant)
    if not steps or name is None:
        return None
    return FoundFeed(f"https://{host.group()}/wday/cxs/{tenant}/{steps[0]}/jobs", "workday", name)


def _subdomain(format_name: str, address: str) -> "_Board":
    """A system that gives each company a host of its own."""

    def board(host: re.Match[str], _parts: SplitResult) -> FoundFeed | None:
        name = _company(host.group(1).partition(".")[0])
        return FoundFeed(address.format(host.group(1)), format_name, name) if name else None

    return board


def _bamboohr(host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
    """The list; the widget where somebody names it, for some companies answer only there."""
    page = "jobs/embed2.php" if parts.path.startswith("/jobs/embed2") else "careers/list"
    return _feed(host.group(1), f"https://{{}}.bamboohr.com/{page}", "bamboohr")


def _personio(host: re.Match[str], _parts: SplitResult) -> FoundFeed | None:
    return _feed(host.group(1), f"https://{{}}.jobs.personio.{host.group(2)}/xml", "personio")


def _site(format_name: str, address: str, name: str) -> "_Board":
    """A job board with one list; an address of its interface stays as it is, filters and all."""
    start = urlsplit(address)

    def board(_host: re.Match[str], parts: SplitResult) -> FoundFeed | None:
        own = parts.path.rstrip("/") == start.path.rstrip("/") and parts.hostname == start.hostname
        if own and parts.query:
            return FoundFeed(parts._replace(scheme="https", fragment="").geturl(), format_name, name)
        return FoundFeed(address, format_name, name) if own or parts.path in {"", "/"} else None

    return board


_Board = Callable[[re.Match[str], SplitResult], FoundFeed | None]

_Hosts = tuple[tuple[re.Pattern[str], _Board], ...]

_SYSTEMS: _Hosts = tuple(
    (re.compile(pattern), board)
    for pattern, board in (
        (r"(?:job-)?boards(?:-api)?(?:\.eu)?\.greenhouse\.io", _greenhouse),
        (r"(?:jobs|api)\.ashbyhq\.com", _ashby),
        (r"(jobs|api)(|\.eu)\.lever\.co", _lever),
        (
            r"([a-z0-9-]+(?:\.[a-z]{2})?)\.teamtailor\.com",
            _subdomain("teamtailor", "https://{}.teamtailor.com/jobs.rss"),
        ),
        (
            r"([a-z0-9-]+)\.recruitee\.com",
            _subdomain("recruitee", "https://{}.recruitee.com/api/offers/"),
        ),
        (r"([a-z0-9-]+)\.jobs\.personio\.(de|com)", _personio),
        (r"(apply|[a-z0-9-]+)\.workable\.com", _workable),
        (r"(jobs|careers|api)\.smartrecruiters\.com", _smartrecruiters),
        (r"([a-z0-9-]+)\.breezy\.hr", _subdomain("breezy", "https://{}.breezy.hr/json")),
        (r"([a-z0-9-]+)\.bamboohr\.com", _bamboohr),
        (
            r"([a-z0-9-]+)\.pinpointhq\.com",
            _subdomain("pinpoint", "https://{}.pinpointhq.com/postings.json"),
        ),
        (r"(ats|api)\.rippling\.com", _rippling),
        (r"([a-z0-9_-]+)\.wd\d+\.myworkdayjobs(?:-impl)?\.com", _workday),
    )
)

_SITES: _Hosts = tuple(
    (re.compile(pattern), board)
    for pattern, board in (
        (r"(?:www\.)?remoteok\.(?:com|io)", _site("remote_ok", "https://remoteok.com/api", "Remote OK")),
        (
            r"(?:www\.)?remotive\.(?:com|io)",
            _site("remotive", "https://remotive.com/api/remote-jobs", "Remotive"),
        ),
        (
            r"(?:www\.)?jobicy\.com",
            _site("jobicy", "https://jobicy.com/api/v2/remote-jobs?count=100", "Jobicy"),
        ),
        (
            r"(?:www\.)?arbeitnow\.com",
            _site("arbeitnow", "https://www.arbeitnow.com/api/job-board-api", "Arbeitnow"),
        ),
        (
            r"(?:www\.)?himalayas\.app",
            _site("himalayas", "https://himalayas.app/jobs/api?limit=20", "Himalayas"),
        ),
        (
            r"(?:www\.)?workingnomads\.com?",
            _site("working_nomads", "https://www.workingnomads.com/api/exposed_jobs/", "Working Nomads"),
        ),
        (
            r"(?:www\.)?themuse\.com",
            _site("the_muse", "https://www.themuse.com/api/public/jobs?page=0", "The Muse"),
        ),
        (
            r"(?:news\.ycombinator|hn\.algolia)\.com",
            _site(
                "hacker_news",
                "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring",
                "Hacker News: Who is hiring",
            ),
        ),
    )
)
