from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.fit import fit, fit_one
from bot.delivery.measure import message_blocks, message_characters, shares
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Inline,
    Link,
    Message,
    Paragraph,
    Preformatted,
    Section,
    Text,
)
from bot.delivery.shorten import shorten_inlines, shorten_text
from bot.domain.match import MatchId
from tests.unit.delivery.delivery_values import capabilities

LONG_TEXT = "a senior backend éngineer who writes Go, C++ and antidisestablishmentarianisms on AWS " * 4
STARTS = [at + 1 for at, character in enumerate(LONG_TEXT[:90]) if character == " "]
words = st.builds(
    lambda start, count: " ".join(LONG_TEXT[start:].split()[:count]),
    st.sampled_from(STARTS),
    st.integers(1, 40),
)
links = st.builds(
    Link, text=words.map(lambda text: text[:30]), url=words.map(lambda text: "https://e.example/" + text[:9])
)
inlines = st.lists(st.one_of(st.builds(Text, text=words.map(lambda text: text + " ")), links), max_size=6)
actions = st.lists(
    st.builds(Action, kind=st.just(ActionKind.SAVE), label=words.map(lambda text: text[:60]), value=words),
    min_size=1,
    max_size=9,
).map(lambda made: Actions(tuple(made)))
blocks = st.one_of(
    st.builds(Heading, words),
    st.builds(Preformatted, words),
    inlines.map(lambda made: Paragraph(tuple(made))),
    inlines.map(lambda made: FinePrint(tuple(made))),
    st.lists(inlines.map(tuple), max_size=5).map(lambda made: Bullets(tuple(made))),
    actions,
)
bodies = st.lists(st.lists(blocks, min_size=1, max_size=6), min_size=1, max_size=12)


def message_of(body: list[list[Block]]) -> Message:
    sections = (Section(blocks=tuple(made), match_id=MatchId(at)) for at, made in enumerate(body))
    return Message(sections=tuple(sections), summary="s", mention="here")


def inlines_of(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph(inlines=found) | FinePrint(inlines=found):
            yield from found
        case Bullets(entries=entries):
            for entry in entries:
                yield from entry
        case Heading(text=text) | Preformatted(text=text):
            yield Text(text=text)


def pieces(messages: tuple[Message, ...]) -> list[Inline]:
    return [
        inline
        for message in messages
        for section in message.sections
        for block in section.blocks
        for inline in inlines_of(block)
    ]


@given(bodies, st.integers(60, 800), st.integers(1, 20), st.integers(1, 6))
def test_every_message_is_within_the_limits(
    body: list[list[Block]], characters: int, most: int, row: int
) -> None:
    limits = capabilities(characters, most, row=row, label=20)
    for message in fit(message_of(body), limits):
        assert message_characters(message) <= characters
        assert message_blocks(message) <= most
        for section in message.sections:
            for block in section.blocks:
                if isinstance(block, Actions):
                    assert len(block.actions) <= row
                    assert all(len(action.label) <= 20 for action in block.actions)


@given(bodies, st.integers(60, 800), st.integers(1, 20))
def test_every_section_is_there_once_and_in_order(
    body: list[list[Block]], characters: int, most: int
) -> None:
    fitted = fit(message_of(body), capabilities(characters, most))
    ids = [section.match_id for message in fitted for section in message.sections]
    assert ids == list(range(len(body)))


@given(bodies)
def test_what_has_room_is_split_and_nothing_else(body: list[list[Block]]) -> None:
    message = message_of(body)
    largest = max(message_characters(message_of([made])) for made in body)
    fitted = fit(message, capabilities(max(largest, 100), 60, row=9, label=60))
    assert tuple(section for one in fitted for section in one.sections) == message.sections


@given(bodies, st.integers(60, 400), st.integers(1, 12))
def test_no_link_and_no_word_is_cut(body: list[list[Block]], characters: int, most: int) -> None:
    message = message_of(body)
    known = pieces((message,))
    known_links = [inline for inline in known if isinstance(inline, Link)]
    known_words = {word for inline in known for word in inline.text.split()}
    for inline in pieces(fit(message, capabilities(characters, most))):
        if isinstance(inline, Link):
            assert inline in known_links
        else:
            assert {word.removesuffix("…") for word in inline.text.split()} - {""} <= known_words


@given(bodies, st.integers(200, 800), st.integers(12, 20))
def test_one_message_stays_one_within_the_limits(body: list[list[Block]], characters: int, most: int) -> None:
    message = fit_one(message_of(body), capabilities(characters, most))
    assert message_characters(message) <= characters
    assert message_blocks(message) <= most
    assert [section.match_id for section in message.sections] == list(range(len(body)))


def test_only_the_first_message_mentions() -> None:
    body: list[list[Block]] = [[Heading("a" * 50)], [Heading("b" * 50)]]
    first, second = fit(message_of(body), capabilities(80))
    assert (first.mention, second.mention) == ("here", None)


@pytest.mark.parametrize(
    ("text", "characters", "expected"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("unbreakable", 5, "…"),
        ("unbreakable", 0, ""),
    ],
)
def test_text_is_cut_after_a_whole_word(text: str, characters: int, expected: str) -> None:
    assert shorten_text(text, characters) == expected
    cut = shorten_inlines((Text(text=text),), characters)
    assert "".join(inline.text for inline in cut) == expected


def test_a_link_that_does_not_fit_goes_whole() -> None:
    link = Link(text="the posting", url="https://jobs.example/1")
    cut = shorten_inlines((Text(text="See "), link, Text(text=" for more")), 20)
    assert cut == (Text(text="See "), Text(text="…")) or cut == (Text(text="See"), Text(text="…"))


def test_an_action_row_survives_a_long_text() -> None:
    row = Actions((Action(kind=ActionKind.SAVE, label="Save", value="1"),))
    section = Section(blocks=(Paragraph((Text(text="word " * 100),)), row), match_id=MatchId(1))
    (fitted,) = fit(Message(sections=(section,), summary="s"), capabilities(100))
    assert fitted.sections[0].blocks[-1] == row


@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 120))
def test_shares_never_exceed_the_limit_or_the_need(sizes: list[int], limit: int) -> None:
    given_ = shares(sizes, limit)
    assert sum(given_) <= limit
    assert all(share <= size for share, size in zip(given_, sizes, strict=True))
    if sum(sizes) <= limit:
        assert list(given_) == sizes
