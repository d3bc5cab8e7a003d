import pytest

from bot.extraction.time_zones import regions_within, zone_range


@pytest.mark.parametrize(
    ("said", "low", "high", "regions"),
    [
        ("CET \u00b1 2h", -1, 3, ("Europe",)),
        ("CET +/- 3 hours", -2, 4, ("Europe",)),
        ("CEST \u00b1 1", 0, 2, ("Europe",)),
        ("UTC\u00b12", -2, 2, ("Europe",)),
        ("within 3 hours of EST", -8, -2, ("US", "Latin America")),
        ("within two hours of Central European time", -1, 3, ("Europe",)),
        ("max 2 hours difference from CET", -1, 3, ("Europe",)),
        ("EST \u00b1 1", -6, -4, ("US",)),
        ("UTC-3 to UTC+3", -3, 3, ("Europe",)),
        ("UTC -5 / -3", -5, -3, ("Latin America",)),
        ("UTC-8 to UTC-5", -8, -5, ("US",)),
        ("GMT+1 \u2013 GMT+3", 1, 3, ("Europe",)),
        ("PST to EST", -8, -5, ("US",)),
        ("Pacific to Eastern time", -8, -5, ("US",)),
        ("between EST and CET", -5, 1, ("US", "Europe", "Latin America")),
        ("at least 4 hours overlap with CET", -3, 5, ("Europe",)),
        ("overlap at least 4 hours with EST", -9, -1, ("US", "Latin America")),
        ("AEST \u00b1 3", 7, 13, ("APAC",)),
        ("SGT +/- 2 hours", 6, 10, ("APAC",)),
        ("IST \u00b1 1", 4.5, 6.5, ("India",)),
    ],
)
def test_a_range_of_time_zones_names_regions(
    said: str, low: float, high: float, regions: tuple[str, ...]
) -> None:
    zones = zone_range(f"Remote, {said}.")
    assert zones is not None
    assert (zones.low, zones.high) == (low, high)
    assert regions_within(zones) == regions


@pytest.mark.parametrize(
    "text",
    ["UTC+1", "9 to 5 EST", "moving from React to PT", "art to part", "an ET of 3 hours", "a GMT watch", ""],
)
def test_one_zone_or_none_is_no_range(text: str) -> None:
    assert zone_range(text) is None
