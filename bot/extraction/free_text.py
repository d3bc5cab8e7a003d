"""Reads a posting that is nothing but text: what its first lines say of title and company.

The usual form is "Company | Title | Place | REMOTE | pay"; others are "Company (YC W24) is hiring a Title",
a title on a line of its own, and prose that names the title.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

ROLE_NOUN = re.compile(
    r"(?<![\w@.])(?:engineers?|engs?\b|engineering|mts|technical staff|fdes?|developers?|devs?"
    r"|designers?|scientists?|analysts?|architects?|programmers?|administrators?|managers?"
    r"|recruiters?|researchers?|consultants?|writers?|strategists?|marketers?|specialists?"
    r"|directors?|executives?|officers?"
    r"|representatives?|associates?|interns?(?:hips?)?|technicians?|leads?|owners?|testers?"
    r"|assistants?|coordinators?|accountants?|evangelists?|advocates?|educators?|generalists?"
    r"|founders?|hackers?|scribes?|editors?|auditors?|supervisors?|head of \w+|vp of \w+"
    r"|postdocs?|phd (?:position|student)s?"
    r"|swes?|sres?|sdets?|sdes?|tpms?|pms?|mles?|ctos?|aes?|bdrs?|sdrs?|csms?|devops|qa"
    r"|full[- ]?stack|backend|back-end|frontend|front-end|entwickler(?:in)?|d\u00e9veloppeu\w+"
    r"|partner(?= manager)|fellows?|positions?|roles?|jobs?|openings?)(?![\w@]|\.\w)",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:multiple|various|several|many|all|open|numerous|other) (?:\w+ )?(?:roles?"
    r"|positions?|openings?|jobs?|engineers?|engineering)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w-])[\w-]+\.(?:com|io|ai|co|org|net|dev|app|tech|xyz|eu|de|uk|inc|so"
    r"|us|health|world|build)\b(?:/\S*)?",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(?:remote|on-?site|hybrid|in[- ](?:office|person)|full[- ]?time|part[- ]?time"
    r"|contract(?:or)?|permanent|visas?|equity|wfh|intern(?:ship)?s?|freelance|relocation)\b"
    r"|[$\u20ac\u00a3]\s?\d|\d\s?k\b",
    re.IGNORECASE,
)
_TITLE_WITH_TERMS = re.compile(
    r"\b(?:engineers?|developers?|designers?|scientists?|analysts?|managers?|architects?"
    r"|writers?|recruiters?|researchers?|consultants?|specialists?|technicians?|executives?|administrators?"
    r"|swe|sre|lead|cto)\b",
    re.IGNORECASE,
)
_IS_HIRING = re.compile(
    r"^(?P<company>[^|\n]{2,80}?)\s(?:(?:is|are|is now|are now)\s(?:hiring|looking for|seeking"
    r"|recruiting)|needs|wants|seeks)\b(?:\sfor)?\s?(?::\s?)?(?P<title>[^\n|]{0,140})",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"^(?:come )?join (?P<company>[A-Z][^|\n,.!]{1,40}?) as (?:an?|our|the) (?P<title>[^\n|.!]{3,100})"
    r"(?=[.!]|$)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s{0,3}\[[^\[\]]{2,40}\]|"
    r"\s{0,3}\((?:yc [^()]*|[^()]*(?:https?:|www\.|\.(?:com|io|ai|co|org|net|dev))[^()]*"
    r"|series \w[^()]*|[wsf]\d\d)\)",
    re.IGNORECASE,
)
_TERMS_NOTE = re.compile(
    r"\s\((?:(?:fully )?remote|on-?site|hybrid|full[- ]time|part[- ]time|contract)\)$", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:an?|the|our|for|multiple|several|its first|their)\s+", re.IGNORECASE)
_WORDS_BEFORE = r"(?:(?:[A-Z][\w+#./&'-]*|\.NET|C\+\+|of|and|&|/|\u2013|ii|iii)\s+|[A-Z]\w*/)"
TITLE_PHRASE = re.compile(
    rf"(?:{_WORDS_BEFORE}){{0,7}}(?:Engineers?|Developers?|Designers?|Scientists?|Analysts?"
    rf"|Architects?|Programmers?|Administrators?|Managers?|Recruiters?|Researchers?"
    rf"|Consultants?|Writers?|Specialists?|Directors?|Executives?|Representatives?|Technicians?"
    rf"|SREs?|SWEs?|Leads?|Interns?)\b"
    r"(?:\s?\([^()\n]{2,40}\)|,? [-\u2013] [A-Z][\w/-]+(?: [A-Z][\w/-]+)?)?"
)
_STARTS = re.compile(
    r"^(?:(?:Explore|Discover|Looking|Join|Find|Seeking|Hiring|About|We|Our|The|As|Search"
    r"|Browse|Are|For|In|With|An?)\s+)+"
)
_AT_COMPANY = re.compile(
    r"(?P<title>.+)\s(?:at|@)\s"
    r"(?P<company>[A-Z0-9][\w.&'\u2019+-]*(?:,? (?:&|and|of|the|for|[A-Z0-9][\w.&'\u2019+-]*)){0,5})"
    r"(?P<note>\s*\([^()]{1,40}\))?"
)
_NO_COMPANY = re.compile(
    r"(?:(?:large )?scale|home|night|sea|large|heart|work|(?:all|any) levels?|startups?|early[- ]stage.*"
    r"|(?:our|the|your|one)\b.*)",
    re.IGNORECASE,
)
_SHORT_LINE = 100
_OPENING_LINES = 6
_A_PAIR = 2
_LONGEST_TITLE = 160
_PROSE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """What the first lines say. `segments` are the parts of a divided first line; `heading` is that line."""

    title: str = ""
    company: str | None = None
    heading: str = ""
    segments: tuple[str, ...] = ()
    many: bool = False


def role_at_company(title: str, is_place: Callable[[str], bool]) -> tuple[str, str] | None:
    """Title and company of a title that is plainly "role at Company", else None."""
    found = _AT_COMPANY.fullmatch(title) if len(title) <= _LONGEST_TITLE else None
    if found is None:
        return None
    role, company = found["title"], found["company"].strip(" ,")
    if not ROLE_NOUN.search(role) or ROLE_NOUN.fullmatch(company) or _NO_COMPANY.fullmatch(company):
        return None
    if is_place(company):
        return None
    return f"{role}{found['note'] or ''}", company


def read_free_text(text: str, is_place: Callable[[str], bool]) -> FreeText:
    """Title, company and heading of a text; empty where the text names none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return FreeText()
    hiring = _IS_HIRING.match(lines[0])
    if hiring is not None and "|" not in hiring["company"]:
        return _of_announcement(hiring, lines)
    segments = _segments(lines[0])
    if len(segments) > 1:
        return _of_segments(lines, segments, is_place)
    joining = _JOIN.match(lines[0])
    if joining is not None and ROLE_NOUN.search(joining["title"]):
        return FreeText(title=_clean(joining["title"]), company=_clean(joining["company"]), heading=lines[0])
    named = role_at_company(lines[0], is_place)
    if named is not None:
        return FreeText(title=_clean(named[0]), company=_clean(named[1]), heading=lines[0])
    return _of_lines(lines)


def _segments(line: str) -> tuple[str, ...]:
    if "|" in line:
        return tuple(part.strip() for part in line.split("|") if part.strip())
    for divider in (r"\s[\u2014\u2013]\s", r"\s-\s", r"\s?\u2022\s?", r"\s//\s", r"\s::\s"):
        parts = tuple(part.strip() for part in re.split(divider, line) if part.strip())
        if len(parts) > _A_PAIR or (
            len(parts) == _A_PAIR
            and len(line) <= _SHORT_LINE
            and _TERMS.search(line)
            and not _looks_like_title(parts[0])
        ):
            return parts
    return (line,)


def _of_segments(lines: list[str], segments: tuple[str, ...], is_place: Callable[[str], bool]) -> FreeText:
    titles = [segment for segment in segments if _looks_like_title(segment)]
    first_is_title = bool(titles) and titles[0] == segments[0] and _first_names_job(segments, titles)
    if not first_is_title:
        titles = [title for title in titles if title != segments[0]]
    rest = segments[1:]
    company = (
        segments[0]
        if not first_is_title
        else next((one for one in rest if _may_be_company(one, is_place)), None)
    )
    heading = lines[0]
    if (
        len(lines) > 1
        and len(lines[1]) <= _SHORT_LINE
        and (lines[1].count("|") >= 1 or _TERMS.search(lines[1]))
        and not lines[1].endswith(".")
    ):
        heading = f"{heading}\n{lines[1]}"
    many = any(_MANY.search(title) for title in titles)
    named = [title for title in titles if not _MANY.search(title) or _TITLE_WITH_TERMS.search(title)]
    title = _clean(named[0]) if named else _announced("\n".join(lines[1:]))
    return FreeText(
        title=title,
        company=_clean(company) if company else None,
        heading=heading,
        segments=segments,
        many=many,
    )


def _first_names_job(segments: tuple[str, ...], titles: list[str]) -> bool:
    return len(titles) == 1 or not _looks_like_title(segments[1])


def _looks_like_title(segment: str) -> bool:
    words = _LINK.sub(" ", segment)
    noun = ROLE_NOUN.search(words)
    if noun is None or len(words) > _LONGEST_TITLE:
        return False
    return not _TERMS.search(words) or _TITLE_WITH_TERMS.search(words) is not None


def _may_be_company(segment: str, is_place: Callable[[str], bool]) -> bool:
    return not _TERMS.search(segment) and not _LINK.fullmatch(segment) and not is_place(segment)


def _of_announcement(hiring: re.Match[str], lines: list[str]) -> FreeText:
    company = _clean(hiring["company"])
    title = _ARTICLE.sub("", hiring["title"].strip(" .!:"))
    if not ROLE_NOUN.search(title) or _MANY.search(title):
        rest = " ".join(lines[1:])
        page = re.match(rf"(?P<title>.{{3,120}}?) at {re.escape(company)}\b", rest)
        title = page["title"] if page and ROLE_NOUN.search(page["title"]) else _announced(rest) or title
    else:
        title = re.split(r"\s(?:to|who|for|in|at|with)\s|\s[-\u2013]\s|\.\s", title)[0]
    return FreeText(title=_clean(_TERMS_NOTE.sub("", title)), company=company, heading=lines[0])


def _of_lines(lines: list[str]) -> FreeText:
    for line in lines[:_OPENING_LINES]:
        if len(line) <= _SHORT_LINE and not line.endswith((".", ":", "?", "!")) and _looks_like_title(line):
            return FreeText(title=_clean(line), heading="")
    opening = " ".join(lines)[:_PROSE]
    return FreeText(title=_announced(opening))


def _announced(text: str) -> str:
    """The title that prose names: after "hiring", else the first that is written like one."""
    hiring = re.search(
        r"(?:hiring|looking for|seeking|recruiting|join us as|role:|position:"
        r"|title:)\s(?:for\s)?(?:an?\s|our\s(?:first\s|next\s)?)?",
        text,
        re.IGNORECASE,
    )
    for start in ([hiring.end()] if hiring else []) + [0]:
        found = TITLE_PHRASE.search(text, start, start + _PROSE)
        if found is not None:
            return _STARTS.sub("", found.group()).strip()
    return ""


def _clean(segment: str) -> str:
    """A segment without links, notes such as "(YC W24)" and loose signs."""
    segment = re.sub(
        r"^(?:we(?:'re| are) )?(?:now )?(?:hiring|seeking|looking for|recruiting)(?: for)?:?\s+",
        "",
        segment,
        flags=re.IGNORECASE,
    )
    plain = _LINK.sub(" ", _NOTE.sub("", segment)) if " " in segment.strip() else segment
    return re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(plain.split())).strip(" -\u2013\u2014|,:*")
