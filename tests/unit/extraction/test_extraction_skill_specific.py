"""A thing with a name of its own is that thing, and a query for the wider one finds it."""

import pytest

from bot.extraction.skills import find_skills
from bot.extraction.vocabulary import EntryKind
from tests.unit.extraction.loaded import vocabulary

SPECIFIC = [
    ("Experience with load testing", "Load testing", "Performance testing"),
    ("Knowledge of WCAG 2.2", "WCAG", "Accessibility"),
    ("Decks in PowerPoint", "PowerPoint", "Microsoft Office"),
    ("Experience with encryption", "Encryption", "Cryptography"),
    ("Knowledge of data protection", "Data protection", "Data security"),
    ("Consultative selling", "Consultative selling", "Solution selling"),
    ("Value-based selling", "Value-based selling", "Solution selling"),
    ("Skilled in contract negotiation", "Contract negotiation", "Negotiation"),
    ("Java EE 8 applications", "Java EE", "Java"),
    ("Maintain our QMS", "QMS", "Quality management"),
    ("scRNA-seq data", "Single-cell sequencing", "NGS"),
    ("RNA-seq pipelines", "RNA-seq", "NGS"),
    ("Controls of NIST 800-53", "NIST 800-53", "NIST"),
    ("Revenue under ASC 606", "ASC 606", "Revenue recognition"),
    ("Services on RHEL", "RHEL", "Red Hat"),
    ("Shops on WooCommerce", "WooCommerce", "WordPress"),
    ("Experience in object detection", "Object detection", "Computer vision"),
    ("Series 7 licence", "Series 7", "FINRA"),
    ("LC-MS method development", "LC-MS", "Mass spectrometry"),
    ("Screens in SAP MM", "SAP MM", "SAP"),
]

OFFICIAL = [
    ("Functions on Lambda", "AWS Lambda"),
    ("Streams in Kinesis", "Amazon Kinesis"),
    ("AWS Glue jobs", "AWS Glue"),
    ("Queries in Athena", "Amazon Athena"),
    ("A Redshift warehouse", "Amazon Redshift"),
    ("Tables in Aurora PostgreSQL", "Amazon Aurora"),
]


def skills_in(text: str) -> set[str]:
    mentions, _ = find_skills("", text, (), vocabulary())
    return {mention.name for mention in mentions}


@pytest.mark.parametrize(("text", "skill", "wider"), SPECIFIC)
def test_the_specific_thing_is_named(text: str, skill: str, wider: str) -> None:
    found = skills_in(text)
    assert skill in found
    assert wider not in found


@pytest.mark.parametrize(("skill", "wider"), [(skill, wider) for _, skill, wider in SPECIFIC])
def test_a_query_for_the_wider_thing_finds_the_specific_one(skill: str, wider: str) -> None:
    entry = vocabulary().entry(EntryKind.SKILL, wider)
    assert entry is not None
    assert skill in entry.covers


@pytest.mark.parametrize(("text", "skill"), OFFICIAL)
def test_a_short_name_means_the_official_one(text: str, skill: str) -> None:
    assert skill in skills_in(text)
