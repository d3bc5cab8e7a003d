"""A reading as the JSON object that `jobwire extract` prints: the union of its openings."""

from collections.abc import Iterable
from typing import Any

from bot.domain.opening import EmploymentType, Facets, Pay, Place, Reading, Strength, Visa, Workplace

_OF_THE_JOB = (Strength.TITLE, Strength.CORE)
_WORKPLACES = (Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE)


def extract_record(native_id: str, reading: Reading) -> dict[str, Any]:
    """`pay` is that of the first opening which states one, `years_min` the least; skills only of the job."""
    openings = reading.openings
    pay = next((opening.pay for opening in openings if opening.pay is not None), None)
    years = [opening.years_min for opening in openings if opening.years_min is not None]
    regions = _union(region.name for opening in openings for region in opening.remote_regions)
    return {
        "id": native_id,
        "seniority": _union(str(level) for opening in openings for level in opening.levels),
        "roles": _union(role for opening in openings for role in opening.roles) or ["other"],
        "skills": _union(_skills(openings)),
        "workplace": str(_workplace(openings)),
        "remote_region": "|".join(regions) or None,
        "places": _union(_where(place) for opening in openings for place in opening.places),
        "pay": _pay(pay) if pay else None,
        "years_min": min(years) if years else None,
        "employment_type": str(
            _first(opening.employment_type for opening in openings) or EmploymentType.UNKNOWN
        ),
        "visa": str(_first(opening.visa for opening in openings) or Visa.UNKNOWN),
        "posted_on": reading.posted_on.isoformat() if reading.posted_on else None,
    }


def _where(place: Place) -> str:
    """A place as "City, Country", which is "Singapore, Singapore" for a city that is its own country."""
    in_no_country = place.keys[0].startswith("city:") and ", " not in place.name
    return f"{place.name}, {place.name}" if in_no_country else place.name


def _workplace(openings: Iterable[Facets]) -> Workplace:
    """Remote where one of the openings is."""
    stated = {opening.workplace for opening in openings}
    return next((workplace for workplace in _WORKPLACES if workplace in stated), Workplace.UNKNOWN)


def _skills(openings: Iterable[Facets]) -> Iterable[str]:
    return (skill.name for opening in openings for skill in opening.skills if skill.strength in _OF_THE_JOB)


def _first(values: Iterable[EmploymentType] | Iterable[Visa]) -> EmploymentType | Visa | None:
    return next((value for value in values if value not in {EmploymentType.UNKNOWN, Visa.UNKNOWN}), None)


def _union(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _pay(pay: Pay) -> dict[str, Any]:
    return {"min": pay.minimum, "max": pay.maximum, "currency": pay.currency, "period": str(pay.period)}
