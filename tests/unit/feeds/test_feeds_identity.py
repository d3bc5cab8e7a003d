"""What identifies a posting, and what one reading of a source means."""

from dataclasses import replace
from time import perf_counter

import pytest

from bot.domain.opening import Facets, Place, Reading
from bot.domain.posting import Posting, PostingId
from bot.feeds.identity import (
    HELD,
    Decisions,
    Entry,
    Scope,
    Sighted,
    Verdict,
    content_hash,
    decide,
    entries_of,
    held_message,
    identity_keys,
)
from bot.feeds.identity_keys import LONGEST_KEY, company_words, title_words

BERLIN = Place(name="Berlin, Germany", keys=("city:berlin,de", "country:de", "region:eu"))
MUNICH = Place(name="Munich, Germany", keys=("city:munich,de", "country:de", "region:eu"))
US = Place(name="United States", keys=("country:us",))
LONG = "We build payment systems in Go and look for people who care. " * 6
SHARED = Scope(1)


def posting(native_id: str = "1", **fields: object) -> Posting:
    return replace(
        Posting(native_id=native_id, body=LONG, title="Backend Engineer", company="Acme"), **fields
    )


def reading(of: Posting, *places: Place, remote: tuple[Place, ...] = (), openings: int = 1) -> Reading:
    facets = Facets(title=of.title or "", places=places, remote_regions=remote)
    return Reading(
        title=of.title or "",
        company=of.company,
        text=of.body,
        language="en",
        posted_on=None,
        openings=(facets,) * openings,
    )


def keys(of: Posting, *places: Place, scope: Scope = SHARED, **more: object) -> set[str]:
    found = identity_keys(scope, of, reading(of, *places, **more))  # type: ignore[arg-type]
    return {key for key in found if not key.startswith("id:")}


def kinds(found: set[str]) -> set[str]:
    return {key.partition(":")[0] for key in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME, Inc."),
        ("Acme", "Acme GmbH & Co. KG"),
        ("Acme", "Acme S.A."),
        ("Müller AG", "Muller"),
        ("Acme Labs", "acme-labs LLC"),
        ("Acme B.V.", "Acme"),
    ],
)
def test_a_company_is_known_by_its_name_without_its_legal_form(one: str, other: str):
    assert company_words(one) == company_words(other) != ""


def test_a_company_that_is_called_like_a_legal_form_keeps_its_name():
    assert company_words("Company") == "company"
    assert company_words("SE") != company_words("AG")
    assert company_words(None) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Backend Engineer", "Backend Engineer (m/w/d)"),
        ("Backend Engineer", "Backend  engineer [f/m/x]"),
        ("Backend Engineer", "Backend Engineer m/w/d"),
        ("Backend Engineer", "Backend Engineer (all genders)"),
        ("Entwickler", "Entwickler*in"),
        ("Entwickler", "Entwickler:in (gn)"),
        ("Backend Engineer", "Backend Engineer - 389547"),
        ("Backend Engineer", "Backend Engineer (Req #12345)"),
        ("Backend Engineer", "Backend Engineer JR-20481"),
        ("Ingénieur", "Ingenieur"),
    ],
)
def test_a_title_is_known_without_gender_suffix_and_rerolled_number(one: str, other: str):
    assert title_words(one) == title_words(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Engineer I", "Engineer II"),
        ("Engineer 2", "Engineer 3"),
        ("C++ Developer", "C# Developer"),
        ("C Developer", "C++ Developer"),
        ("2026 Graduate Engineer", "2027 Graduate Engineer"),
        ("Senior Engineer", "Engineer"),
        ("R Developer", "Developer"),
        ("Engineer, 3D", "Engineer"),
    ],
)
def test_titles_that_differ_for_a_job_seeker_stay_apart(one: str, other: str):
    assert title_words(one) != title_words(other)


def test_the_same_position_on_two_boards_shares_its_keys_though_written_differently():
    ours = posting(url="https://boards.greenhouse.io/acme/jobs/7")
    theirs = posting(
        "x9",
        url="https://board.example/j/99",
        title="Backend Engineer (m/w/d)",
        company="Acme, Inc.",
        body="Short.",
    )
    assert "who" in kinds(keys(ours, BERLIN) & keys(theirs, BERLIN))
    assert not keys(ours, BERLIN) & keys(theirs, MUNICH)


def test_the_same_text_is_the_same_advertisement_even_without_a_place():
    copied = posting("2", body=LONG.replace(" ", "\n"))
    assert kinds(keys(posting()) & keys(copied)) == {"text"}
    assert not keys(posting()) & keys(posting("2", body=LONG + "In Munich."))


@pytest.mark.parametrize("missing", [{"company": None}, {"title": None}])
def test_company_title_and_place_identify_only_together(missing: dict[str, None]):
    assert "who" not in kinds(keys(posting(**missing), BERLIN))
    assert "who" not in kinds(keys(posting(location="Remote")))
    assert "who" in kinds(keys(posting(location="Somewhere near Ulm")))
    assert "who" in kinds(keys(posting(), remote=(US,)))


def test_a_posting_with_several_openings_is_not_identified_by_the_first():
    assert "who" not in kinds(keys(posting(), BERLIN, openings=2))


def test_short_texts_and_careers_pages_identify_nothing():
    assert keys(posting(body="Apply now.", url="https://acme.example/careers")) == set()


def test_keys_of_a_workspaces_own_source_never_meet_those_of_others():
    one = posting(url="https://acme.example/jobs/7")
    shared, own, other = (keys(one, BERLIN, scope=Scope(1, workspace)) for workspace in (None, 1, 2))
    assert kinds(shared) == {"url", "text", "who"}
    assert len(shared | own | other) == 9


def test_the_id_of_one_source_is_not_that_of_another():
    one = reading(posting())
    assert identity_keys(Scope(1), posting(), one)[0] != identity_keys(Scope(2), posting(), one)[0]
    assert identity_keys(Scope(1), posting("2"), one)[0] != identity_keys(Scope(12), posting(""), one)[0]


def test_keys_fit_the_column_however_long_the_fields():
    long = posting("n" * 5000, url="https://a.example/" + "u" * 5000, company="c" * 999, title="t" * 999)
    assert all(len(key) <= LONGEST_KEY for key in identity_keys(SHARED, long, reading(long, BERLIN)))


def test_a_content_hash_changes_with_what_people_read_and_with_nothing_else():
    base = posting(url="https://a.example/1", tags=("a", "b"), posted="2026-11-01")
    same = replace(
        base,
        url="http://www.a.example/1/?utm_source=x",
        tags=("b", "a"),
        posted="2026-11-25",
        body=LONG.replace(" ", "  "),
    )
    assert content_hash(same) == content_hash(base)
    for change in (
        {"title": "Chef"},
        {"body": "Other"},
        {"salary": "5 USD"},
        {"location": "Ulm"},
        {"location": ""},
        {"workplace": "Remote"},
        {"company": None},
        {"url": "https://a.example/2"},
        {"tags": ("a",)},
        {"employment": "contract"},
    ):
        assert content_hash(replace(base, **change)) != content_hash(base), change


def entries(*pairs: tuple[Posting, Place]) -> tuple[Entry, ...]:
    return entries_of(SHARED, [(one, reading(one, place)) for one, place in pairs])


def owned(*found: Entry, by: int) -> dict[str, PostingId]:
    return {key: PostingId(by) for entry in found for key in entry.keys}


def sighted(*found: Entry, gone: bool = False, first: int = 1) -> dict[str, Sighted]:
    return {
        entry.posting.native_id: Sighted(
            posting_id=PostingId(first + at), content_hash=entry.content_hash, gone=gone
        )
        for at, entry in enumerate(found)
    }


def verdicts(decisions: Decisions) -> list[Verdict]:
    return [decision.verdict for decision in decisions.entries]


def test_a_first_reading_is_all_new():
    found = entries((posting("1"), BERLIN), (posting("2", title="Designer"), BERLIN))
    decisions = decide(found, known={}, owners={}, complete=True)
    assert verdicts(decisions) == [Verdict.NEW, Verdict.NEW]
    assert decisions.gone == ()


def test_known_changed_and_returned():
    before = entries((posting("1"), BERLIN), (posting("2", title="Designer"), BERLIN))
    now = entries((posting("1"), BERLIN), (posting("2", title="Designer", salary="9 EUR"), BERLIN))
    known = sighted(*before)
    decisions = decide(now, known=known, owners={}, complete=True)
    assert verdicts(decisions) == [Verdict.KNOWN, Verdict.CHANGED]
    assert [one.posting_id for one in decisions.entries] == [1, 2]
    again = decide(now[:1], known=sighted(*before, gone=True), owners={}, complete=True)
    assert again.entries[0].returned
    assert again.gone == ()


def test_a_position_from_elsewhere_is_a_duplicate():
    theirs = entries((posting("x", body="Other words.", url="https://b.example/x"), BERLIN))
    ours = entries((posting("1"), BERLIN))
    decisions = decide(ours, known={}, owners=owned(*theirs, by=40), complete=True)
    assert verdicts(decisions) == [Verdict.DUPLICATE]
    assert decisions.entries[0].posting_id == 40


def test_the_surest_key_decides_whose_duplicate_it_is():
    ours = entries((posting("1", url="https://a.example/1"), BERLIN))
    owners: dict[str, PostingId] = {}
    for key in ours[0].keys:
        owners[key] = PostingId({"url": 7, "text": 8, "who": 9}.get(key.partition(":")[0], 0))
    owners.pop(next(key for key in owners if key.startswith("id:")))
    decisions = decide(ours, known={}, owners=owners, complete=True)
    assert decisions.entries[0].posting_id == 7


def test_five_requisitions_with_different_texts_stay_five():
    found = entries(*[(posting(str(at), body=f"{LONG} Team {at}."), BERLIN) for at in range(5)])
    assert verdicts(decide(found, known={}, owners={}, complete=True)) == [Verdict.NEW] * 5


def test_the_same_text_listed_five_times_is_one_posting_with_five_sightings():
    found = entries(*[(posting(str(at), url=f"https://a.example/{at}"), BERLIN) for at in range(5)])
    decisions = decide(found, known={}, owners={}, complete=True)
    assert verdicts(decisions) == [Verdict.NEW] + [Verdict.DUPLICATE] * 4
    assert {one.twin for one in decisions.entries[1:]} == {"0"}


def test_a_later_requisition_of_a_title_that_the_source_lists_already_is_new():
    first, second = entries((posting("1"), BERLIN), (posting("2", body=f"{LONG} Other team."), BERLIN))
    decisions = decide([first, second], known=sighted(first), owners=owned(first, by=1), complete=True)
    assert verdicts(decisions) == [Verdict.KNOWN, Verdict.NEW]


def test_of_five_requisitions_only_one_is_the_one_that_another_board_lists():
    elsewhere = entries((posting("x", body="Summary."), BERLIN))
    found = entries(*[(posting(str(at), body=f"{LONG} Team {at}."), BERLIN) for at in range(3)])
    decisions = decide(found, known={}, owners=owned(*elsewhere, by=40), complete=True)
    assert verdicts(decisions) == [Verdict.DUPLICATE, Verdict.NEW, Verdict.NEW]


def test_the_same_entry_under_a_new_id_is_not_new():
    """Feeds that make their ids anew at each reading, and positions that are listed once more."""
    before = entries((posting("old", url="https://a.example/1"), BERLIN))
    now = entries((posting("new", url="https://a.example/1"), BERLIN))
    decisions = decide(now, known=sighted(*before, first=3), owners=owned(*before, by=3), complete=True)
    assert (decisions.entries[0].verdict, decisions.entries[0].posting_id) == (Verdict.DUPLICATE, 3)
    assert decisions.gone == ("old",)


def test_a_twin_of_a_stored_entry_is_a_duplicate_of_what_is_stored():
    first, twin = entries((posting("1"), BERLIN), (posting("2"), BERLIN))
    decisions = decide([first, twin], known=sighted(first), owners={}, complete=True)
    assert (decisions.entries[1].posting_id, decisions.entries[1].twin) == (1, None)


def test_an_address_that_different_titles_share_identifies_none_of_them():
    page = "https://acme.example/open-roles/all"
    found = entries((posting("1", url=page), BERLIN), (posting("2", url=page, title="Designer"), BERLIN))
    assert verdicts(decide(found, known={}, owners={}, complete=True)) == [Verdict.NEW, Verdict.NEW]
    alike = entries((posting("1", url=page), BERLIN), (posting("2", url=page, body="Changed."), BERLIN))
    assert verdicts(decide(alike, known={}, owners={}, complete=True)) == [Verdict.NEW, Verdict.DUPLICATE]


@pytest.mark.parametrize(
    ("before", "left", "complete", "held_before", "gone", "held"),
    [
        (10, 9, True, False, 1, False),
        (10, 3, True, False, 7, False),
        (10, 2, True, False, 0, True),
        (10, 0, True, False, 0, True),
        (10, 0, True, True, 10, False),
        (10, 0, False, False, 0, False),
        (10, 5, False, True, 0, False),
        (4, 0, True, False, 4, False),
        (0, 0, True, False, 0, False),
    ],
)
def test_what_is_gone(before: int, left: int, *, complete: bool, held_before: bool, gone: int, held: bool):
    found = entries(*[(posting(str(at), title=f"Role {at + 10}"), BERLIN) for at in range(before)])
    decisions = decide(
        found[:left], known=sighted(*found), owners={}, complete=complete, held_before=held_before
    )
    assert (len(decisions.gone), decisions.held) == (gone, held)


def test_what_was_gone_before_is_not_gone_again():
    found = entries((posting("1"), BERLIN))
    assert decide([], known=sighted(*found, gone=True), owners={}, complete=True).gone == ()


def test_a_held_poll_says_so_in_words_that_the_next_one_recognises():
    assert held_message("Acme", left=0, before=10).startswith(HELD)
    assert "Nothing is closed yet" in held_message("Acme", left=0, before=10)


def test_a_title_of_blanks_is_compared_at_once() -> None:
    """The patterns for numbers took nine seconds for it, and minutes for a longer one."""
    started = perf_counter()
    assert title_words(f"Engineer id{' ' * 1000}12") == "engineer id 12"
    assert perf_counter() - started < 1
