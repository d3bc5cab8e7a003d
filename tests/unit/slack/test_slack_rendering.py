"""Messages as Block Kit: nothing from outside is markup, and every block is one that Slack takes."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlackBlock

from adapters.slack.limits import CAPABILITIES
from adapters.slack.rendering import blocks_of, carries, fallback_of, metadata_of
from adapters.slack.rich_text import mention_of
from bot.delivery.compose import CardContent, DigestHeading, batch, card, digest
from bot.delivery.fit import fit, fit_one
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
    Block,
    Bullets,
    FinePrint,
    Heading,
    Link,
    Message,
    Paragraph,
    Preformatted,
    Section,
    Text,
)
from bot.domain.match import Reason
from tests.servers.slack.blocks import message_problems
from tests.unit.delivery.delivery_values import NOW, stored

HOSTILE = (
    "<!channel>",
    "<@U0ADMIN>",
    "<#C0SECRET|general>",
    "<https://evil.example|Apply>",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "> quoted\n- listed\n1. counted",
    "a | b",
    ":rotating_light: :+1:",
    "@here @channel @everyone",
    "&lt;!channel&gt; &amp;",
    "https://evil.example/ www.evil.example",
    "[link](https://evil.example)",
    "שלום עולם",
    "Zero\u200dWidth\u200f",
    "'\"\\{}",
)
ADDRESS = "https://jobs.example/1"


def of(*blocks: Block, summary: str = "New posting", mention: str | None = None) -> Message:
    return Message(sections=(Section(blocks=blocks),), summary=summary, mention=mention)


def accepted(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, which slack_sdk's own classes and the server's limit table take."""
    for block in blocks:
        parsed = SlackBlock.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
    assert message_problems(blocks) == (None, [])
    kinds = {"header", "rich_text", "context", "actions"}
    assert {block["type"] for block in blocks} <= kinds
    for block in blocks:
        if block["type"] == "rich_text":
            rich_text_is_as_documented(block)
    for element in leaves(blocks):
        assert element["type"] not in ("mrkdwn", "markdown")
        assert element.get("text") != ""
        assert element["type"] != "plain_text" or element["emoji"] is False
    return blocks


RICH_TEXT = {
    "rich_text": {"elements", "block_id"},
    "rich_text_section": {"elements"},
    "rich_text_list": {"elements", "style"},
    "rich_text_preformatted": {"elements"},
    "text": {"text", "style"},
    "link": {"text", "url", "style"},
    "user": {"user_id"},
    "usergroup": {"usergroup_id"},
    "broadcast": {"range"},
}
"""https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: what we use of it."""


def rich_text_is_as_documented(element: dict[str, Any]) -> None:
    assert set(element) - {"type"} <= RICH_TEXT[element["type"]]
    assert element.get("elements") != []
    if "style" in element and element["type"] != "rich_text_list":
        assert set(element["style"].values()) == {True}
        assert set(element["style"]) <= {"bold", "strike", "code"}
    if "url" in element:
        assert element["url"].startswith("https://")
        assert len(element["url"]) <= 3000
    for inner in element.get("elements", []):
        rich_text_is_as_documented(inner)


def leaves(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a type that holds text."""
    if isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, dict):
        if "type" in value and "text" in value and isinstance(value["text"], str):
            yield value
        for one in value.values():
            yield from leaves(one)


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    return [element["text"] for element in leaves(blocks)]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_text_wherever_it_stands(title: str) -> None:
    one_line = " ".join(title.split())
    blocks = accepted(
        blocks_of(
            of(
                Heading(title),
                Paragraph((Link(text=title, url=ADDRESS, bold=True), Text(text=" "), Text(text=title))),
                Bullets(((Text(text=title, marked=True),),)),
                FinePrint((Text(text=title),)),
                Preformatted(title),
                Actions((Action(kind=ActionKind.SAVE, label=title, value="7"),)),
            )
        )
    )
    whole = [title, title, title, title, title]
    found = texts(blocks)
    assert [text.strip() for text in found] == [one_line, *whole, one_line]
    types = {element["type"] for element in leaves(blocks)}
    assert types == {"plain_text", "text", "link"}


@pytest.mark.parametrize("company", HOSTILE)
def test_a_hostile_posting_makes_a_card_a_batch_and_a_digest_of_text(company: str) -> None:
    reading = stored().reading
    posting = stored(
        reading=type(reading)(
            title=company,
            company=company,
            text=f"We write Go. {company}",
            language="en",
            posted_on=None,
            openings=reading.openings,
        )
    )
    content = CardContent(
        posting=posting,
        source=company,
        reasons=(Reason(clause=company, words=(company, "Go")),),
        query=company,
    )
    heading = DigestHeading(title=company, total=2)
    for message in (
        card(content, now=NOW),
        batch((content, content), now=NOW),
        digest((content, content), heading, now=NOW),
    ):
        blocks = accepted(blocks_of(fit_one(message, CAPABILITIES)))
        assert not set(element_types(blocks)) & {"user", "usergroup", "broadcast", "channel", "emoji"}
        assert "<!channel>" not in fallback_of(message)


def element_types(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from element_types(one)
    elif isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield value["type"]
        for one in value.values():
            yield from element_types(one)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("a\ud800b", "ab"),
        ("Go \u202egnal\u202c \u2066x\u2069", "Go gnal x"),
        ("one\r\ntwo\u2028three\x0bfour", "one\ntwo\nthree\nfour"),
    ],
)
def test_what_steers_or_turns_the_text_is_left_out(text: str, shown: str) -> None:
    assert texts(blocks_of(of(Paragraph((Text(text=text),))))) == [shown]


def test_matched_words_are_bold_and_code_is_code() -> None:
    words = Paragraph(
        (Text(text="Matched "), Text(text="Go", code=True), Text(text=": "), Text(text="Golang", marked=True))
    )
    (block,) = accepted(blocks_of(of(words)))
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "Matched "},
        {"type": "text", "text": "Go", "style": {"code": True}},
        {"type": "text", "text": ": "},
        {"type": "text", "text": "Golang", "style": {"bold": True}},
    ]


@pytest.mark.parametrize("url", ["https://a.example/1", "ftp://a.example"])
def test_what_is_not_so_any_more_is_struck(url: str) -> None:
    words = Paragraph(
        (Link(text="Engineer", url=url, struck=True), Text(text=" at Acme"), Text(text="!", struck=True))
    )
    (block,) = accepted(blocks_of(of(words)))
    title, company, mark = block["elements"][0]["elements"]
    assert (title["text"], title["style"]) == ("Engineer", {"strike": True})
    assert company == {"type": "text", "text": " at Acme"}
    assert mark == {"type": "text", "text": "!", "style": {"strike": True}}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example",
        "https://a.example/with blank",
        "https://a.example/\nline",
        "https://a.example/" + "x" * 3000,
        "mailto:a@b.example",
    ],
)
def test_an_address_that_slack_would_refuse_leaves_its_words(url: str) -> None:
    words = Paragraph((Link(text="Engineer", url=url, bold=True),))
    row = Actions((Action(kind=ActionKind.OPEN, label="Apply", url=url),))
    (block,) = accepted(blocks_of(of(words, row)))
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "Engineer", "style": {"bold": True}}]


def test_a_link_without_words_shows_its_address() -> None:
    (block,) = accepted(blocks_of(of(Paragraph((Link(text="\x00", url=ADDRESS),)))))
    assert block["elements"][0]["elements"] == [{"type": "link", "url": ADDRESS, "text": ADDRESS}]


def test_every_action_has_an_id_of_its_own_and_brings_back_its_value() -> None:
    row = Actions(
        (
            Action(kind=ActionKind.OPEN, label="Apply", url=ADDRESS),
            Action(kind=ActionKind.SAVE, label="Save", value="7"),
            Action(kind=ActionKind.NOT_FOR_US, label="Not for us", value="7:3"),
        )
    )
    blocks = accepted(blocks_of(of(row, row)))
    buttons = [button for block in blocks for button in block["elements"]]
    assert [button["action_id"] for button in buttons] == [
        *("open:1", "save:2", "not-for-us:3"),
        *("open:4", "save:5", "not-for-us:6"),
    ]
    assert [button.get("value") for button in buttons[:3]] == [None, "7", "7:3"]
    assert [button.get("url") for button in buttons[:3]] == [ADDRESS, None, None]


def test_a_row_has_no_more_buttons_than_slack_takes() -> None:
    row = Actions(tuple(Action(kind=ActionKind.RUN, label=str(n), value=str(n)) for n in range(60)))
    blocks = accepted(blocks_of(of(row)))
    assert [len(block["elements"]) for block in blocks] == [25, 25, 10]
    buttons = [button for block in blocks for button in block["elements"]]
    assert len({button["action_id"] for button in buttons}) == 60


def test_a_long_label_is_cut_at_a_word() -> None:
    row = Actions((Action(kind=ActionKind.RUN, label="word " * 40, value="1"),))
    (block,) = accepted(blocks_of(of(row)))
    label = block["elements"][0]["text"]["text"]
    assert label.endswith("word…")
    assert len(label) <= 75


@pytest.mark.parametrize(
    ("named", "element"),
    [
        ("<@U123>", {"type": "user", "user_id": "U123"}),
        ("<@W123|ada>", {"type": "user", "user_id": "W123"}),
        ("<!subteam^S1|@backend>", {"type": "usergroup", "usergroup_id": "S1"}),
        ("<!here>", {"type": "broadcast", "range": "here"}),
        ("<!channel|channel>", {"type": "broadcast", "range": "channel"}),
        (" @here ", {"type": "broadcast", "range": "here"}),
        ("@job-hunters", {"type": "text", "text": "@job-hunters"}),
        ("<@U1> <!channel>", {"type": "text", "text": "<@U1> <!channel>"}),
        ("<!date^1^x|y>", {"type": "text", "text": "<!date^1^x|y>"}),
    ],
)
def test_a_mention_calls_only_whom_the_setting_names(named: str, element: dict[str, Any]) -> None:
    assert mention_of(named) == element
    first, second = accepted(blocks_of(of(Heading("New"), mention=named)))
    assert first["elements"][0]["elements"] == [element]
    assert second["type"] == "header"


def test_fine_print_is_small_also_with_marked_words_unless_some_are_to_be_typed() -> None:
    plain, marked, typed = accepted(
        blocks_of(
            of(
                FinePrint((Text(text="2 days ago"),)),
                FinePrint((Text(text="Go", marked=True), Text(text=" · 2 days ago"))),
                FinePrint((Text(text="/jobs list", code=True), Text(text=" shows it"))),
            )
        )
    )
    assert plain == {
        "type": "context",
        "elements": [{"type": "plain_text", "text": "2 days ago", "emoji": False}],
    }
    assert (marked["type"], marked["elements"][0]["text"]) == ("context", "Go · 2 days ago")
    assert typed["type"] == "rich_text"


def test_a_heading_that_is_too_long_for_a_header_is_bold_words() -> None:
    (short, long) = accepted(blocks_of(of(Heading("x" * 150), Heading("x" * 151))))
    assert short["type"] == "header"
    assert long["elements"][0]["elements"] == [{"type": "text", "text": "x" * 151, "style": {"bold": True}}]


@pytest.mark.parametrize(
    "block",
    [
        Heading(" \n"),
        Paragraph((Text(text=""), Text(text="\x00"))),
        Bullets(((Text(text=""),),)),
        FinePrint((Text(text=" "),)),
        Preformatted(""),
        Actions((Action(kind=ActionKind.OPEN, label="Apply", url=None),)),
    ],
)
def test_a_block_without_words_is_left_out_and_a_message_is_never_empty(block: Block) -> None:
    (only,) = accepted(blocks_of(of(block, summary="3 postings")))
    assert texts([only]) == ["3 postings"]
    (dots,) = accepted(blocks_of(of(block, summary="\n")))
    assert texts([dots]) == ["…"]


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        ("Engineer at A & B", "Engineer at A &amp; B"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("two\nlines", "two lines"),
        (":tada: at 10:30", ":\u2060tada: at 10:30"),
        ("", "…"),
    ],
)
def test_the_notification_text_is_escaped(summary: str, text: str) -> None:
    assert fallback_of(of(summary=summary)) == text


def test_a_long_notification_text_is_cut_before_it_is_escaped() -> None:
    assert fallback_of(of(summary="&" * 5000)) == "&amp;" * 999 + "…"


def test_a_part_is_told_by_its_metadata_or_its_first_block() -> None:
    blocks = blocks_of(of(Heading("New"), Preformatted("x"), mention="@here"), key="k1")
    assert [block.get("block_id") for block in accepted(blocks)] == ["jobwire:k1", None, None]
    assert carries({"blocks": blocks}, "k1")
    assert carries({"metadata": metadata_of("k1")}, "k1")
    for other in (
        {},
        {"metadata": {"event_type": "jobwire_part"}},
        {"metadata": {"event_type": "other", "event_payload": {"key": "k1"}}},
        {"metadata": metadata_of("k2"), "blocks": blocks_of(of(Heading("New")), key="k2")},
    ):
        assert not carries(other, "k1")


inlines = st.one_of(
    st.builds(Text, text=st.text(max_size=400), bold=st.booleans(), marked=st.booleans(), code=st.booleans()),
    st.builds(
        Link, text=st.text(max_size=50), url=st.sampled_from([ADDRESS, "x:y", f"{ADDRESS}/{'z' * 3100}"])
    ),
)
lines = st.lists(inlines, max_size=5).map(tuple)
actions = st.builds(
    Action,
    kind=st.sampled_from(ActionKind),
    label=st.text(max_size=100),
    value=st.text(max_size=80),
    url=st.sampled_from([None, ADDRESS, "x:y"]),
)
any_block = st.one_of(
    st.builds(Heading, st.text(max_size=300)),
    st.builds(Paragraph, lines),
    st.builds(FinePrint, lines),
    st.builds(Bullets, st.lists(lines, max_size=4).map(tuple)),
    st.builds(Preformatted, st.text(max_size=300)),
    st.builds(Actions, st.lists(actions, max_size=30).map(tuple)),
)
messages = st.builds(
    Message,
    sections=st.lists(st.builds(Section, blocks=st.lists(any_block, max_size=6).map(tuple)), max_size=12).map(
        tuple
    ),
    summary=st.text(max_size=100),
    mention=st.none() | st.text(max_size=30),
)


@given(messages)
def test_whatever_a_message_holds_slack_takes_its_parts(message: Message) -> None:
    for part in fit(message, CAPABILITIES):
        accepted(blocks_of(part, key="k"))
        assert fallback_of(part)


def test_ten_thousand_characters_are_shortened_and_sent() -> None:
    reading = stored().reading
    posting = stored(
        reading=type(reading)(
            title="Very " * 2000,
            company="C" * 10_000,
            text="Go " * 4000,
            language="en",
            posted_on=None,
            openings=reading.openings,
        )
    )
    content = CardContent(posting=posting, source="S" * 10_000, reasons=(Reason(clause="Go", words=("Go",)),))
    message = fit_one(card(content, now=NOW), CAPABILITIES)
    blocks = accepted(blocks_of(message))
    assert sum(map(len, texts(blocks))) <= 9000
    assert len(fallback_of(message)) <= 1000
    many = digest([content] * 40, DigestHeading(title="Digest", total=40), now=NOW)
    parts = fit(many, CAPABILITIES)
    assert all(len(accepted(blocks_of(part))) <= 50 for part in parts)
