"""What is drawn of Block Kit for docs/pictures, and that the pictures stand where they are shown."""

import re
import sys
from pathlib import Path

import pytest

from adapters.slack.rendering import blocks_of
from bot.delivery.message import (
    Action,
    ActionKind,
    Actions,
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
from tests.pictures import __main__ as command
from tests.pictures.block_kit import blocks_html
from tests.pictures.slack_page import Drawn, channel_page, form_page, home_page

ROOT = Path(__file__).parents[3]
PICTURES = sorted((ROOT / "docs/pictures").glob("slack-*.png"))
PAGES = ("README.md", "docs/howto/slack.md")
BOX = {"type": "plain_text_input", "action_id": "query", "placeholder": {"type": "plain_text", "text": "go"}}
MENU = {"type": "static_select", "action_id": "when", "placeholder": {"type": "plain_text", "text": "when?"}}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field(name: str, element: dict[str, object], **more: object) -> dict[str, object]:
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element, **more}


def test_all_that_a_message_can_say_is_drawn() -> None:
    blocks = (
        Heading("New"),
        Paragraph((Link(text="Engineer", url="https://jobs.example/1", bold=True), Text(text=" · Acme"))),
        Bullets(((Text(text="Go", code=True), Text(text=": skill")),)),
        Preformatted("a\n  ^"),
        FinePrint((Text(text="seen today"),)),
        Actions((Action(kind=ActionKind.OPEN, label="Apply", url="https://jobs.example/1"),)),
    )
    message = Message(sections=(Section(blocks=blocks),), summary="New", mention="@here")
    assert blocks_html(blocks_of(message)) == (
        '<div class="block"><div class="lines"><span class="mention">@here</span></div></div>'
        "<h1>New</h1>"
        '<div class="block"><div class="lines"><b><a href="https://jobs.example/1">Engineer</a></b> · Acme'
        "</div></div>"
        '<div class="block"><ul><li><code>Go</code>: skill</li></ul></div>'
        '<div class="block"><pre>a\n  ^</pre></div>'
        '<div class="block context lines">seen today</div>'
        '<div class="block row"><span class="button ">Apply</span></div>'
    )


@pytest.mark.parametrize("hostile", ["<script>", '"><b>', "</pre><h1>"])
def test_what_is_drawn_stays_text(hostile: str) -> None:
    message = Message(
        sections=(
            Section(
                blocks=(
                    Heading(hostile),
                    Paragraph((Link(text=hostile, url=f"https://jobs.example/{hostile}"),)),
                    FinePrint((Text(text=hostile),)),
                )
            ),
        ),
        summary=hostile,
    )
    assert hostile not in blocks_html(blocks_of(message))


def test_a_form_shows_what_was_filled_in_and_what_is_wrong_where_it_is() -> None:
    view = {
        "title": plain("Post jobs"),
        "submit": plain("Subscribe"),
        "close": plain("Cancel"),
        "blocks": [field("query", BOX, hint=plain("comma: and")), field("when", MENU)],
        "state": {"values": {"query": {"query": {"value": "Go <"}}}},
        "errors": {"query": "it ends too soon"},
    }
    page = form_page(view)
    assert (
        '<div class="block input wrong"><label>Query</label><div class="field">Go &lt;</div>'
        '<div class="error lines">it ends too soon</div><div class="hint">comma: and</div></div>'
    ) in page
    assert '<label>When</label><div class="field empty select">when?</div>' in page
    assert page.index("Cancel") < page.index("Subscribe")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video"},
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": []}]},
        {"type": "actions", "elements": [{"type": "datepicker"}]},
    ],
)
def test_a_block_that_it_does_not_know_is_not_passed_over(block: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        blocks_html([block])


def test_markup_is_not_drawn_as_if_it_were_text() -> None:
    with pytest.raises(ValueError, match="not plain text"):
        blocks_html([{"type": "section", "text": {"type": "mrkdwn", "text": "*Go*"}}])


def test_a_page_tells_how_wide_it_is_and_who_sees_what() -> None:
    said = [{"type": "section", "text": plain("hello")}]
    channel = channel_page(
        "jobs & co", [Drawn(blocks=said, at="09:00", private=True), Drawn(blocks=said, at="9")]
    )
    assert "# jobs &amp; co" in channel
    assert channel.count("Only visible to you") == 1
    for page in (channel, home_page({"blocks": said})):
        assert re.search(r'data-width="\d+"', page)
        assert '<div class="block lines">hello</div>' in page


def test_without_a_browser_it_says_what_is_missing_and_draws_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["pictures", "--into", str(tmp_path / "new")])
    with pytest.raises(SystemExit, match=r"none of chromium, .* is on the PATH\. Install Chromium"):
        command.main()
    assert list(tmp_path.iterdir()) == []


def test_each_picture_is_small_and_shown_with_words_for_those_who_do_not_see_it() -> None:
    assert [one.stem for one in PICTURES] == [
        f"slack-{name}" for name in ("answer", "card", "digest", "form-error", "form", "home")
    ]
    shown = set()
    for page in PAGES:
        for words, path in re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", (ROOT / page).read_text("utf-8")):
            assert len(words) > 20, path
            shown.add((ROOT / page).parent.joinpath(path).resolve())
    assert shown >= set(PICTURES)
    for picture in PICTURES:
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert picture.stat().st_size <= 150_000
