"""Questions about all requests that came: how many at once, how many invalid, which bodies were bad."""

from collections import deque

from .model import Json

_EXEMPT = ("/interactions/", "/webhooks/")


def busiest_second(requests: list[Json]) -> int:
    """The most requests that arrived in any second of real time; those without a global limit left out."""
    window: deque[float] = deque()
    most = 0
    for one in requests:
        if one["path"].startswith(_EXEMPT):
            continue
        window.append(one["received"])
        while window[0] <= one["received"] - 1:
            window.popleft()
        most = max(most, len(window))
    return most


def summary(requests: list[Json]) -> Json:
    """Figures a test asserts on."""
    statuses: dict[str, int] = {}
    for one in requests:
        statuses[str(one["status"])] = statuses.get(str(one["status"]), 0) + 1
    return {
        "total": len(requests),
        "busiest_second": busiest_second(requests),
        "invalid": sum(bool(one.get("invalid")) for one in requests),
        "bad_forms": [one for one in requests if one["code"] == 50035],
        "statuses": statuses,
    }
