"""Reads which role a job is: by the title, and for a plain software engineer by the duties."""

import re

from bot.extraction.role_duties import about_models, about_software, duties
from bot.extraction.role_titles import NOT_ROLES, RULES
from bot.extraction.role_titles_makers import GENERIC
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
        (("security",), r"\bsecurity\b|\bcryptography\b|\bappsec\b|\bidentity\b|\biam\b"),
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
_BOTH_PHONES = re.compile(r"\bios\b[^.\n]{0,20}\bandroid\b|\bandroid\b[^.\n]{0,20}\bios\b", re.IGNORECASE)
_ENGINEER = re.compile(r"\b(?:engineers?|developers?|programmers?)\b")


def read_roles(sheet: Sheet, vocabulary: Vocabulary | None = None) -> tuple[Found[str], ...]:
    """The roles of a posting, nearest first; none when neither title nor duties name one that we know."""
    title = _GENDER.sub(" ", sheet.title)
    title = _AT_COMPANY.sub("", title) if _AT_COMPANY.search(title) else title
    roles = _of_title(title.lower())
    if not roles and vocabulary is not None and not NOT_ROLES.search(title.lower()):
        roles = _of_vocabulary(title, vocabulary)
    if roles == ["mobile"] and _BOTH_PHONES.search(sheet.text):
        roles = ["mobile", "ios", "android"]
    found = [Found(value=role, words=clip(sheet.title), field="title") for role in roles]
    if GENERIC in roles:
        return _nearer(found, sheet)
    if (
        not found
        and _ENGINEER.search(title.lower())
        and about_software(sheet.text)
        and not NOT_ROLES.search(title.lower())
    ):
        return _nearer([Found(value=GENERIC, words=clip(sheet.title), field="title")], sheet)
    return tuple(found)


def _of_title(title: str) -> list[str]:
    """The roles of the first part of the title that names any; later parts only qualify."""
    parts = [part for part in _PARTS.split(NOT_ROLES.sub(" ", title)) if part]
    roles = _named(title.split("(", maxsplit=1)[0]) if _leads_people(parts) else []
    for part in parts:
        if roles:
            break
        roles = _named(part)
    if roles == [GENERIC] or not roles:
        qualified = [role for part in parts[1:] for role in _qualifying(part)]
        if not _leads_people(parts):
            qualified = [role for role in qualified if role != "engineering-manager"]
        nearer = list(dict.fromkeys(role for role in qualified if roles or _leads_people(parts)))
        return nearer or roles
    return roles


def _leads_people(parts: list[str]) -> bool:
    return bool(parts) and _PEOPLE_LEADER.match(parts[0]) is not None


def _named(part: str) -> list[str]:
    """Roles in the order of the words; a rule consumes what it matches, so that no word counts twice."""
    found: list[tuple[int, tuple[str, ...]]] = []
    left = part
    for roles, rule in RULES:
        if roles == (GENERIC,) and found:
            break
        match = rule.search(left)
        while match is not None and match.group():
            found.append((match.start(), roles))
            left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
            match = rule.search(left)
    return list(dict.fromkeys(role for _, roles in sorted(found) for role in roles))


def _qualifying(part: str) -> list[str]:
    return [role for roles, rule in _QUALIFIERS if rule.search(part) for role in roles]


def _of_vocabulary(title: str, vocabulary: Vocabulary) -> list[str]:
    """The roles whose titles the vocabulary holds, longest first; words for whole families come last."""
    words = [word.folded for word in words_of(title)]
    found: list[str] = []
    at = 0
    while at < len(words):
        entries = [
            (entry, taken)
            for entry, taken in vocabulary.entries_at(words, at)
            if entry.kind is EntryKind.ROLE
        ]
        found += [entry.key for entry, _ in entries[:1] if entry.key not in {"engineer", "developer"}]
        at += entries[0][1] if entries else 1
    return list(dict.fromkeys(found))[:2]


def _nearer(found: list[Found[str]], sheet: Sheet) -> tuple[Found[str], ...]:
    """A plain software engineer whose duties are plainly those of a family counts as that family."""
    text = f"{sheet.own_text}\n{sheet.text}"
    if (
        re.search(r"\bai\b", sheet.title.lower())
        and about_models(text)
        and "agent" not in sheet.title.lower()
    ):
        return (*found, Found(value="ml-engineer", words=clip(sheet.title), field="title"))
    roles, words = duties(text)
    if not roles:
        return tuple(found)
    others = [one for one in found if one.value != GENERIC]
    nearer = [Found(value=role, words=clip(words), field="body") for role in roles]
    return tuple({one.value: one for one in (*nearer, *others)}.values())
