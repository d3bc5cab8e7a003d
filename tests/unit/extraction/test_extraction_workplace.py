"""Workplace: days in the office beat flags; remote customers are not remote work."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("This role is fully remote within the EU.", "remote"),
    ("You will work on site in Lyon.", "onsite"),
    ("Hybrid: three days a week in our Berlin office.", "hybrid"),
    ("You come to the office two days a week.", "hybrid"),
    ("We are a remote-first company.", "unknown"),
    ("Experience with remote monitoring is required.", "unknown"),
    ("You lead a remote team of five.", "unknown"),
    ("This position is not remote.", "onsite"),
    ("The job can be done from anywhere in Spain.", "remote"),
    ("No remote work.", "onsite"),
    ("You come to Lyon two days a week and work at home on the others.", "hybrid"),
    ("We are a distributed team without an office.", "remote"),
    ("Remote is fine, from any EU country.", "remote"),
    ("We all meet in the office every Tuesday and Thursday; the rest you work at home.", "hybrid"),
    ("You work in our workshop every day.", "onsite"),
    ("Work from home on Fridays.", "hybrid"),
    ("You work from home, always; we have no office.", "remote"),
    ("Our customers work remotely.", "unknown"),
    ("Hybrid cloud experience is a plus.", "unknown"),
    ("Five days a week in the office.", "onsite"),
    ("You need to be in the Oslo office four days a week.", "hybrid"),
    ("We work 100% remote and meet twice a year in Lisbon.", "remote"),
    ("Remote work is possible two days a week.", "hybrid"),
    ("Presence in the lab is required on all days.", "onsite"),
    ("There is a home office stipend of 500 euros.", "unknown"),
    ("Remote work is not possible for this role.", "onsite"),
    ("Home office up to three days per week.", "hybrid"),
    ("Fully remote, but only from the United Kingdom.", "remote"),
    ("You support remote offices of the bank.", "unknown"),
    ("Everyone works from home; the company has no building.", "remote"),
    ("The position is based at our plant and cannot be done from home.", "onsite"),
    ("You may work from anywhere in Canada.", "remote"),
    ("Working from home is possible after probation, two days a week.", "hybrid"),
)


@pytest.mark.parametrize(("body", "workplace"), CASES)
def test_workplace_of_text(body, workplace):
    assert opening(body, location="Lyon, France").workplace.value == workplace


FLAGS = (
    ("remote flag true", "You are in our Paris office three days a week.", "hybrid"),
    ("remote flag true", "A post.", "remote"),
    ("Remote", "This is an on-site role in Paris.", "onsite"),
    ("hybrid", "A post.", "hybrid"),
    ("On-site", "A post.", "onsite"),
)


@pytest.mark.parametrize(("flag", "body", "workplace"), FLAGS)
def test_text_contradicts_flag(flag, body, workplace):
    assert opening(body, location="Paris, France", workplace=flag).workplace.value == workplace


REGIONS = (
    ("Remote - US", "A post.", ["United States"]),
    ("Remote (UTC-3 to UTC+3)", "A post.", ["Europe"]),
    ("Remote, GMT-8 to GMT-4", "A post.", ["United States"]),
    ("Remote (US or Canada)", "A post.", ["United States", "Canada"]),
    ("Remote", "Work from anywhere in the world.", ["Worldwide"]),
    ("Remote", "You need a desk and good light.", []),
    ("Berlin, Germany", "A post.", []),
)


@pytest.mark.parametrize(("location", "body", "regions"), REGIONS)
def test_remote_regions(location, body, regions):
    assert [region.name for region in opening(body, location=location).remote_regions] == regions


LABELLED = (
    ("Location: Remote, Europe. Pay: fair.", ["Europe"], []),
    ("Place: remote, Europe. Pay: fair.", ["Europe"], []),
    ("Where: Remote (EU)\nWe make maps.", ["EU"], []),
    ("Place: Hamburg, Germany\nWe make maps.", [], ["Hamburg, Germany"]),
)


@pytest.mark.parametrize(("body", "regions", "places"), LABELLED)
def test_a_line_of_the_text_that_stands_for_the_location_field(body, regions, places):
    facets = opening(body)
    assert (facets.workplace.value == "remote") is bool(regions)
    assert [region.name for region in facets.remote_regions] == regions
    assert [place.name for place in facets.places] == places
