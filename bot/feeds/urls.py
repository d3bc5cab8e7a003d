"""Brings the many addresses of one posting to one form, for comparison only. Pure."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_.*|gh_src|lever-(?:source|origin).*|ref|referrer|referer|source|src|sid|trk|trackingid|via|"
    r"fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|cmp|campaign|rcid|"
    r"recruiter|codes|promotion|jobboard|job_board|ashby_src|_ga",
    re.IGNORECASE,
)
_APPLYING = re.compile(r"/(?:apply|application|applications/new|c/new)$", re.IGNORECASE)
_GENERIC = re.compile(
    r"/?(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:about/|company/)?(?:jobs?|careers?|join(?:-us)?|work-with-us|openings|positions)?",
    re.IGNORECASE,
)

_BOARDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # name of the comparison form, pattern over host/path whose groups identify the posting there
    ("greenhouse", re.compile(r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/[^/]+/jobs/(\d+)")),
    ("greenhouse", re.compile(r"boards-api\.greenhouse\.io/v1/boards/[^/]+/jobs/(\d+)")),
    ("ashby", re.compile(r"jobs\.ashbyhq\.com/[^/]+/([^/]+)")),
    ("lever", re.compile(r"jobs(?:\.eu)?\.lever\.co/[^/]+/([^/]+)")),
    ("workable", re.compile(r"apply\.workable\.com/(?:[^/]+/)?j/([^/]+)")),
    ("smartrecruiters", re.compile(r"jobs\.smartrecruiters\.com/[^/]+/(\d+)(?:-[^/]*)?")),
    ("personio", re.compile(r"([^/.]+)\.jobs\.personio\.(?:de|com)/job/(\d+)")),
    ("recruitee", re.compile(r"([^/.]+)\.recruitee\.com/o/([^/]+)")),
    ("teamtailor", re.compile(r"([^/.]+)(?:\.[^/.]+)?\.teamtailor\.com/jobs/(\d+)(?:-[^/]*)?")),
    ("breezy", re.compile(r"([^/.]+)\.breezy\.hr/p/([0-9a-f]+)(?:-[^/]*)?")),
    ("bamboohr", re.compile(r"([^/.]+)\.bamboohr\.com/careers/(\d+)(?:/detail)?")),
    ("pinpoint", re.compile(r"([^/.]+)\.pinpointhq\.com/(?:[a-z]{2}/)?postings/([^/]+)")),
    ("rippling", re.compile(r"ats\.rippling\.com/(?:[a-z]{2}(?:-[A-Za-z]{2})?/)?[^/]+/jobs/([^/]+)")),
    (
        "workday",
        re.compile(r"([^/.]+)\.wd\d+\.myworkdayjobs\.com/(?:[a-z]{2}-[A-Za-z]{2}/)?([^/]+)/job/.*_([^/_]+)"),
    ),
)
_EMBEDDED = {"gh_jid": "greenhouse", "ashby_jid": "ashby"}
"""Query parameters by which a company's own page names a board's posting."""


def canonical_url(url: str | None) -> str | None:
    """The one form of a posting's address: no scheme, www, fragment, tracking or "/apply".

    All forms of an applicant-tracking system's address for one posting give one form, such as
    "greenhouse/4012345". None when there is no http(s) address. It is not meant to be opened.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    query = parse_qsl(parts.query)
    path = _APPLYING.sub("", re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/"))
    board = _on_board(host, path, query)
    if board is not None:
        return board
    kept = sorted((name, value) for name, value in query if not _TRACKING.fullmatch(name))
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    return f"{place}{path}" + (f"?{urlencode(kept)}" if kept else "")


def names_one_posting(canonical: str) -> bool:
    """Whether a canonical address can belong to one posting: a home or careers page cannot."""
    host, slash, path = canonical.partition("/")
    return "?" in host or "?" in path or bool(slash and not _GENERIC.fullmatch(path))


def _on_board(host: str, path: str, query: list[tuple[str, str]]) -> str | None:
    named = {name.lower(): value for name, value in query}
    for parameter, board in _EMBEDDED.items():
        if named.get(parameter):
            return f"{board}/{named[parameter].lower()}"
    if host.endswith("greenhouse.io") and path.endswith("/embed/job_app") and named.get("token"):
        return f"greenhouse/{named['token']}"
    for board, pattern in _BOARDS:
        if found := pattern.fullmatch(f"{host}{path}"):
            return "/".join((board, *found.groups())).lower()
    return None
