"""Turns readings, settings and reasons into JSON values and back. Pure.

What is at its default is left out, and what is small and many is a list by position, because readings are
decoded by the thousand. Data of a newer version reads: unknown keys, further positions and unknown words
of a closed set are ignored; what is missing is at its default.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.chat import ChannelSettings, DigestGroups, DigestSchedule, Managers, QuietHours
from bot.domain.delivery import DigestLayout, Notice, Press
from bot.domain.match import Reason
from bot.domain.opening import (
    EmploymentType,
    Evidence,
    Facets,
    Level,
    Pay,
    PayPeriod,
    Place,
    Reading,
    SkillMention,
    Strength,
    Visa,
    Workplace,
)

JsonObject = dict[str, Any]
JsonList = list[Any]

_E = TypeVar("_E", bound=StrEnum)


def _words_of(enum: type[_E]) -> dict[str, _E]:
    """The members of a closed set by their words: quicker than calling the enumeration."""
    return {one.value: one for one in enum}


_LEVELS = _words_of(Level)
_WORKPLACES = _words_of(Workplace)
_EMPLOYMENT_TYPES = _words_of(EmploymentType)
_VISAS = _words_of(Visa)
_PERIODS = _words_of(PayPeriod)
_STRENGTHS = _words_of(Strength)
_MANAGERS = _words_of(Managers)
_DIGEST_GROUPS = _words_of(DigestGroups)

_DEFAULTS = ChannelSettings()
_STRICTEST = Managers.ADMINS
"""Who may change a channel whose rule is of a newer version: never more people than it meant."""


def reading_to_json(reading: Reading) -> JsonObject:
    """A reading as a JSON object. `company` is at its top level: planning asks the database for it."""
    return {
        "title": reading.title,
        "company": reading.company,
        "text": reading.text,
        "language": reading.language,
        "posted_on": reading.posted_on.isoformat() if reading.posted_on else None,
        "openings": [facets_to_json(opening) for opening in reading.openings],
    }


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """The reading that `reading_to_json`, of this or another version, wrote."""
    posted_on = value.get("posted_on")
    title = value.get("title") or ""
    openings = tuple(facets_from_json(one) for one in value.get("openings") or ())
    return Reading(
        title=title,
        company=value.get("company"),
        text=value.get("text") or "",
        language=value.get("language") or "und",
        posted_on=date.fromisoformat(posted_on) if posted_on else None,
        openings=openings or (Facets(title=title),),
    )


def facets_to_json(facets: Facets) -> JsonObject:
    """The facets of one opening as a JSON object, without those that the posting does not state."""
    given: JsonObject = {
        "levels": list(facets.levels),
        "roles": list(facets.roles),
        "skills": [[one.name, one.strength] for one in facets.skills],
        "workplace": facets.workplace,
        "remote_regions": [_place_to_json(one) for one in facets.remote_regions],
        "places": [_place_to_json(one) for one in facets.places],
        "pay": _pay_to_json(facets.pay),
        "years_min": facets.years_min,
        "employment_type": facets.employment_type,
        "visa": facets.visa,
        "evidence": [[one.facet, one.value, one.words, one.field] for one in facets.evidence],
    }
    stated = {key: value for key, value in given.items() if value not in (None, [], "unknown")}
    return {"title": facets.title, **stated}


def facets_from_json(value: Mapping[str, Any]) -> Facets:
    """The facets that `facets_to_json`, of this or another version, wrote."""
    get = value.get
    return Facets(
        title=get("title") or "",
        levels=tuple(_LEVELS[word] for word in get("levels", ()) if word in _LEVELS),
        roles=tuple(get("roles", ())),
        skills=tuple(
            SkillMention(name=one[0], strength=_STRENGTHS[one[1]])
            for one in get("skills", ())
            if one[1] in _STRENGTHS
        ),
        workplace=_WORKPLACES.get(get("workplace", ""), Workplace.UNKNOWN),
        remote_regions=_places(get("remote_regions", ())),
        places=_places(get("places", ())),
        pay=_pay(get("pay")),
        years_min=get("years_min"),
        employment_type=_EMPLOYMENT_TYPES.get(get("employment_type", ""), EmploymentType.UNKNOWN),
        visa=_VISAS.get(get("visa", ""), Visa.UNKNOWN),
        evidence=tuple(
            Evidence(facet=one[0], value=one[1], words=one[2], field=one[3]) for one in get("evidence", ())
        ),
    )


def reasons_to_json(reasons: Sequence[Reason]) -> JsonList:
    """The reasons of a match as a JSON list."""
    return [[reason.clause, list(reason.words)] for reason in reasons]


def reasons_from_json(value: Iterable[Any]) -> tuple[Reason, ...]:
    """The reasons that `reasons_to_json`, of this or another version, wrote."""
    return tuple(Reason(clause=one[0], words=tuple(one[1])) for one in value)


def notice_to_json(notice: Notice | None) -> JsonObject | None:
    """What a notice says as a JSON object."""
    if notice is None:
        return None
    presses = [[one.label, one.component] for one in notice.presses]
    return {
        "title": notice.title,
        "paragraphs": list(notice.paragraphs),
        "presses": presses,
        "mention": notice.mention,
    }


def notice_from_json(value: Mapping[str, Any] | None) -> Notice | None:
    """The notice that `notice_to_json`, of this or another version, wrote."""
    if value is None:
        return None
    return Notice(
        title=value["title"],
        paragraphs=tuple(value.get("paragraphs", ())),
        presses=tuple(Press(label=one[0], component=one[1]) for one in value.get("presses", ())),
        mention=value.get("mention"),
    )


def layout_to_json(layout: DigestLayout | None) -> JsonObject | None:
    """How a digest is laid out as a JSON object."""
    if layout is None:
        return None
    more = [layout.more.label, layout.more.component] if layout.more else None
    return {"by": layout.by.value, "more": more, "week": layout.week}


def layout_from_json(value: Mapping[str, Any] | None) -> DigestLayout | None:
    """The layout that `layout_to_json`, of this or another version, wrote."""
    if value is None:
        return None
    more = value.get("more")
    return DigestLayout(
        by=_DIGEST_GROUPS.get(value.get("by", ""), _DEFAULTS.digest_by),
        more=Press(label=more[0], component=more[1]) if more else None,
        week=value.get("week"),
    )


def settings_to_json(settings: ChannelSettings) -> JsonObject:
    """A channel's settings as a JSON object: all of them, so that a changed default changes no channel."""
    quiet = settings.quiet_hours
    return {
        "timezone": settings.timezone,
        "currency": settings.currency,
        "cards_per_hour": settings.cards_per_hour,
        "cards_at_once": settings.cards_at_once,
        "quiet_hours": [quiet.start.isoformat(), quiet.end.isoformat()] if quiet else None,
        "digest": _digest_to_json(settings.digest),
        "digest_most": settings.digest_most,
        "digest_by": settings.digest_by.value,
        "says_nothing_new": settings.says_nothing_new,
        "in_thread": settings.in_thread,
        "thread_per_day": settings.thread_per_day,
        "mention": settings.mention,
        "publish": settings.publish,
        "mention_pause": settings.mention_pause.total_seconds(),
        "managers": settings.managers.value,
        "listed_managers": list(settings.listed_managers),
        "muted_companies": list(settings.muted_companies),
    }


def settings_from_json(value: Mapping[str, Any]) -> ChannelSettings:
    """The settings that `settings_to_json`, of this or another version, wrote."""
    get = value.get
    return ChannelSettings(
        timezone=get("timezone", _DEFAULTS.timezone),
        currency=get("currency", _DEFAULTS.currency),
        cards_per_hour=get("cards_per_hour", _DEFAULTS.cards_per_hour),
        cards_at_once=get("cards_at_once", _DEFAULTS.cards_at_once),
        quiet_hours=_quiet_hours(get("quiet_hours")),
        digest=_digest(get("digest") or {}),
        digest_most=get("digest_most", _DEFAULTS.digest_most),
        digest_by=_DIGEST_GROUPS.get(get("digest_by", ""), _DEFAULTS.digest_by),
        says_nothing_new=get("says_nothing_new", _DEFAULTS.says_nothing_new),
        in_thread=get("in_thread", _DEFAULTS.in_thread),
        thread_per_day=get("thread_per_day", _DEFAULTS.thread_per_day),
        mention=get("mention"),
        publish=get("publish", _DEFAULTS.publish),
        mention_pause=_seconds(get("mention_pause"), _DEFAULTS.mention_pause),
        managers=_MANAGERS.get(get("managers", _DEFAULTS.managers), _STRICTEST),
        listed_managers=tuple(get("listed_managers", ())),
        muted_companies=tuple(get("muted_companies", ())),
    )


def _quiet_hours(value: Sequence[str] | None) -> QuietHours | None:
    if value is None:
        return None
    return QuietHours(start=time.fromisoformat(value[0]), end=time.fromisoformat(value[1]))


def _seconds(value: float | None, default: timedelta) -> timedelta:
    return default if value is None else timedelta(seconds=value)


def _digest_to_json(schedule: DigestSchedule) -> JsonObject:
    return {
        "at": schedule.at.isoformat(),
        "weekdays": list(schedule.weekdays),
        "chosen_at": schedule.chosen_at.isoformat() if schedule.chosen_at else None,
    }


def _digest(value: Mapping[str, Any]) -> DigestSchedule:
    default = _DEFAULTS.digest
    return DigestSchedule(
        at=time.fromisoformat(value["at"]) if "at" in value else default.at,
        weekdays=tuple(value.get("weekdays", default.weekdays)),
        chosen_at=datetime.fromisoformat(value["chosen_at"]) if value.get("chosen_at") else None,
    )


def _place_to_json(place: Place) -> JsonList:
    return [place.name, list(place.keys)]


def _places(value: Iterable[Any]) -> tuple[Place, ...]:
    return tuple(Place(name=one[0], keys=tuple(one[1])) for one in value)


def _pay_to_json(pay: Pay | None) -> JsonList | None:
    return [pay.minimum, pay.maximum, pay.currency, pay.period.value] if pay else None


def _pay(value: Sequence[Any] | None) -> Pay | None:
    if value is None or value[3] not in _PERIODS:
        return None
    return Pay(minimum=value[0], maximum=value[1], currency=value[2], period=_PERIODS[value[3]])
