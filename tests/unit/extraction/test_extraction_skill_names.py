"""Tools beside known ones count under their own spelling; what only looks like a name does not."""

import time

import pytest

from bot.domain.opening import Strength
from bot.extraction.skills import find_skills
from tests.unit.extraction.loaded import vocabulary


def strengths(text: str, company: str | None = None) -> dict[str, Strength]:
    mentions, _ = find_skills("", text, (), vocabulary(), company=company)
    return {mention.name: mention.strength for mention in mentions}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Experience with C2 frameworks (Cobalt Strike, Zliverix, Havocado).", {"Zliverix", "Havocado"}),
        ("Tools: Kubernetes, Quuxtainer, Docker", {"Quuxtainer"}),
        ("Tableau, Looker, or Clarivista", {"Clarivista"}),
        ("Dashboards in tools such as Clarivista and Tableau", {"Clarivista"}),
        ("Store data in PostgreSQL/fooBase/Redis", {"fooBase"}),
    ],
)
def test_a_tool_beside_known_ones_is_a_skill(text: str, names: set[str]) -> None:
    found = strengths(text)
    assert {name for name in names if found.get(name) is Strength.CORE} == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kubernetes. Quuxtainer is our founder.", "Quuxtainer"),
        ("Offices with Docker, Berlin, Kubernetes", "Berlin"),
        ("Kubernetes, Marketing, Docker", "Marketing"),
        ("Kubernetes, Workers, Docker. You talk to workers.", "Workers"),
        ("A degree in fields such as Statistics, Econometry, SQL", "Econometry"),
        ("Trusted by companies like Shopify, Quuxtainer, Stripe", "Quuxtainer"),
        ("Kubernetes, ZZQ, Docker", "ZZQ"),
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str, name: str) -> None:
    assert name not in strengths(text)


def test_the_employer_is_no_tool() -> None:
    assert "Quuxtainer" not in strengths("Kubernetes, Quuxtainer, Docker", company="Quuxtainer Inc")


def test_leaders_who_are_customers_name_no_tools() -> None:
    found = strengths("We serve global industry leaders, including Canva, Fortinet and Snowflake.")
    assert Strength.CORE not in found.values()


def test_a_title_of_any_length_is_read_in_time() -> None:
    started = time.process_time()
    find_skills("Go " * 3000, "", (), vocabulary())
    assert time.process_time() - started < 1.0
