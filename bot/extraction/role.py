"""Reads which role a job is: by the title, and for a plain software engineer by the duties."""

import re

from bot.extraction.role_duties import about_models, about_software, data_duties, duties, release_duties
from bot.extraction.role_titles import NOT_ROLES, RULES
from bot.extraction.role_titles_makers import GENERIC
from bot.extraction.role_titles_office import OFFICE_WORDS
from bot.extraction.sheet import Found, Sheet, clip
from bot.extraction.tokens import words_of
from bot.extraction.vocabulary import EntryKind, Vocabulary

_PARTS = re.compile(r"\s*(?:,|\(|\)|\||;|\s[-\u2013\u2014]\s|:|\u2022|\s@\s|\[|\])\s*")
_AT_COMPANY = re.compile(r"\s(?:at|@|bei|chez)\s+[A-Z].*$")
_GENDER = re.compile(
    r"\((?:[mwfdxhi*]\s?[/|,]\s?)+[mwfdxi*]\)|\b[mwf]/[mwfd]/[dx]\b|\(all genders\)", re.IGNORECASE
)
_PEOPLE_LEADER = re.compile(
    r"^(?:(?:senior|sr\.?|global|regional|associate|team|group|general) )*(?:manager|director"
    r"|head|vp|vice president|supervisor|lead|principal|chief)s?(?: of)?$"
)
_OPEN_ENDED = re.compile(
    r"^(?:(?:senior|sr\.?|junior|principal|associate) )*(?:analyst|specialist|associate|consultant|intern)$"
)
"""A profession of every trade: what follows says which."""
_QUALIFIERS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (roles, re.compile(pattern))
    for roles, pattern in (
        (("engineering-manager",), r"\b(?:software )?engineering\b|\bsoftware development\b"),
        (
            ("data-engineer",),
            (
                r"\bdata (?:platform|engineering|infra(?:structure)?|pipelines?|ingestion|warehouse"
                r"|foundations?)\b|^data$|\betl\b|\banalytics platform\b"
            ),
        ),
        (
            ("ml-engineer",),
            (
                r"\bmachine learning\b|\bml\b|\bml infra\w*\b|\bcomputer vision\b|\bdeep learning\b"
                r"|\bperception\b|\bnlp\b|\bllms?\b|\bmodel (?:serving|inference|training)\b"
            ),
        ),
        (("solutions",), r"\bforward[- ]deployed\b|\bcustomer engineering\b|\bsolutions engineering\b"),
        (
            ("security",),
            (
                r"\bsecurity\b|\bdetection (?:&|and) response\b|\bthreats?\b|\bcryptography\b|\bappsec\b"
                r"|\bidentity\b|\biam\b"
            ),
        ),
        (("ios",), r"\bios\b"),
        (("android",), r"\bandroid\b"),
        (("mobile",), r"\bmobile\b"),
        (("frontend",), r"\bfront[ -]?end\b|\bui\b|\bweb ui\b|\bdesign systems?\b"),
        (("backend",), r"\bback[ -]?end\b|\bserver[ -]side\b|\bapis?\b|\bmicroservices\b"),
        (("fullstack",), r"\bfull[ -]?stack\b"),
        (("sre",), r"\bsre\b|\breliability\b"),
        (("devops",), r"\bdevops\b|\bci/cd\b|\brelease engineering\b"),
        (
            ("infrastructure",),
            r"\binfra(?:structure)?\b|\bnetworking\b|\bcompute\b|\bcloud\b|\bstorage\b|\bkubernetes\b",
        ),
        (
            ("platform",),
            (
                r"\bplatform\b(?<!data platform)|\bdeveloper (?:experience|productivity|tools|platform)\b"
                r"|\bdevex\b"
            ),
        ),
        (("embedded",), r"\bembedded\b|\bfirmware\b"),
        (("hardware",), r"\b(?:mechanical|electrical|hardware|electronics|rf|fpga|asic|manufacturing)\b"),
        (("qa",), r"\bqa\b|\btest(?:ing| automation)?\b|\bquality\b"),
        (("blockchain",), r"\bblockchain\b|\bsmart contracts?\b|\bweb3\b"),
        (("game",), r"\bgameplay\b|\bgames?\b|\bunity\b"),
    )
)
_MOSTLY = re.compile(
    r"\b(?:[7-9]\d ?(?:%|per ?cent)|mostly|mainly|primarily)(?: of (?:it|the work|your time|this))?"
    r"(?: is| on| in)?(?: the)? (?P<side>back|front)[- ]?end\b",
    re.IGNORECASE,
)
_SOFTWARE_ENGINEER = re.compile(r"\bsoftware (?:development )?(?:engineer|developer)s?\b|\bswes?\b")
_FURTHER = frozenset(
    {"security", "data-engineer", "ml-engineer", "infrastructure", "sre", "devops", "solutions"}
)
"""Families beside that of software engineers: a "Software Engineer, Security" belongs to both."""
_PHONES = frozenset({"ios", "android"})
_BOTH_PHONES = re.compile(r"\bios\b[^.\n]{0,20}\bandroid\b|\bandroid\b[^.\n]{0,20}\bios\b", re.IGNORECASE)
_NOUN = re.compile(
    r"(?: (?:software|product))?,? (?:engineers?|developers?|programmers?|architects?|designers?"
    r"|scientists?|analysts?|managers?|leads?|specialists?|administrators?|consultants?)\b",
    re.IGNORECASE,
)
_SERVER_LANGUAGE = re.compile(
    r"\b(?:java|php|go|golang|ruby(?: on rails)?|rails|scala|kotlin|elixir|clojure|c#|\.net(?: core)?|drupal"
    r"|python|node(?:\.?js)?)(?:\s?[/,&]\s?[\w.#+]{1,20}){0,6} (?:software |back-?end )?(?:engineer|developer"
    r"|dev|programmer)s?\b"
)
"""Titles by a language of servers: fewer duties make them backend."""
_PLATFORM_TEAM = re.compile(r"\b(?:data )?platform (?:engineers?|team)\b", re.IGNORECASE)
"""Who works on a data platform is a platform engineer too where the text calls him or his team so."""
_AUTOMATION = re.compile(r"^(?!.*\b(?:qa|test\w*|sdet)\b).*\bautomation (?:software )?engineers?\b")
"""Who automates tests or releases, whichever the duties say."""
_ENGINEER = re.compile(r"\b(?:engineers?|engineering|developers?|programmers?)\b")
_ANY_STAFF = re.compile(r"^(?:senior |principal )?members? of (?:the )?technical staff$")
"""A rank more than a role: what stands beside it says the role."""


def read_roles(sheet: Sheet, vocabulary: Vocabulary | None = None) -> tuple[Found[str], ...]:
    """The roles of a posting, nearest first; none when neither title nor duties name one that we know."""
    title = _GENDER.sub(" ", sheet.title)
    title = _AT_COMPANY.sub("", title) if _AT_COMPANY.search(title) else title
    roles = _of_title(title.lower())
    if not roles and vocabulary is not None and not NOT_ROLES.search(title.lower()):
        roles = _of_vocabulary(title, vocabulary) or _of_plain_words(title.lower())
    if list(roles) == ["mobile"]:
        roles |= _qualifying(_PARTS.split(title.lower())[1:], only=_PHONES)
    if list(roles) == ["mobile"] and _BOTH_PHONES.search(sheet.text):
        roles |= dict.fromkeys(("ios", "android"), roles["mobile"])
    plain = _SOFTWARE_ENGINEER.search(title.lower())
    if plain is not None and _FURTHER & roles.keys():
        roles |= {GENERIC: plain.group()}
    share = _MOSTLY.search(sheet.text) if "fullstack" in roles else None
    found = [
        Found(value=role, words=_as_written(sheet.title, words), field="title")
        for role, words in roles.items()
    ]
    if share is not None:
        found.append(Found(value=f"{share['side'].lower()}end", words=clip(share.group()), field="body"))
    found = _by_duties(found, roles, sheet)
    if GENERIC in roles and not _FURTHER & roles.keys():
        return _nearer(found, sheet)
    engineer = _ENGINEER.search(title.lower())
    if not found and engineer and about_software(sheet.text) and not NOT_ROLES.search(title.lower()):
        words = _as_written(sheet.title, engineer.group())
        return _nearer([Found(value=GENERIC, words=words, field="title")], sheet)
    return tuple(found)


def _by_duties(found: list[Found[str]], roles: dict[str, str], sheet: Sheet) -> list[Found[str]]:
    """What the duties add to the role that a title names, or say in its place."""
    title = sheet.title.lower()
    if list(roles) == ["backend"] and (cues := data_duties(sheet.text)):
        return [*found, Found(value="data-engineer", words=cues[0], also=cues[1:3], field="body")]
    if list(roles) == ["qa"] and _AUTOMATION.search(title) and (cues := release_duties(sheet.text)):
        return [Found(value="devops", words=cues[0], also=cues[1:3], field="body")]
    team = _PLATFORM_TEAM.search(sheet.text) if "data platform" in title else None
    if "data-engineer" in roles and team is not None:
        return [*found, Found(value="platform", words=clip(team.group()), field="body")]
    if "security" in roles and _SERVER_LANGUAGE.search(title):
        return [*_nearer([], sheet), *found]
    return found


def _as_written(title: str, words: str) -> str:
    """Words of the title in its own spelling, with the noun that they belong to ("Backend Engineer")."""
    start = title.lower().find(words.strip(" ,/-(|"))
    if start < 0:
        return clip(title)
    end = start + len(words.strip(" ,/-(|"))
    noun = _NOUN.match(title, end)
    return clip(title[start : noun.end() if noun else end])


def _of_title(title: str) -> dict[str, str]:
    """The roles of the first part of the title that names any, with their words; later parts only qualify."""
    parts = [part for part in _PARTS.split(NOT_ROLES.sub(" ", title)) if part]
    others = [part for part in parts if not _ANY_STAFF.search(part)]
    if len(others) < len(parts) and any(_named(part) for part in others):
        parts = others
    leads = _leads_people(parts)
    roles = _named(title.split("(", maxsplit=1)[0]) if leads else {}
    for part in parts:
        if roles:
            break
        roles = _named(part)
    if not roles or list(roles) == [GENERIC]:
        qualified = _qualifying(parts[1:]) if roles or leads else {}
        if not leads:
            qualified.pop("engineering-manager", None)
        return qualified or roles
    return roles


def _leads_people(parts: list[str]) -> bool:
    return bool(parts) and _PEOPLE_LEADER.match(parts[0]) is not None


def _named(part: str) -> dict[str, str]:
    """Roles in the order of the words; a rule consumes what it matches, so that no word counts twice."""
    found: list[tuple[int, tuple[str, ...], str]] = []
    left = part
    for roles, rule in RULES:
        if roles == (GENERIC,) and found:
            break
        match = rule.search(left)
        while match is not None and match.group():
            found.append((match.start(), roles, match.group()))
            left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
            match = rule.search(left)
    named: dict[str, str] = {}
    for _, roles, words in sorted(found):
        for role in roles:
            named.setdefault(role, words)
    return named


def _qualifying(parts: list[str], only: frozenset[str] | None = None) -> dict[str, str]:
    """What the later parts of a title say of a plain engineer ("Software Engineer, Data Platform")."""
    named: dict[str, str] = {}
    for part in parts:
        for roles, rule in _QUALIFIERS:
            match = rule.search(part) if only is None or only.issuperset(roles) else None
            for role in roles if match else ():
                named.setdefault(role, match.group() if match else part)
    return named


def _of_vocabulary(title: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The roles whose titles the vocabulary holds, longest first; words for whole families come last."""
    words = words_of(title)
    folded = [word.folded for word in words]
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        entries = [
            (entry, taken)
            for entry, taken in vocabulary.entries_at(folded, at)
            if entry.kind is EntryKind.ROLE
        ]
        for entry, taken in entries[:1]:
            if entry.key not in {"engineer", "developer"}:
                found.setdefault(entry.key, title[words[at].start : words[at + taken - 1].end].lower())
        at += entries[0][1] if entries else 1
    return dict(list(found.items())[:2])


def _of_plain_words(title: str) -> dict[str, str]:
    """What plainer words say of a title that holds no name of a role; beside "Director" its next part."""
    parts = [part for part in _PARTS.split(NOT_ROLES.sub(" ", title)) if part]
    if _ENGINEER.search(title):
        return {}
    open_ended = bool(parts) and (_leads_people(parts) or _OPEN_ENDED.match(parts[0]) is not None)
    for part in parts[: 2 if open_ended else 1]:
        for roles, rule in OFFICE_WORDS:
            match = rule.search(part)
            if match is not None:
                return dict.fromkeys(roles, match.group().strip() or part)
    return {}


def _nearer(found: list[Found[str]], sheet: Sheet) -> tuple[Found[str], ...]:
    """A plain software engineer whose duties are plainly those of a family counts as that family."""
    text = f"{sheet.own_text}\n{sheet.text}"
    if (
        re.search(r"\bai\b", sheet.title.lower())
        and about_models(text)
        and "agent" not in sheet.title.lower()
    ):
        return (*found, Found(value="ml-engineer", words=found[0].words, field="title"))
    roles, words = duties(text, by_language=_SERVER_LANGUAGE.search(sheet.title.lower()) is not None)
    if not roles:
        return tuple(found)
    others = [one for one in found if one.value != GENERIC]
    nearer = [Found(value=role, words=words[0], also=words[1:3], field="body") for role in roles]
    return tuple({one.value: one for one in (*nearer, *others)}.values())
