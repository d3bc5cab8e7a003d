"""Which postings a digest shows, in which order, and which are one line."""

from dataclasses import replace
from datetime import date

import pytest

from bot.delivery.compose import CardContent, DigestHeading, digest
from bot.delivery.plain import section_text
from bot.delivery.ranking import DigestEntry, choose, entry_of, points
from bot.domain.chat import DigestGroups
from bot.domain.delivery import DigestLayout, Press
from bot.domain.match import MatchId, Reason
from bot.domain.opening import Place
from tests.unit.delivery.delivery_values import NOW, content, facets, stored

BY_SUBSCRIPTION, BY_COMPANY = DigestGroups


def entry(number: int, points_: float, *, group: int = 1, company: str = "") -> DigestEntry:
    key = (f"job {number}",)
    return DigestEntry(match_id=MatchId(number), group=group, key=key, company=company, points=points_)


def shown(entries: list[DigestEntry], most: int = 15, by: DigestGroups = BY_SUBSCRIPTION) -> list[int]:
    return [line[0].match_id for line in choose(entries, most=most, by=by).shown]


def with_facets(number: int = 1, **changes: object) -> CardContent:
    one = stored(number)
    return content(number, posting=replace(one, reading=replace(one.reading, openings=(facets(**changes),))))


def in_city(number: int, city: str, **changes: object) -> CardContent:
    """One job of Acme, in a city."""
    place = Place(name=f"{city}, Germany", keys=(f"city:{city}", "country:de"))
    one = stored(number)
    reading = replace(
        one.reading,
        company="Acme GmbH",
        openings=(facets(title=f"Go Engineer ({city})", places=(place,), remote_regions=(), **changes),),
    )
    return content(number, posting=replace(one, reading=reading))


def test_the_title_counts_for_more_than_pay_level_and_freshness_each() -> None:
    in_title = points(content(reasons=(Reason(clause="backend", words=("Backend",)),)), NOW)
    in_text = points(content(reasons=(Reason(clause="Go", words=("Go",)),)), NOW)
    assert in_title - in_text == pytest.approx(4)
    assert points(with_facets(), NOW) - points(with_facets(pay=None), NOW) == pytest.approx(1.5)
    assert points(with_facets(), NOW) - points(with_facets(levels=()), NOW) == pytest.approx(1)


def test_a_fresh_posting_counts_for_more_and_an_old_one_for_nothing_less_than_that() -> None:
    def of(day: date) -> float:
        one = stored(1)
        return points(content(posting=replace(one, reading=replace(one.reading, posted_on=day))), NOW)

    today, week, month, year = (
        of(date(2026, 7, 28)),
        of(date(2026, 7, 21)),
        of(date(2026, 6, 28)),
        of(date(2025, 7, 28)),
    )
    assert today - week == pytest.approx(1)
    assert today - month == pytest.approx(2)
    assert month == year


def test_the_best_come_first_and_of_equals_the_earlier() -> None:
    assert shown([entry(1, 1), entry(2, 5), entry(3, 5), entry(4, 3)]) == [2, 3, 4, 1]


def test_one_company_does_not_fill_the_digest() -> None:
    acme = [entry(number, 6 - number / 10, company="acme") for number in (1, 2, 3)]
    assert shown([*acme, entry(4, 5, company="beta"), entry(5, 4, company="gamma")], most=3) == [1, 4, 2]


def test_each_subscription_shows_its_best_whatever_the_others_have() -> None:
    entries = [entry(1, 9), entry(2, 8), entry(3, 7), entry(4, 1, group=2)]
    choice = choose(entries, most=2, by=BY_SUBSCRIPTION)
    assert [line[0].match_id for line in choice.shown] == [1, 4]
    assert [line[0].match_id for line in choice.rest] == [2, 3]


def test_lines_stand_by_subscription_or_by_company() -> None:
    entries = [
        entry(1, 9, group=2, company="acme"),
        entry(2, 8, group=1, company="beta"),
        entry(3, 5, group=1, company="acme"),
    ]
    assert shown(entries) == [2, 3, 1]
    assert shown(entries, by=BY_COMPANY) == [1, 3, 2]


def test_the_same_job_in_several_cities_is_one_line_with_its_places() -> None:
    contents = [in_city(1, "Berlin"), in_city(2, "Munich"), in_city(3, "Hamburg")]
    entries = [entry_of(one, MatchId(number), NOW) for number, one in enumerate(contents, 1)]
    (line,) = choose(entries, most=15, by=BY_SUBSCRIPTION).shown
    assert [one.match_id for one in line] == [1, 2, 3]
    message = digest(contents, DigestHeading(title="Digest of 28 Jul", total=3), now=NOW)
    _, said = map(section_text, message.sections)
    assert "Berlin, Germany / Munich, Germany / Hamburg, Germany" in said
    assert (
        "Also: Munich, Germany <https://jobs.example/2> · Hamburg, Germany <https://jobs.example/3>" in said
    )


def test_a_city_that_has_closed_is_not_offered_any_more() -> None:
    contents = [in_city(1, "Berlin"), in_city(2, "Munich"), in_city(3, "Hamburg")]
    first = replace(contents[0], posting=replace(contents[0].posting, closed_at=NOW))
    message = digest([first, *contents[1:]], DigestHeading(title="Digest", total=3), now=NOW)
    said = section_text(message.sections[1])
    assert "Berlin" not in said.replace("(Berlin)", "")
    assert message.sections[1].match_id == 2
    assert "Also: Hamburg, Germany" in said


def test_another_pay_level_or_company_is_another_line() -> None:
    here = in_city(1, "Berlin")
    others = [in_city(2, "Munich", pay=None), in_city(3, "Munich", levels=()), with_facets(4)]
    entries = [entry_of(one, MatchId(number), NOW) for number, one in enumerate([here, *others], 1)]
    assert len(choose(entries, most=15, by=BY_SUBSCRIPTION).shown) == len(entries)


def test_the_end_of_a_digest_names_what_it_left_out_and_the_week() -> None:
    more = Press(label="14 more", component="c1")
    layout = DigestLayout(more=more, week="Last 7 days: 20 postings found. `/jobs stats` tells more.")
    heading = DigestHeading(title="Digest of 28 Jul", total=15, layout=layout)
    last = section_text(digest([content(1)], heading, now=NOW).sections[-1])
    assert "and 14 more" in last
    assert "[Show 14 more]" in last
    assert "Last 7 days: 20 postings found" in last
    first = digest([content(1)], replace(heading, parts=2), now=NOW)
    assert "14 more" not in section_text(first.sections[-1])


def test_by_company_the_company_is_the_heading_and_stands_in_no_line() -> None:
    heading = DigestHeading(title="Digest", total=1, layout=DigestLayout(by=BY_COMPANY))
    said = section_text(digest([content(1)], heading, now=NOW).sections[1])
    assert said.count("Acme GmbH") == 1
    assert said.startswith("Acme GmbH\n")
