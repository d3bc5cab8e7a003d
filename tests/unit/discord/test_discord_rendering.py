"""What a message becomes on Discord: within its limits, every posting once, marked, buttons in reach."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.custom_ids import custom_id_of, pressed
from adapters.discord.limits import CAPABILITIES, NONCE
from adapters.discord.marker import marker_in, marker_of, nonce_of
from adapters.discord.places import Place, Tag, id_at, tags_for
from adapters.discord.rendering import COMPONENTS_V2, view_of
from bot.delivery.fit import fit
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    FinePrint,
    Heading,
    Link,
    Message,
    Paragraph,
    Section,
    Text,
)
from bot.domain.match import MatchId
from tests.servers.discord.component_rules import walk
from tests.servers.discord.markdown import render
from tests.servers.discord.message_rules import check_message
from tests.servers.discord.refusal import Form

HOSTILE = st.text(alphabet=st.sampled_from("*_~|`<>[]()#-+.1: @\\\n/ahtps Ünï"), max_size=300)


def problems(message: Message) -> dict:
    form = Form()
    check_message(form, {"flags": COMPONENTS_V2, "components": view_of(message, key="k1")})
    return form.tree


def posting(number: int, title: str, words: str, *, url: str = "") -> Section:
    address = url or f"https://jobs.example/{number}"
    row = [
        Action(kind=kind, label=kind.value, value=str(number))
        for kind in (ActionKind.SAVE, ActionKind.WHY, ActionKind.NOT_FOR_US)
    ]
    return Section(
        blocks=(
            Paragraph((Link(text=title or "-", url=address, bold=True), Text(text=" · "), Text(text=words))),
            FinePrint((Text(text=words, marked=True),)),
            Actions((Action(kind=ActionKind.OPEN, label="Apply", url=address), *row)),
        ),
        match_id=MatchId(number),
    )


def buttons_of(message: Message) -> list[dict]:
    return [one for _, one in walk(view_of(message)) if one["type"] == 2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=25))
def test_split_or_not_each_message_is_taken_and_no_posting_is_lost(contents):
    sections = tuple(posting(number, *content) for number, content in enumerate(contents))
    heading = Section(blocks=(Heading("Digest"),))
    parts = fit(Message(sections=(heading, *sections), summary="Digest"), CAPABILITIES)
    assert all(problems(part) == {} for part in parts)
    shown = [
        run.url for part in parts for run in runs_of(part) if run.url.startswith("https://jobs.example/")
    ]
    assert list(dict.fromkeys(shown)) == [f"https://jobs.example/{number}" for number in range(len(contents))]


def runs_of(message: Message):
    return [run for _, one in walk(view_of(message)) if one["type"] == 10 for run in render(one["content"])]


@given(st.sampled_from("*_~|`<[\\"))
def test_a_message_that_escaping_makes_too_long_is_shortened(mark):
    assert problems(Message(sections=(posting(1, mark * 1000, mark * 10_000),), summary=mark * 10_000)) == {}


def test_without_words_there_is_still_a_message():
    assert problems(Message(sections=(), summary="")) == {}
    assert problems(Message(sections=(Section(blocks=(Paragraph((Text(text=" "),)),)),), summary=" ")) == {}


def test_fifty_buttons_are_split_among_messages_and_never_forty_one_components():
    sections = tuple(posting(number, "Engineer", "Go") for number in range(50))
    parts = fit(Message(sections=sections, summary="x"), CAPABILITIES)
    assert all(len(list(walk(view_of(part)))) <= 40 for part in parts)
    assert sum(len(buttons_of(part)) for part in parts) == 4 * 50


def test_buttons_say_what_they_ask_for_and_links_where_they_lead():
    apply, save, *_ = buttons_of(Message(sections=(posting(7, "Engineer", "Go"),), summary="x"))
    assert (apply["style"], apply["url"]) == (5, "https://jobs.example/7")
    found = pressed(save["custom_id"])
    assert found is not None
    assert (found.kind, found.value) == (ActionKind.SAVE, "7")


def test_an_address_too_long_for_a_button_is_still_that_of_the_title():
    url = "https://jobs.example/" + "x" * 600
    message = Message(sections=(posting(1, "Engineer", "Go", url=url),), summary="x")
    assert all("url" not in button for button in buttons_of(message))
    assert url in [run.url for run in runs_of(message)]


def test_what_asks_for_the_same_twice_is_one_button():
    row = Actions(tuple(Action(kind=ActionKind.WHY, label=label, value="1") for label in ("Why", "Why?")))
    (button,) = buttons_of(Message(sections=(Section(blocks=(row,)),), summary="x"))
    assert button["label"] == "Why"


class TestCustomIds:
    def test_every_kind_with_the_longest_value_goes_there_and_back(self):
        for kind in ActionKind:
            written = custom_id_of(kind, "x" * 80)
            assert written is not None
            found = pressed(written)
            assert found is not None
            assert (found.kind, found.value) == (kind, "x" * 80)

    def test_what_is_none_of_ours_is_nothing(self):
        assert [pressed(text) for text in ("", "jw:dance:1", "jw:save", "save:1", "jwform:save:1")] == [
            None
        ] * 5
        assert custom_id_of(ActionKind.SAVE, "x" * 100) is None


class TestMarker:
    @given(st.lists(st.text(min_size=1), min_size=2, max_size=30, unique=True))
    def test_each_key_has_its_own_and_two_ids_that_discord_takes(self, keys):
        markers = {marker_of(key) for key in keys}
        assert len(markers) == len(keys)
        for marker in markers:
            assert marker.outer != marker.inner
            assert all(1 << 30 <= number < 1 << 31 for number in (marker.outer, marker.inner))

    def test_a_message_tells_its_own_and_those_of_others_tell_none(self):
        message = {"components": view_of(Message(sections=(), summary="x"), key="k1")}
        assert marker_in(message) == marker_of("k1")
        assert marker_in({"components": view_of(Message(sections=(), summary="x"))}) is None
        assert marker_in({"content": "hello"}) is None

    def test_a_nonce_is_never_too_long(self):
        assert nonce_of("k" * 25) == "k" * 25
        assert len(nonce_of("k" * 26)) <= NONCE.value
        assert nonce_of("k" * 26) != nonce_of("k" * 27)


@pytest.mark.parametrize(
    ("tag", "topics", "fits"),
    [
        ("Senior", ("senior", "backend"), True),
        ("Backend Engineers", ("backend",), True),
        ("Full-Stack", ("fullstack",), True),
        ("Data", ("data-engineer",), True),
        ("Data Engineering 🚀", ("data-engineer",), True),
        ("Staff / Principal", ("principal",), True),
        ("Staff or Principal", ("staff",), True),
        ("Remote", ("remote",), True),
        ("Data", ("data-scientist",), False),
        ("Engineering", ("software", "engineer"), False),
        ("iOS", ("qa",), False),
        ("🚀", ("senior",), False),
    ],
)
def test_a_tag_fits_a_posting_of_its_level_or_role(tag, topics, fits):
    forum = Place(id="1", kind=15, tags=(Tag(id="7", name=tag),))
    message = Message(sections=(posting(1, tag, tag),), summary=tag, topics=topics)
    assert tags_for(forum, message) == (["7"] if fits else [])


def test_a_forum_gives_a_post_at_most_five_tags():
    names = ("senior", "staff", "backend", "frontend", "remote", "contract")
    forum = Place(id="1", kind=15, tags=tuple(Tag(id=name, name=name) for name in names))
    message = Message(sections=(), summary="x", topics=names[::-1])
    assert tags_for(forum, message) == list(names[:5])


def test_an_id_is_of_its_instant():
    assert id_at(datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC)) >> 22 == 175928847299117063 >> 22
    assert id_at(datetime(2000, 1, 1, tzinfo=UTC)) == 0
