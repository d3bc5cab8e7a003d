"""Values to JSON and back: readings, reasons, a channel's settings.

Data outlives versions: keys that are not known are ignored, missing ones get the field's default.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from bot.domain.chat import ChannelSettings, DigestSchedule, Managers, QuietHours
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

Json = dict[str, Any]


def reading_to_json(reading: Reading) -> Json:
    """A reading as JSON values."""
    return {
        "title": reading.title,
        "company": reading.company,
        "text": reading.text,
        "language": reading.language,
        "posted_on": reading.posted_on.isoformat() if reading.posted_on else None,
        "openings": [_facets_to_json(one) for one in reading.openings],
    }


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """The reading that `reading_to_json` wrote, in this version or an older or newer one."""
    posted = value.get("posted_on")
    return Reading(
        title=value.get("title", ""),
        company=value.get("company"),
        text=value.get("text", ""),
        language=value.get("language", "und"),
        posted_on=date.fromisoformat(posted) if posted else None,
        openings=tuple(_facets_from_json(one) for one in value.get("openings", ())),
    )


def reasons_to_json(reasons: Sequence[Reason]) -> list[Json]:
    """Reasons as JSON values."""
    return [{"clause": one.clause, "words": list(one.words)} for one in reasons]


def reasons_from_json(values: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that `reasons_to_json` wrote."""
    return tuple(Reason(clause=one["clause"], words=tuple(one.get("words", ()))) for one in values)


def settings_to_json(settings: ChannelSettings) -> Json:
    """A channel's settings as JSON values."""
    quiet = settings.quiet_hours
    return {
        "timezone": settings.timezone,
        "currency": settings.currency,
        "cards_per_hour": settings.cards_per_hour,
        "quiet_hours": [quiet.start.isoformat(), quiet.end.isoformat()] if quiet else None,
        "digest": {"at": settings.digest.at.isoformat(), "weekdays": list(settings.digest.weekdays)},
        "in_thread": settings.in_thread,
        "mention": settings.mention,
        "managers": settings.managers.value,
        "listed_managers": list(settings.listed_managers),
        "muted_companies": list(settings.muted_companies),
    }


def settings_from_json(value: Mapping[str, Any]) -> ChannelSettings:
    """The settings that `settings_to_json` wrote; what is missing is as in `ChannelSettings`."""
    default = ChannelSettings()
    quiet = value.get("quiet_hours")
    digest = value.get("digest")
    return ChannelSettings(
        timezone=value.get("timezone", default.timezone),
        currency=value.get("currency", default.currency),
        cards_per_hour=value.get("cards_per_hour", default.cards_per_hour),
        quiet_hours=(
            QuietHours(start=time.fromisoformat(quiet[0]), end=time.fromisoformat(quiet[1]))
            if quiet
            else None
        ),
        digest=(
            DigestSchedule(at=time.fromisoformat(digest["at"]), weekdays=tuple(digest["weekdays"]))
            if digest
            else default.digest
        ),
        in_thread=value.get("in_thread", default.in_thread),
        mention=value.get("mention"),
        managers=Managers(value.get("managers", default.managers)),
        listed_managers=tuple(value.get("listed_managers", ())),
        muted_companies=tuple(value.get("muted_companies", ())),
    )


def _facets_to_json(facets: Facets) -> Json:
    return {
        "title": facets.title,
        "levels": list(facets.levels),
        "roles": list(facets.roles),
        "skills": [[one.name, one.strength.value] for one in facets.skills],
        "workplace": facets.workplace.value,
        "remote_regions": [_place_to_json(one) for one in facets.remote_regions],
        "places": [_place_to_json(one) for one in facets.places],
        "pay": _pay_to_json(facets.pay) if facets.pay else None,
        "years_min": facets.years_min,
        "employment_type": facets.employment_type.value,
        "visa": facets.visa.value,
        "evidence": [[one.facet, one.value, one.words, one.field] for one in facets.evidence],
    }


def _facets_from_json(value: Mapping[str, Any]) -> Facets:
    pay = value.get("pay")
    return Facets(
        title=value.get("title", ""),
        levels=tuple(Level(one) for one in value.get("levels", ())),
        roles=tuple(value.get("roles", ())),
        skills=tuple(
            SkillMention(name=name, strength=Strength(strength)) for name, strength in value.get("skills", ())
        ),
        workplace=Workplace(value.get("workplace", Workplace.UNKNOWN)),
        remote_regions=tuple(_place_from_json(one) for one in value.get("remote_regions", ())),
        places=tuple(_place_from_json(one) for one in value.get("places", ())),
        pay=_pay_from_json(pay) if pay else None,
        years_min=value.get("years_min"),
        employment_type=EmploymentType(value.get("employment_type", EmploymentType.UNKNOWN)),
        visa=Visa(value.get("visa", Visa.UNKNOWN)),
        evidence=tuple(
            Evidence(facet=facet, value=name, words=words, field=field)
            for facet, name, words, field in value.get("evidence", ())
        ),
    )


def _place_to_json(place: Place) -> Json:
    return {"name": place.name, "keys": list(place.keys)}


def _place_from_json(value: Mapping[str, Any]) -> Place:
    return Place(name=value["name"], keys=tuple(value["keys"]))


def _pay_to_json(pay: Pay) -> Json:
    return {
        "minimum": pay.minimum,
        "maximum": pay.maximum,
        "currency": pay.currency,
        "period": pay.period.value,
    }


def _pay_from_json(value: Mapping[str, Any]) -> Pay:
    return Pay(
        minimum=value["minimum"],
        maximum=value["maximum"],
        currency=value["currency"],
        period=PayPeriod(value["period"]),
    )
