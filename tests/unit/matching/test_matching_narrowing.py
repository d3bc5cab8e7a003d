"""Narrower queries after "Not for us", and the wider one that keeps postings without stated pay."""

from bot.domain.opening import Facets, Level, Strength
from bot.matching import (
    Candidate,
    Narrowing,
    Objection,
    asks_for_pay_only,
    explain,
    keeping_unstated_pay,
    narrowings,
)
from tests.unit.matching.small_vocabulary import NOW, SENIOR_GO_POSTING, VOCABULARY, candidate, query, skills


def offered(text: str, posting: Candidate = SENIOR_GO_POSTING) -> dict[str, Narrowing]:
    return {each.clause: each for each in narrowings(query(text), posting, 0, VOCABULARY)}


def test_company_level_and_stack_are_offered_and_none_would_post_it_again() -> None:
    found = offered("backend")
    assert {clause: each.objection for clause, each in found.items()} == {
        '-company:"acme inc"': Objection.COMPANY,
        "-senior": Objection.LEVEL,
        "-Go": Objection.STACK,
        "-AWS": Objection.STACK,
    }
    for each in found.values():
        assert not explain(each.query, SENIOR_GO_POSTING, now=NOW).met
        assert query(str(each.query)) == each.query


def test_the_narrowed_query_keeps_its_alternatives() -> None:
    assert str(offered("backend | Rust")["-senior"].query) == "-senior, backend | Rust"


def test_what_the_query_asks_for_is_not_offered_for_exclusion() -> None:
    assert "-senior" not in offered("senior, backend")
    assert "-Go" not in offered("Go | Rust")


def test_a_wider_level_can_lose_one_of_its_levels() -> None:
    staff = candidate(Facets(title="Staff Engineer", levels=(Level.STAFF,)))
    assert str(offered("senior+", staff)["-staff"].query) == "senior+, -staff"


def test_skills_in_the_title_come_first_and_there_are_at_most_five() -> None:
    names = ("AWS", "C++", "C#", "Kubernetes", "PostgreSQL", "Rust")
    facets = Facets(title="Java Engineer", skills=(*skills(*names), *skills("Java", strength=Strength.TITLE)))
    stack = [each for each in offered("senior | Go", candidate(facets)) if each.startswith("-")]
    assert stack == ["-Java", "-AWS", "-C++", "-C#", "-Kubernetes"]


def test_a_salary_query_can_keep_postings_without_stated_pay() -> None:
    asked = query("senior, 150k")
    assert asks_for_pay_only(asked)
    kept = keeping_unstated_pay(asked)
    assert str(kept) == "senior, salary>=150k USD | salary:unknown"
    assert not asks_for_pay_only(kept)
    assert not asks_for_pay_only(query("senior"))
