"""Workplace: days in the office beat flags; remote customers are not remote work."""

import pytest

from tests.unit.extraction.read_one import opening

CASES = (
    ("This role is fully remote within the EU.", "remote"),
    ("You will work on site in Lyon.", "onsite"),
    ("Hybrid: three days a week in our Berlin office.", "hybrid"),
    ("You come to the office two days a week.", "hybrid"),
    ("We are a remote-first company.", "remote"),
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


@pytest.mark.parametrize(
    ("body", "fields", "workplace"),
    [
        ("This role requires you to be onsite; remote or hybrid work will not be considered.", {}, "onsite"),
        ("We work together. In-office culture with whiteboards.", {}, "onsite"),
        ("LOCATION\nIn-Person, Ghent", {}, "onsite"),
        ("ONSITE in Turin and Genoa.", {}, "onsite"),
        ("You come to Kassel on Mondays and Thursdays and work at home otherwise.", {}, "hybrid"),
        ("We are in the office on Tuesdays and Wednesdays.", {}, "hybrid"),
        ("In the studio Tuesday to Thursday, at home on the other days.", {}, "hybrid"),
        ("Fridays are work-from-home.", {}, "hybrid"),
        ("You are in Kassel on all five days.", {}, "onsite"),
        ("We help people in Lima approach their everyday tasks.", {}, "unknown"),
        ("You spend 4 days a week in the field with customers.", {}, "unknown"),
        ("You are with clients in the field 4 days per week.", {}, "unknown"),
        ("Three days a week in our Ghent office.", {"workplace": "remote"}, "hybrid"),
        ("Everyone works remotely, and there is no office.", {}, "remote"),
        ("We build hybrid search.", {}, "unknown"),
        ("We are remote-first, with a small office in Ghent.", {}, "remote"),
        ("This is a remote-first company.", {}, "remote"),
        ("You will manage remote teams.", {}, "unknown"),
        ("Working pattern: hybrid (2 days office).", {}, "hybrid"),
        ("We expect 40% of your time in the office.", {}, "hybrid"),
        ("Work from home up to two days a week.", {}, "hybrid"),
        ("Up to 2 days home office per week.", {}, "hybrid"),
        ("Home office is possible after the first year, one day a week.", {}, "hybrid"),
        ("Remote work is not possible.", {}, "onsite"),
        ("No home office, since the lathe does not fit.", {}, "onsite"),
        ("This is not a remote position.", {}, "onsite"),
        ("The job is on location in our bakery.", {}, "onsite"),
        ("You work at our plant in Kassel.", {}, "onsite"),
        ("You can work from wherever you like within Spain.", {}, "remote"),
        ("Location-independent: live where you want.", {}, "remote"),
        ("Work wherever you want.", {}, "remote"),
        ("100% teletrabajo.", {}, "remote"),
        ("Lavoro da remoto al 100%.", {}, "remote"),
        ("Télétravail complet.", {}, "remote"),
        ("Télétravail : 2 jours par semaine.", {}, "hybrid"),
        ("Teletrabajo 3 días a la semana.", {}, "hybrid"),
        ("Smart working 2 giorni a settimana.", {}, "hybrid"),
        ("Mobiles Arbeiten an zwei Tagen pro Woche.", {}, "hybrid"),
        ("2 Tage Homeoffice pro Woche.", {}, "hybrid"),
        ("Die Arbeit findet vor Ort statt.", {}, "onsite"),
        ("Praca zdalna.", {}, "remote"),
        ("Praca hybrydowa, 2 dni w biurze.", {}, "hybrid"),
        ("Praca stacjonarna w Lublinie.", {}, "onsite"),
        ("A post.", {"location": "Remote (Spain)"}, "remote"),
        ("A post.", {"location": "Ghent (hybrid)"}, "hybrid"),
        ("A post.", {"location": "Ghent", "workplace": "onsite"}, "onsite"),
        ("A post.", {"location": "Ghent; Remote"}, "remote"),
        ("In-office five days a week.", {"workplace": "remote flag true", "location": "Ghent"}, "onsite"),
        ("We are an in-person team: five days a week at our desks.", {}, "onsite"),
        ("You must be able to commute to Ghent three times a week.", {}, "hybrid"),
        ("Come in two days a week.", {}, "hybrid"),
        ("We meet in the office once a month; otherwise you work from home.", {}, "remote"),
        ("We gather twice a year in Lisbon and work from home otherwise.", {}, "remote"),
        ("Remote during your first month only; after that in the office.", {}, "onsite"),
        ("The team is distributed over five countries.", {}, "unknown"),
        ("Flexible: remote, hybrid or office, as you like.", {}, "remote"),
        ("Occasional work from home is fine.", {"workplace": None}, "unknown"),
        ("You sit with the team in our office every day.", {}, "onsite"),
        ("We require five days in-office.", {}, "onsite"),
        ("Our office is dog friendly.", {}, "unknown"),
        ("Free lunch in the office.", {}, "unknown"),
        ("Work setup: On-site", {}, "onsite"),
        ("Workplace type: Hybrid", {}, "hybrid"),
        ("Arbeitsmodell: Hybrid", {}, "hybrid"),
        ("Our people work four days in the office and one from home.", {}, "hybrid"),
        ("Office-first: we expect you here most days.", {}, "onsite"),
        ("You live within commuting distance of Ghent and come in when needed.", {}, "hybrid"),
    ],
)
def test_where_the_work_is_done_in_other_words(body, fields, workplace):
    assert opening(body, **fields).workplace == workplace


STATED = (
    ("Clerk", "Hybrides Arbeitsmodell mit drei Tischen.", "hybrid"),
    ("Clerk / hybrides Arbeitsmodell / Kiel", "We fish.", "hybrid"),
    ("Clerk", "Our hybrides are roses.", "unknown"),
    ("Clerk", "On site at key moments, with hybrid flexibility in calm weeks.", "hybrid"),
    ("Clerk", "You show up in our office for lunch from time to time.", "hybrid"),
    ("Clerk", "Inspectors visit our office.", "unknown"),
    ("Clerk", "You may work 100% time remotely.", "remote"),
    ("Clerk", "We monitor 100% of remote pumps.", "unknown"),
    ("Clerk", "50 hours per week in person with the crew.", "onsite"),
    ("Clerk", "Two hours a week you teach.", "unknown"),
)


@pytest.mark.parametrize(("title", "body", "workplace"), STATED)
def test_the_workplace_as_it_is_stated(title, body, workplace):
    assert opening(body, title=title).workplace.value == workplace
