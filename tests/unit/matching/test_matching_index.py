"""The index of standing queries finds exactly what holding every query against every posting finds."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.opening import EmploymentType, Facets, Level, Strength, Visa, Workplace
from bot.domain.subscription import SubscriptionId
from bot.matching import Candidate, Query, StandingQueries, explain
from bot.matching import index as index_module
from tests.unit.matching.small_vocabulary import (
    BERLIN,
    EU,
    GERMANY,
    LONDON,
    NOW,
    SENIOR_GO_POSTING,
    WORLDWIDE,
    candidate,
    pay,
    query,
    skills,
)

TERMS = (
    *(
        "senior",
        "senior+",
        "staff",
        "backend",
        "engineer",
        "software engineer",
        "embedded",
        "Go",
        "Java",
        "SQL",
    ),
    *("PostgreSQL", "remote", "hybrid", "contract", "fintech", "payment", '"event sourcing"', '"c++"'),
    *("in:Germany", "in:Europe", "remote:EU", "remote:Germany", "salary>=150k", "salary<100k EUR"),
    *("salary:unknown", "years<=3", "years>5", "company:acme", "title:engineer", "source:remotive"),
    *(
        "security engineer",
        "software architect",
        "visa:yes",
        "visa:unknown",
        "posted<7d",
        "posted>2d",
        "lang:en",
    ),
)


def _glued(glue: str) -> Any:
    return lambda parts: "(" + glue.join(parts) + ")"


queries = st.recursive(
    st.sampled_from(TERMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_glued(", ")),
        st.lists(inner, min_size=1, max_size=3).map(_glued(" | ")),
        inner.map(lambda text: f"-{text}"),
    ),
    max_leaves=6,
).map(query)

few = {"max_size": 2}
mentions = st.builds(
    lambda names, strength: skills(*names, strength=strength),
    st.lists(st.sampled_from(("Go", "Java", "PostgreSQL", "Embedded systems")), unique=True, max_size=3),
    st.sampled_from(tuple(Strength)),
)
openings = st.builds(
    Facets,
    title=st.sampled_from(("Software Engineer", "Payments Lead")),
    levels=st.lists(st.sampled_from((Level.SENIOR, Level.STAFF, Level.JUNIOR)), **few).map(tuple),
    roles=st.lists(st.sampled_from(("backend", "embedded", "security", "frontend")), **few).map(tuple),
    skills=mentions,
    workplace=st.sampled_from(tuple(Workplace)),
    remote_regions=st.lists(st.sampled_from((EU, GERMANY, WORLDWIDE)), **few).map(tuple),
    places=st.lists(st.sampled_from((BERLIN, LONDON)), **few).map(tuple),
    pay=st.sampled_from((None, pay(80_000, 90_000), pay(70, 90, "EUR", "hour"))),
    years_min=st.sampled_from((None, 2, 6)),
    employment_type=st.sampled_from((EmploymentType.UNKNOWN, EmploymentType.CONTRACT)),
    visa=st.sampled_from(tuple(Visa)),
)
candidates = st.builds(
    lambda facets, text, company, language: candidate(*facets, text=text, company=company, language=language),
    st.lists(openings, min_size=1, max_size=3),
    st.sampled_from(("", "We do event sourcing for fintech payments in C++.", "A payment company")),
    st.sampled_from((None, "Acme GmbH", "Other")),
    st.sampled_from(("en", "de")),
)


def found(index: StandingQueries, posting: Candidate) -> set[tuple[int, int]]:
    return {(hit.subscription_id, hit.opening) for hit in index.matches(posting, now=NOW)}


def by_brute_force(asked: dict[SubscriptionId, Query], posting: Candidate) -> set[tuple[int, int]]:
    explained = {number: explain(each, posting, now=NOW) for number, each in asked.items()}
    return {(number, each.opening) for number, each in explained.items() if each.opening is not None}


@settings(max_examples=150, deadline=None)
@given(st.lists(queries, max_size=12), st.lists(candidates, max_size=6), st.data())
def test_the_index_equals_brute_force(asked: list[Query], postings: list[Candidate], data: Any) -> None:
    index, standing = StandingQueries(), {}
    for number, each in enumerate(asked):
        standing[SubscriptionId(number)] = each
        index.put(SubscriptionId(number), each)
    for posting in postings:
        assert found(index, posting) == by_brute_force(standing, posting)
        if standing and data.draw(st.booleans()):
            number = data.draw(st.sampled_from(sorted(standing)))
            del standing[number]
            index.remove(number)
            assert found(index, posting) == by_brute_force(standing, posting)
    assert len(index) == len(standing)


def test_filing_anew_by_what_was_learnt_loses_nothing(monkeypatch: Any) -> None:
    monkeypatch.setattr(index_module, "FIRST_REFILING", 3)
    index = StandingQueries()
    asked = {
        SubscriptionId(number): query(text)
        for number, text in enumerate(("Go, senior", "AWS | -Go", "-Java"))
    }
    for number, each in asked.items():
        index.put(number, each)
    for _ in range(20):
        assert found(index, SENIOR_GO_POSTING) == by_brute_force(asked, SENIOR_GO_POSTING)


def test_equal_queries_stand_once_and_every_subscription_is_hit() -> None:
    index = StandingQueries()
    for number, text in enumerate(("senior, Go", "golang SENIOR", "Go, senior, go")):
        index.put(SubscriptionId(number), query(text))
    assert (len(index), index.distinct) == (3, 1)
    hits = index.matches(SENIOR_GO_POSTING, now=NOW)
    assert [hit.subscription_id for hit in hits] == [0, 1, 2]
    assert [reason.clause for reason in hits[0].reasons] == ["senior", "Go"]


def test_a_changed_query_replaces_the_old_one() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go"))
    index.put(SubscriptionId(1), query("Rust"))
    assert index.matches(SENIOR_GO_POSTING, now=NOW) == ()
    assert (len(index), index.distinct) == (1, 1)


def test_what_is_removed_is_gone_and_removing_it_again_is_nothing() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go"))
    index.put(SubscriptionId(2), query("Go"))
    index.remove(SubscriptionId(1))
    index.remove(SubscriptionId(1))
    assert [hit.subscription_id for hit in index.matches(SENIOR_GO_POSTING, now=NOW)] == [2]
    index.remove(SubscriptionId(2))
    assert (len(index), index.distinct, index._filed) == (0, 0, {})


def test_queries_that_a_candidate_cannot_meet_are_not_even_looked_at() -> None:
    index = StandingQueries()
    for number, text in enumerate(("Rust, senior", "Java, backend", "fintech, Go")):
        index.put(SubscriptionId(number), query(text))
    looked_at = index._likely(index_module.candidate_keys(index_module.CandidateWords(SENIOR_GO_POSTING)))
    assert [str(group.query) for group in looked_at] == []


def test_a_group_is_filed_under_its_rarest_key_as_learnt() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go, fintech"))
    rare = replace(SENIOR_GO_POSTING, reading=replace(SENIOR_GO_POSTING.reading, text="a fintech company"))
    plain = candidate(Facets(title="Cook"), text="a fintech company")
    for posting in (rare, *[plain] * 300):
        index.matches(posting, now=NOW)
    assert set(index._filed) == {"skill:Go"}
