"""Queries as people type them against titles as employers write them: which title each phrase means."""

import functools
from datetime import UTC, datetime

import pytest

from bot.domain.posting import Posting
from bot.extraction.reading import read
from bot.matching import explain, parse
from bot.matching.candidate import Candidate
from tests.unit.extraction.loaded import vocabulary
from tests.unit.extraction.read_one import SEEN_ON

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SOFTWARE = "You write and run software in Python behind REST APIs, and review the code of others."


@functools.cache
def candidate(title: str, body: str) -> Candidate:
    posting = Posting(native_id="1", title=title, company="Quarry & Finch", body=body)
    reading = read(posting, vocabulary(), seen_on=SEEN_ON)
    return Candidate(posting=posting, reading=reading, source="board", first_seen_at=NOW)


def meets(typed: str, title: str, body: str = SOFTWARE) -> bool:
    return explain(parse(typed, vocabulary()), candidate(title, body), now=NOW).met


MEANT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # The word before the noun counts.
    "founding engineer": (
        (
            "Founding Engineer",
            "Founding Backend Engineer",
            "Founding Data Engineer",
            "Founding Product Engineer",
        ),
        ("Software Engineer", "Backend Engineer", "Founding Account Executive", "Staff Engineer"),
    ),
    "founding designer": (
        ("Founding Designer", "Founding Product Designer"),
        ("Product Designer", "Founding Engineer"),
    ),
    "growth engineer": (
        ("Growth Engineer", "Software Engineer, Growth"),
        ("Software Engineer", "Growth Manager"),
    ),
    "performance engineer": (
        ("Performance Engineer", "Senior Software Engineer, Performance"),
        ("Software Engineer", "Performance Marketing Manager"),
    ),
    "forward deployed engineer": (
        ("Forward Deployed Engineer", "Software Engineer, Forward Deployed", "Forward Deployed AI Engineer"),
        ("Software Engineer", "Solutions Architect", "Sales Engineer"),
    ),
    "product engineer": (
        ("Product Engineer", "Senior Product Engineer"),
        ("Backend Engineer", "Product Manager"),
    ),
    "search engineer": (
        ("Search Engineer", "Software Engineer, Search"),
        ("Software Engineer", "SEO Specialist"),
    ),
    "billing engineer": (
        ("Billing Engineer", "Software Engineer, Billing"),
        ("Backend Engineer", "Billing Specialist"),
    ),
    "principal engineer": (
        ("Principal Engineer", "Principal Software Engineer"),
        ("Staff Engineer", "Senior Engineer", "Software Engineer, Principal Experience"),
    ),
    "cloud engineer": (
        ("Cloud Engineer", "Senior Cloud Engineer"),
        ("Backend Engineer", "Cloud Sales Manager"),
    ),
    "network engineer": (
        ("Network Engineer", "Senior Networking Engineer"),
        ("Systems Engineer", "Platform Engineer"),
    ),
    "software architect": (("Software Architect",), ("Software Engineer", "Solutions Engineer")),
    "Java developer": (("Java Developer",), ("Python Developer", "Software Engineer")),
    # Engineers and others.
    "engineer": (
        ("Backend Engineer", "Security Engineer", "Research Engineer", "Electrical Engineer", "QA Engineer"),
        ("Research Scientist", "Product Manager", "Security Analyst", "Account Executive", "Recruiter"),
    ),
    "software engineer": (
        ("Backend Engineer", "iOS Developer", "Software Engineer"),
        ("Data Engineer", "Civil Engineer"),
    ),
    "security engineer": (
        ("Security Engineer", "Application Security Engineer"),
        ("Security Analyst", "IT Auditor"),
    ),
    "appsec": (
        ("Application Security Engineer", "Product Security Engineer"),
        ("Security Engineer", "SOC Analyst"),
    ),
    "pentester": (("Penetration Tester", "Red Team Operator"), ("Security Engineer", "QA Tester")),
    # Selling.
    "account executive": (
        ("Account Executive", "Enterprise Account Executive", "Founding AE", "Account Executive, Mid-Market"),
        ("Account Manager", "Sales Development Representative", "Sales Operations Manager", "Sales Engineer"),
    ),
    "sales manager": (
        (
            "Sales Manager",
            "Regional Sales Manager",
            "Head of Sales",
            "Manager, Enterprise Sales",
            "Sales Director",
        ),
        ("Account Executive", "Sales Operations Manager", "Sales Enablement Manager", "Account Manager"),
    ),
    "SDR": (
        ("Sales Development Representative", "BDR", "Business Development Representative (SDR)"),
        ("Account Executive", "Business Development Manager", "Manager, Sales Development"),
    ),
    "account manager": (
        ("Account Manager", "Key Account Manager", "Senior Account Manager"),
        ("Technical Account Manager", "Account Executive", "Sales Manager"),
    ),
    "sales": (
        ("Account Executive", "Sales Manager", "Commercial Lead"),
        ("Marketing Manager", "Software Engineer"),
    ),
    "head of sales": (
        ("VP of Sales", "Sales Director", "Head of EMEA Sales"),
        ("Head of Sales Operations", "Sales Manager"),
    ),
    # Helping customers.
    "support engineer": (
        ("Support Engineer", "Technical Support Engineer", "Senior Product Support Engineer"),
        ("Sales Support Specialist", "Customer Success Manager", "Customer Service Agent"),
    ),
    "customer success manager": (
        ("Customer Success Manager", "Head of Customer Success", "CSM, Enterprise", "Client Success Lead"),
        ("Support Engineer", "Customer Success Engineer", "Help Desk Analyst"),
    ),
    "customer support representative": (
        ("Customer Support Specialist", "Customer Service Representative", "Customer Care Agent"),
        ("Customer Support Engineer", "Customer Success Manager", "Support Engineer"),
    ),
    "IT support": (
        ("IT Support Specialist", "Help Desk Technician", "Service Desk Analyst"),
        ("Customer Support Agent",),
    ),
    # Designing.
    "product designer": (
        ("Product Designer", "UX Designer", "Senior UI/UX Designer"),
        ("Graphic Designer", "Motion Designer", "Industrial Designer", "Product Manager"),
    ),
    "graphic designer": (("Graphic Designer", "Brand Designer"), ("Product Designer", "UX Researcher")),
    "UX researcher": (("UX Researcher", "Senior User Researcher"), ("UX Designer", "AI Researcher")),
    "designer": (
        ("Product Designer", "Graphic Designer", "Design Lead"),
        ("Interior Designer",),
    ),
    # Marketing.
    "marketing": (
        ("Product Marketing Manager", "SEO Specialist", "Lifecycle Lead"),
        ("Account Executive", "Recruiter"),
    ),
    "product marketing": (
        ("Product Marketing Manager", "Head of Product Marketing"),
        ("Marketing Manager", "Product Manager"),
    ),
    "copywriter": (("Copywriter", "Senior Content Writer"), ("Technical Writer", "Marketing Manager")),
    "marketing manager": (
        ("Marketing Manager", "Senior Manager, Marketing"),
        ("Marketing Coordinator", "Sales Manager"),
    ),
    # The office.
    "recruiter": (
        ("Technical Recruiter", "Talent Acquisition Partner", "Sourcer"),
        ("HR Manager", "People Partner"),
    ),
    "accountant": (
        ("Senior Accountant", "Accounting Manager", "Bookkeeper"),
        ("Financial Analyst", "Tax Manager"),
    ),
    "financial analyst": (("Senior Financial Analyst", "FP&A Analyst"), ("Accountant", "Data Analyst")),
    "lawyer": (("Legal Counsel", "Attorney"), ("Paralegal", "Compliance Officer")),
    "executive assistant": (("Executive Assistant to the CEO",), ("Office Manager", "Operations Manager")),
    "operations": (
        ("Operations Manager", "Founder's Associate", "Strategic Projects Lead"),
        ("Sales Engineer",),
    ),
    "operations manager": (
        ("Operations Manager", "Manager, Operations"),
        ("Operations Associate", "Office Manager"),
    ),
    # Product, projects, people.
    "product manager": (
        ("Product Manager", "Product Owner"),
        ("Product Designer", "Product Marketing Manager"),
    ),
    "technical program manager": (
        ("Technical Program Manager", "TPM, Storage"),
        ("Program Manager", "Product Manager"),
    ),
    "scrum master": (("Scrum Master", "Agile Coach"), ("Project Manager",)),
    "engineering manager": (
        ("Engineering Manager, Data", "Manager of Engineering"),
        ("Product Manager", "Staff Engineer"),
    ),
    "head of engineering": (
        ("VP of Engineering", "Director of Engineering"),
        ("Engineering Manager", "Head of Sales"),
    ),
    "director | executive": (
        ("Creative Director", "Program Director", "VP of Sales", "Head of People", "Director, Data"),
        ("Account Executive", "Executive Assistant", "Art Director", "Product Manager"),
    ),
    "data architect": (("Data Architect",), ("Data Engineer",)),
    "analytics engineer": (("Analytics Engineer",), ("Data Engineer", "Data Analyst")),
    "machine learning researcher": (("Machine Learning Researcher",), ("AI Engineer", "UX Researcher")),
    "staff+ engineer": (("Staff Engineer", "Principal Engineer"), ("Senior Engineer", "Engineering Manager")),
}
WANTED = [(typed, title) for typed, (titles, _) in MEANT.items() for title in titles]
UNWANTED = [(typed, title) for typed, (_, titles) in MEANT.items() for title in titles]


@pytest.mark.parametrize(("typed", "title"), WANTED)
def test_a_title_that_the_phrase_means(typed: str, title: str) -> None:
    assert meets(typed, title)


@pytest.mark.parametrize(("typed", "title"), UNWANTED)
def test_a_title_that_the_phrase_does_not_mean(typed: str, title: str) -> None:
    assert not meets(typed, title)


@pytest.mark.parametrize(
    ("typed", "body", "expected"),
    [
        ("founding engineer", "Join us as a founding engineer and write Python services.", True),
        ("founding engineer", "Our founding engineer wrote the first Python services.", False),
        ("performance engineer", "We are looking for a performance engineer who knows Python.", True),
        ("performance engineer", "A performance engineer helps you with Python.", False),
    ],
)
def test_a_text_that_offers_the_job_in_just_these_words(typed: str, body: str, expected: bool) -> None:
    assert meets(typed, "Software Engineer", body) is expected


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("visa sponsorship", "visa:yes"),
        ("sponsors visa", "visa:yes"),
        ("H1B", "visa:yes"),
        ("h-1b sponsorship", "visa:yes"),
        ("green card sponsorship", "visa:yes"),
        ("no sponsorship", "visa:no"),
        ("founding engineers", "founding engineer"),
        ("growth engineers", "growth engineer"),
        ("AE", "account executive"),
        ("BDR", "sales development representative"),
    ],
)
def test_the_canonical_form_of_a_phrase(typed: str, canonical: str) -> None:
    parsed = parse(typed, vocabulary())
    assert str(parsed) == canonical
    assert parse(canonical, vocabulary()) == parsed


@pytest.mark.parametrize(
    ("typed", "body", "expected"),
    [
        ("visa sponsorship", "We sponsor visas for everybody we hire.", True),
        ("visa sponsorship", "We are unable to sponsor visas.", False),
        ("visa sponsorship", "Our customers pay with Visa.", False),
        ("no sponsorship", "We are unable to sponsor visas.", True),
    ],
)
def test_sponsorship_is_what_the_posting_says_of_it(typed: str, body: str, expected: bool) -> None:
    assert meets(typed, "Software Engineer", body) is expected


def test_a_miss_names_what_the_title_lacks() -> None:
    told = explain(parse("founding engineer", vocabulary()), candidate("Backend Engineer", SOFTWARE), now=NOW)
    assert 'the title "Backend Engineer" names no founding' in str(told)
