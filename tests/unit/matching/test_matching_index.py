"""The index of standing queries finds exactly what holding every query against every posting finds."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.opening import EmploymentType, Facets, Level, Strength, Visa, Workplace
from bot.domain.subscription import SubscriptionId
from bot.matching import Candidate, Hit, Query, StandingQueries, explain, index_few
from bot.matching.candidate import CandidateWords
from bot.matching.index_few import FewQueries
from bot.matching.keys import keys_of_openings
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


def told(index: StandingQueries, posting: Candidate) -> list[Hit]:
    return list(index.matches(posting, now=NOW))


def found(index: StandingQueries, posting: Candidate) -> set[tuple[int, int]]:
    return {(hit.subscription_id, hit.opening) for hit in index.matches(posting, now=NOW)}


def by_brute_force(asked: dict[SubscriptionId, Query], posting: Candidate) -> set[tuple[int, int]]:
    explained = {number: explain(each, posting, now=NOW) for number, each in asked.items()}
    return {(number, each.opening) for number, each in explained.items() if each.opening is not None}


@settings(max_examples=200, deadline=None)
@given(st.lists(queries, max_size=12), st.lists(candidates, min_size=1, max_size=6), st.data())
def test_the_index_equals_brute_force(asked: list[Query], postings: list[Candidate], data: Any) -> None:
    """Whatever comes, goes and is merged in between, also while a merge is under way."""
    index, standing, merging = StandingQueries(), {}, None
    for number, each in enumerate(asked):
        id_ = SubscriptionId(data.draw(st.integers(0, max(1, number))))
        standing[id_] = each
        index.put(id_, each)
        match data.draw(st.sampled_from(("", "", "begin", "finish", "remove"))):
            case "begin" if merging is None:
                merging = index.begin_merge()
            case "finish" if merging is not None:
                index.finish_merge(merging())
                merging = None
            case "remove":
                gone = data.draw(st.sampled_from(sorted(standing)))
                del standing[gone]
                index.remove(gone)
        posting = data.draw(st.sampled_from(postings))
        assert found(index, posting) == by_brute_force(standing, posting)
    if merging is not None:
        index.finish_merge(merging())
    index.merge()
    for posting in postings:
        assert found(index, posting) == by_brute_force(standing, posting)
    assert len(index) == len(standing)


@settings(max_examples=50, deadline=None)
@given(st.lists(queries, max_size=12), st.lists(candidates, max_size=4))
def test_both_sorts_of_index_give_the_same_reasons(asked: list[Query], postings: list[Candidate]) -> None:
    few, many = StandingQueries(), StandingQueries()
    for number, each in enumerate(asked):
        few.put(SubscriptionId(number), each)
        many.put(SubscriptionId(number), each)
    many.merge()
    for posting in postings:
        assert told(few, posting) == told(many, posting)


@pytest.mark.parametrize("merged", [False, True])
def test_filing_anew_by_what_was_learnt_loses_nothing(monkeypatch: Any, merged: bool) -> None:
    monkeypatch.setattr(index_few, "FIRST_REFILING", 3)
    index = StandingQueries()
    asked = {
        SubscriptionId(number): query(text)
        for number, text in enumerate(("Go, senior", "AWS | -Go", "-Java"))
    }
    for number, each in asked.items():
        index.put(number, each)
    if merged:
        index.merge()
    for _ in range(20):
        assert found(index, SENIOR_GO_POSTING) == by_brute_force(asked, SENIOR_GO_POSTING)
        if merged:
            index.merge()


def test_many_recent_queries_ask_for_a_merge_and_then_not_again() -> None:
    index = StandingQueries(merge_at=4)
    for number, text in enumerate(("Go", "Java", "senior", "Go, senior")):
        assert not index.wants_merge
        index.put(SubscriptionId(number), query(text))
    assert index.wants_merge
    making = index.begin_merge()
    assert not index.wants_merge
    index.finish_merge(making())
    assert not index.wants_merge
    assert len(index) == 4


def test_what_goes_while_the_columns_are_made_does_not_come_back() -> None:
    index = StandingQueries()
    for number, text in ((1, "Go"), (2, "senior"), (3, "backend")):
        index.put(SubscriptionId(number), query(text))
    index.merge()
    index.put(SubscriptionId(4), query("Go, senior"))
    making = index.begin_merge()
    index.remove(SubscriptionId(1))
    index.put(SubscriptionId(2), query("Rust"))
    index.remove(SubscriptionId(4))
    index.finish_merge(making())
    assert found(index, SENIOR_GO_POSTING) == {(3, 0)}
    assert len(index) == 2
    index.merge()
    assert found(index, SENIOR_GO_POSTING) == {(3, 0)}


def test_an_edit_is_seen_by_the_next_posting() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go"))
    index.merge()
    index.put(SubscriptionId(1), query("Rust"))
    assert not index.matches(SENIOR_GO_POSTING, now=NOW)
    index.put(SubscriptionId(1), query("senior"))
    assert found(index, SENIOR_GO_POSTING) == {(1, 0)}


def test_equal_queries_stand_once_and_every_subscription_is_hit() -> None:
    index = StandingQueries()
    for number, text in enumerate(("senior, Go", "golang SENIOR", "Go, senior, go")):
        index.put(SubscriptionId(number), query(text))
    assert (len(index), index._few.distinct) == (3, 1)
    hits = list(index.matches(SENIOR_GO_POSTING, now=NOW))
    assert [hit.subscription_id for hit in hits] == [0, 1, 2]
    assert [reason.clause for reason in hits[0].reasons] == ["senior", "Go"]


def test_a_changed_query_replaces_the_old_one() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go"))
    index.put(SubscriptionId(1), query("Rust"))
    assert not index.matches(SENIOR_GO_POSTING, now=NOW)
    assert (len(index), index._few.distinct) == (1, 1)


def test_what_is_removed_is_gone_and_removing_it_again_is_nothing() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go"))
    index.put(SubscriptionId(2), query("Go"))
    index.remove(SubscriptionId(1))
    index.remove(SubscriptionId(1))
    assert [hit.subscription_id for hit in index.matches(SENIOR_GO_POSTING, now=NOW)] == [2]
    index.remove(SubscriptionId(2))
    assert (len(index), index._few.distinct, index._few._filed) == (0, 0, {})


def test_queries_that_a_candidate_cannot_meet_are_not_even_looked_at() -> None:
    index = FewQueries()
    for number, text in enumerate(("Rust, senior", "Java, backend", "fintech, Go")):
        index.put(SubscriptionId(number), query(text))
    (keys,) = keys_of_openings(CandidateWords(SENIOR_GO_POSTING))
    looked_at = index._likely(keys)
    assert [str(group.query) for group in looked_at] == []


RARE = replace(SENIOR_GO_POSTING, reading=replace(SENIOR_GO_POSTING.reading, text="a fintech company"))
PLAIN = candidate(Facets(title="Cook"), text="a fintech company")


def test_a_group_is_filed_under_its_rarest_key_as_learnt() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go, fintech"))
    for posting in (RARE, *[PLAIN] * 300):
        index.matches(posting, now=NOW)
    assert set(index._few._filed) == {"skill:Go"}


def test_in_columns_a_group_is_filed_under_its_rarest_clause_as_learnt() -> None:
    index = StandingQueries()
    index.put(SubscriptionId(1), query("Go, fintech"))
    index.put(SubscriptionId(2), query("-Java, fintech"))
    index.merge()
    for posting in (RARE, *[PLAIN] * 300):
        index.matches(posting, now=NOW)
    assert index.wants_merge
    index.merge()
    assert index._many is not None
    columns = index._many.columns
    filed = {
        columns.atoms.text(codes)
        for codes, groups in zip(columns.clauses.lists(), columns.filed.lists(), strict=True)
        if groups
    }
    assert filed == {"Go", "fintech"}
