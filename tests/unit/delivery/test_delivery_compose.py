from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.compose import DigestHeading, batch, card, digest, digest_title
from bot.delivery.excerpt import excerpt, marked
from bot.delivery.message import ActionKind, Actions, Heading, Link, Message, Paragraph, Text
from bot.delivery.plain import plain_text
from bot.delivery.wording import age_text, closed_text, level_text, pay_text, place_text
from bot.domain.match import Reason
from bot.domain.opening import Facets, Level, Pay, PayPeriod, Place, Reading, Workplace
from bot.domain.posting import Posting
from tests.unit.delivery.delivery_values import NOW, content, facets, stored

BERLIN = Place(name="Berlin, Germany", keys=())


def marks(message: Message) -> list[str]:
    return [
        inline.text
        for section in message.sections
        for block in section.blocks
        for inline in getattr(block, "inlines", ())
        if isinstance(inline, Text) and inline.marked
    ]


def actions(message: Message) -> list[tuple[ActionKind, str, str | None]]:
    return [
        (action.kind, action.value, action.url)
        for section in message.sections
        for block in section.blocks
        if isinstance(block, Actions)
        for action in block.actions
    ]


def test_a_card_says_what_a_reader_decides_by() -> None:
    lines = plain_text(card(content(), now=NOW)).splitlines()
    assert lines == [
        "Senior Backend Engineer <https://jobs.example/1>",
        "Acme GmbH · Senior · Remote (Germany) · €90k-120k a year",
        "We build ledgers. You write Go services that run on AWS, with Golang people. No Google ads.",
        "Matched senior · Go: Go, Golang · AWS",
        "posted 2 days ago, 26 Jul · from Example Jobs · also seen on 2 other boards",
        "[Apply] [Save] [Why] [Not for us]",
    ]


def test_matched_words_are_marked_and_only_whole_ones() -> None:
    found = marks(card(content(), now=NOW))
    assert "Google" not in found
    assert {"Senior", "Go", "AWS", "Golang"} == set(found)


def test_a_card_offers_its_actions_by_posting() -> None:
    assert actions(card(content(), now=NOW)) == [
        (ActionKind.OPEN, "1001", "https://jobs.example/1"),
        (ActionKind.SAVE, "1001", None),
        (ActionKind.WHY, "1001", None),
        (ActionKind.NOT_FOR_US, "1001", None),
    ]


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://a.example/x y", "ftp://a.example"])
def test_an_address_that_is_no_web_address_leads_nowhere(url: str | None) -> None:
    posting = replace(stored(), posting=Posting(native_id="1", body="", url=url))
    message = card(content(posting=posting), now=NOW)
    assert ActionKind.OPEN not in [kind for kind, _, _ in actions(message)]
    first = message.sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert not any(isinstance(inline, Link) for inline in first.inlines)


def test_the_card_shows_the_opening_that_met_the_query() -> None:
    two = replace(
        stored().reading,
        openings=(facets(title="Designer"), facets(title="Staff SRE", levels=(Level.STAFF,))),
    )
    text = plain_text(card(content(posting=stored(reading=two), opening=1), now=NOW))
    assert text.startswith("Staff SRE <")
    assert "Staff ·" in text
    assert "Designer" not in text


def test_the_card_of_a_closed_job_says_so_first_and_is_not_to_be_applied_for() -> None:
    message = card(content(posting=stored(closed_at=NOW + timedelta(days=5))), now=NOW + timedelta(days=9))
    first, *_, fine_print, to_press = plain_text(message).splitlines()
    assert first == "Closed: Senior Backend Engineer <https://jobs.example/1>"
    assert fine_print == "closed 2 Aug, after 7 days · from Example Jobs · also seen on 2 other boards"
    assert to_press == "[Save] [Why] [Not for us]"
    assert message.summary == "Closed: Senior Backend Engineer at Acme GmbH"


def struck(message: Message) -> list[str]:
    """The words that are struck out, in order."""
    return [
        inline.text
        for section in message.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for inline in block.inlines
        if inline.struck
    ]


def test_in_a_digest_only_the_closed_job_is_said_to_have_closed() -> None:
    contents = [content(1), content(2, posting=stored(2, closed_at=NOW)), content(3)]
    message = digest(contents, DigestHeading(title="Digest of 28 Jul", total=3), now=NOW)
    firsts = [plain_text(Message(sections=(one,), summary="")).split(" <")[0] for one in message.sections[1:]]
    title = "Senior Backend Engineer"
    assert firsts == [f"For senior backend, Go, AWS\n{title}", f"Closed: {title}", title]
    assert struck(message) == [title]
    assert message.sections[0].blocks == (Heading("Digest of 28 Jul: 3 postings"),)
    assert message.summary == "Digest of 28 Jul: 3 postings (1 closed)"


def test_in_a_batch_only_the_closed_job_is_not_to_be_applied_for() -> None:
    message = batch([content(1, posting=stored(1, closed_at=NOW)), content(2)], now=NOW)
    opened = [url for kind, _, url in actions(message) if kind is ActionKind.OPEN]
    assert opened == ["https://jobs.example/2"]
    assert message.summary == "2 new postings (1 closed)"


@pytest.mark.parametrize(
    ("posted_on", "seen", "closed", "expected"),
    [
        (date(2026, 7, 26), NOW, NOW, "closed 28 Jul, after 2 days"),
        (None, NOW, NOW + timedelta(days=1), "closed 29 Jul, after 1 day"),
        (None, NOW, NOW + timedelta(hours=3), "closed 28 Jul"),
        (date(2026, 8, 3), NOW, NOW, "closed 28 Jul"),  # a date that is not to be believed
        (date(2025, 7, 28), NOW, NOW, "closed 28 Jul, after 365 days"),
    ],
)
def test_how_long_a_job_was_listed(
    posted_on: date | None, seen: datetime, closed: datetime, expected: str
) -> None:
    assert closed_text(posted_on, seen, closed) == expected


def test_a_digest_names_each_subscription_once_and_keeps_the_order() -> None:
    contents = [content(1, query="Go"), content(2, query="Go"), content(3, query="Rust")]
    message = digest(contents, DigestHeading(title="Digest of 28 Jul", total=3), now=NOW, mention="here")
    text = plain_text(message)
    assert text.startswith("Digest of 28 Jul: 3 postings\n\nFor Go\n")
    assert (text.count("For Go"), text.count("For Rust")) == (1, 1)
    assert [section.match_id for section in message.sections] == [None, 1, 2, 3]
    assert message.mention == "here"


def test_a_later_part_of_a_digest_repeats_the_subscription_and_calls_nobody() -> None:
    heading = DigestHeading(title="Digest of 28 Jul", total=90, part=2, parts=3)
    message = digest([content(40, query="Go")], heading, now=NOW, mention="here")
    assert plain_text(message).startswith("Digest of 28 Jul, continued (2 of 3)\n\nFor Go\n")
    assert message.mention is None


def test_a_batch_counts_its_postings_and_each_has_its_actions() -> None:
    message = batch([content(1), content(2)], now=NOW)
    assert message.sections[0].blocks == (Heading("2 new postings"),)
    assert [value for kind, value, _ in actions(message) if kind is ActionKind.SAVE] == ["1001", "1002"]


def test_a_digest_does_not_say_twice_what_title_and_facts_show() -> None:
    said = (
        Reason(clause="senior", words=("Senior",)),
        Reason(clause="backend engineer", words=("backend engineer",)),
        Reason(clause="remote", words=("Remote",)),
        Reason(clause="Go", words=("Go",)),
    )
    message = digest([replace(content(1), reasons=said)], DigestHeading(title="Digest", total=1), now=NOW)
    assert marks(message) == ["Senior", "Remote", "Go"]  # the first two are facts, marked there


def test_a_digest_of_no_day_has_no_date() -> None:
    assert digest_title("2026-07-27", NOW.date()) == "Digest of 27 Jul"
    assert digest_title("2025-12-31", NOW.date()) == "Digest of 31 Dec 2025"
    assert digest_title("request-7", NOW.date()) == "Digest"


@given(st.text(), st.lists(st.text(), max_size=4), st.text(), st.one_of(st.none(), st.text()))
def test_no_text_from_outside_breaks_a_card(
    title: str, found: list[str], text: str, company: str | None
) -> None:
    reading = Reading(
        title=title,
        company=company,
        text=text,
        language="und",
        posted_on=None,
        openings=(Facets(title=title),),
    )
    reasons = (Reason(clause="x", words=tuple(found)),)
    message = card(content(posting=stored(reading=reading), reasons=reasons), now=NOW)
    assert message.summary


@given(st.text(max_size=200), st.lists(st.text(max_size=8), max_size=4))
def test_marking_changes_no_text(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, words)) == text


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("C and C++", ("C",), ["C"]),
        ("C and C++", ("C++",), ["C++"]),
        ("use .NET today", (".NET",), [".NET"]),
        ("Go, going, ago, GO!", ("go",), ["Go", "GO"]),
        ("event\nsourcing", ("event sourcing",), ["event\nsourcing"]),
        ("anything", ("", "  "), []),
    ],
)
def test_words_are_marked_as_wholes(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert [piece.text for piece in marked(text, words) if piece.marked] == expected


def test_a_name_is_marked_where_it_is_written_so() -> None:
    assert [part.text for part in marked("Go on, go for Go", ("Go",)) if part.marked] == ["Go", "Go"]
    assert excerpt("We go to sea.", ("Go",)) == excerpt("We go to sea.", ("go",)) == ()
    assert [part.text for part in marked("Kafka, kafka", ("kafka",)) if part.marked] == ["Kafka", "kafka"]


def test_an_excerpt_shows_the_densest_stretch_cut_between_words() -> None:
    text = "Go once. " + "filler words here " * 40 + "we use Go and AWS daily " + "more filler " * 40
    shown = "".join(piece.text for piece in excerpt(text, ("Go", "AWS"), length=120))
    assert "Go and AWS" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 122
    assert set(shown.strip("…").split()) <= set(text.split())
    assert excerpt(text, ("Rust",)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It is all as before. " * 9 + "Short. We move the money of a dozen banks, in Go.",
            "…" + "It is all as before. " * 3 + "Short. We move the money of a dozen banks, in Go.",
        ),
        (
            "We move the money of a dozen banks and of all the people who trust them, in Go.",
            "We move the money of a dozen banks and of all the people who trust them, in Go.",
        ),
        (
            "Of what is far away, " * 9 + "we speak, and write Go.",
            "…what is far away, Of what is far away, we speak, and write Go.",
        ),
    ],
)
def test_an_excerpt_begins_with_a_sentence_that_begins_nearby(text: str, expected: str) -> None:
    assert "".join(piece.text for piece in excerpt(text, ("Go",))) == expected


def test_a_longer_beginning_costs_no_words_behind() -> None:
    text = (
        "We move " + "very " * 18 + "much money in Go" + ", and more" * 11 + ", and Rust. " + "The end. " * 30
    )
    shown = "".join(piece.text for piece in excerpt(text, ("Go", "Rust")))
    assert shown.startswith("We move very ")
    assert "Rust" in shown
    assert len(shown) <= 281


@pytest.mark.parametrize(
    ("low", "high", "currency", "period", "expected"),
    [
        (150_000, 180_000, "USD", PayPeriod.YEAR, "$150k-180k a year"),
        (120_500, None, "GBP", PayPeriod.YEAR, "from £120.5k a year"),
        (None, 60, "EUR", PayPeriod.HOUR, "up to €60 an hour"),
        (9000, 9000, "CHF", PayPeriod.MONTH, "CHF 9,000 a month"),
        (62.5, 70, "USD", PayPeriod.HOUR, "$62.50-70 an hour"),
        (None, None, "USD", PayPeriod.YEAR, ""),
    ],
)
def test_pay_reads_as_people_write_it(
    low: float | None, high: float | None, currency: str, period: PayPeriod, expected: str
) -> None:
    assert pay_text(Pay(minimum=low, maximum=high, currency=currency, period=period)) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"workplace": Workplace.REMOTE, "remote_regions": (), "places": ()}, "Remote"),
        (
            {"workplace": Workplace.REMOTE, "remote_regions": (), "places": (BERLIN,)},
            "Remote (Berlin, Germany)",
        ),
        ({"workplace": Workplace.HYBRID, "places": (BERLIN,)}, "Hybrid, Berlin, Germany"),
        ({"workplace": Workplace.UNKNOWN, "places": ()}, ""),
        (
            {"workplace": Workplace.UNKNOWN, "places": (BERLIN,) * 5},
            "Berlin, Germany / Berlin, Germany / Berlin, Germany and 2 more",
        ),
    ],
)
def test_places_read_as_people_say_them(given_: dict[str, object], expected: str) -> None:
    assert place_text(facets(**given_)) == expected


def test_levels_are_joined_with_or() -> None:
    assert level_text((Level.SENIOR, Level.STAFF, Level.PRINCIPAL)) == "Senior, Staff or Principal"


def test_age_stays_true_in_the_channel() -> None:
    day = NOW.date()
    assert age_text(day, NOW, NOW) == "posted today, 28 Jul"
    assert age_text(day - timedelta(days=1), NOW, NOW) == "posted yesterday, 27 Jul"
    assert age_text(None, NOW - timedelta(days=300), NOW) == "seen 300 days ago, 1 Oct 2025"
