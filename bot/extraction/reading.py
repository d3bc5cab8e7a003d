"""Reads a posting: facets of each of its openings, every value with the words that say so. Pure."""

import re
from datetime import date

from bot.domain.opening import (
    EmploymentType,
    Evidence,
    Facets,
    Pay,
    Reading,
    SkillMention,
    Strength,
    Visa,
    Workplace,
)
from bot.domain.posting import Posting
from bot.extraction.dates import read_posted_on
from bot.extraction.employment import read_employment
from bot.extraction.free_text import FreeText, read_free_text, role_at_company
from bot.extraction.html_text import html_to_text
from bot.extraction.language import language_of
from bot.extraction.level import read_levels
from bot.extraction.openings import OpeningText, OpeningTexts, tell_apart
from bot.extraction.pay import read_pay
from bot.extraction.role import read_roles
from bot.extraction.sheet import Found, Sheet
from bot.extraction.skills import find_skills
from bot.extraction.visa import read_visa
from bot.extraction.vocabulary import Vocabulary
from bot.extraction.whereabouts import read_whereabouts
from bot.extraction.workplace import read_workplace
from bot.extraction.years import read_experience

Skills = tuple[tuple[SkillMention, ...], tuple[Evidence, ...]]
_MOST_OPENINGS = 30
_STRENGTHS = tuple(Strength)
_UNTITLED = 100
_OTHER_BREAKS = re.compile(r"<(?:br|li|div|h\d|tr|td)\b", re.IGNORECASE)


def read(
    posting: Posting, vocabulary: Vocabulary, *, seen_on: date, repeated: frozenset[str] = frozenset()
) -> Reading:
    """What a posting says, whatever its text is; `seen_on` is the day to which "3 days ago" refers.

    `repeated` are the paragraphs that its company puts under its postings (`boilerplate.py`).
    """
    gazetteer = vocabulary.gazetteer
    title, company = _clean(posting.title), _clean(posting.company)
    named = None if company else role_at_company(title, lambda words: gazetteer.resolve(words) is not None)
    title, company = named or (title, company)
    text = html_to_text(posting.body if title else _with_line_breaks(posting.body))
    free = FreeText(title=title, company=company or None)
    apart = OpeningTexts(openings=(OpeningText(title=title),), shared=text)
    if not title:
        free = read_free_text(text, lambda words: bool(gazetteer.find(words)))
        apart = tell_apart(text, free)
    title = title or _free_title(free, apart) or _first_line(text)
    return Reading(
        title=title,
        company=free.company,
        text=text,
        language=language_of(text),
        posted_on=read_posted_on(posting.posted, text, seen_on),
        openings=_openings(posting, vocabulary, free, apart, repeated),
    )


def _openings(
    posting: Posting,
    vocabulary: Vocabulary,
    free: FreeText,
    apart: OpeningTexts,
    repeated: frozenset[str],
) -> tuple[Facets, ...]:
    company = posting.company or free.company
    shared_skills = find_skills(
        "", apart.shared, posting.tags, vocabulary, company=company, repeated=repeated
    )
    facets = []
    for opening in apart.openings[:_MOST_OPENINGS]:
        sheet = Sheet(
            title=opening.title,
            text=apart.shared,
            heading=free.heading,
            own_text=opening.own_text,
            location=_clean(posting.location),
            workplace=_clean(posting.workplace),
            employment=_clean(posting.employment),
            salary=_clean(posting.salary),
            tags=posting.tags,
        )
        own_skills = find_skills(opening.title, opening.own_text, (), vocabulary, company=company)
        facets.append(read_sheet(sheet, vocabulary, _strongest(own_skills, shared_skills)))
    return tuple(facets)


def read_sheet(sheet: Sheet, vocabulary: Vocabulary, skills: Skills) -> Facets:
    """The facets of one opening."""
    roles = read_roles(sheet, vocabulary)
    role_keys = tuple(role.value for role in roles)
    experience = read_experience(sheet)
    years = experience.asked
    levels = read_levels(sheet, role_keys, years or experience.wished)
    workplace, employment = read_workplace(sheet), read_employment(sheet)
    where = read_whereabouts(sheet, workplace.value if workplace else Workplace.UNKNOWN, vocabulary)
    pay, visa = read_pay(sheet, where.country), read_visa(sheet)
    named = [
        *((level, "levels", level.value.value) for level in levels),
        *((role, "roles", role.value) for role in roles),
        *_named("workplace", workplace),
        *((region, "remote_regions", region.value.name) for region in where.remote_regions),
        *((place, "places", place.value.name) for place in where.places),
        *([(pay, "pay", pay_words(pay.value))] if pay else []),
        *([(years, "years_min", f"{years.value.low:g}")] if years else []),
        *_named("employment_type", employment),
        *_named("visa", visa),
    ]
    evidence = [*(one for found, facet, value in named for one in found.evidence(facet, value)), *skills[1]]
    return Facets(
        title=sheet.title or _first_line(sheet.heading or sheet.text),
        levels=tuple(level.value for level in levels),
        roles=role_keys,
        skills=skills[0],
        workplace=workplace.value if workplace else Workplace.UNKNOWN,
        remote_regions=tuple(region.value for region in where.remote_regions),
        places=tuple(place.value for place in where.places),
        pay=pay.value if pay else None,
        years_min=years.value.low if years else None,
        employment_type=employment.value if employment else EmploymentType.UNKNOWN,
        visa=visa.value if visa else Visa.UNKNOWN,
        evidence=tuple(evidence),
    )


def pay_words(pay: Pay) -> str:
    """Pay as evidence shows it: "150000-170000 USD/year"."""
    low = "" if pay.minimum is None else f"{pay.minimum:.10g}"
    high = "" if pay.maximum is None else f"{pay.maximum:.10g}"
    return f"{low if low == high else f'{low}-{high}'} {pay.currency}/{pay.period}"


def _named(
    facet: str, found: Found[Workplace] | Found[EmploymentType] | Found[Visa] | None
) -> list[tuple[Found[Workplace] | Found[EmploymentType] | Found[Visa], str, str]]:
    return [(found, facet, found.value.value)] if found else []


def _strongest(own: Skills, shared: Skills) -> Skills:
    """Both, each skill once with the strongest mention and that mention's words."""
    best: dict[str, tuple[SkillMention, list[Evidence]]] = {}
    for mentions, evidence in (own, shared):
        for mention in mentions:
            kept = best.get(mention.name)
            if kept is None or _STRENGTHS.index(mention.strength) < _STRENGTHS.index(kept[0].strength):
                words = [one for one in evidence if one.value == mention.name]
                best[mention.name] = (mention, words)
    return tuple(mention for mention, _ in best.values()), tuple(
        one for _, words in best.values() for one in words
    )


def _free_title(free: FreeText, apart: OpeningTexts) -> str:
    """The heading's title; where the heading has none, that of the first opening."""
    named_later = len(apart.openings) > 1 and free.title not in free.heading
    return apart.openings[0].title if named_later or not free.title else free.title


def _with_line_breaks(body: str) -> str:
    """Who types a posting into a text box means line breaks, even where only paragraphs became markup."""
    return body if _OTHER_BREAKS.search(body) or "<" not in body else body.replace("\n", "<br>")


def _clean(words: str | None) -> str:
    return " ".join((words or "").split())


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return line if len(line) <= _UNTITLED else line[:_UNTITLED].rpartition(" ")[0] + " \u2026"
