"""The facts of a posting whose change is worth changing a message for: pay, place, workplace, level. Pure."""

from hashlib import blake2b

from bot.domain.opening import Facets, Reading


def facts_of(reading: Reading) -> str:
    """A short text that differs where one of these facts differs, in any opening."""
    told = "\x1e".join(_told(opening) for opening in reading.openings)
    return blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _told(opening: Facets) -> str:
    pay = opening.pay
    return "\x1f".join(
        (
            ",".join(level.value for level in opening.levels),
            opening.workplace.value,
            "/".join(place.name for place in opening.places),
            "/".join(place.name for place in opening.remote_regions),
            f"{pay.minimum} {pay.maximum} {pay.currency} {pay.period.value}" if pay else "",
        )
    )
