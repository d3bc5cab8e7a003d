"""What a person sees of a text: the rules by which tests decide that a hostile title stayed text."""

import pytest

from tests.servers.slack import read, seen

CASES = {
    "words": ("Go developer", "Go developer", {}),
    "link": ("<https://a.example|Go> x", "Go x", {"links": [("https://a.example", "Go")]}),
    "bare link": (
        "see https://a.example/x",
        None,
        {"links": [("https://a.example/x", "https://a.example/x")]},
    ),
    "channel": ("<!channel> hi", "!channel hi", {"mentions": ["!channel"]}),
    "person": ("<@U1|ada>", "ada", {"mentions": ["@U1"]}),
    "escaped": ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;", {}),
    "bold": ("*Go* now", "Go now", {"styled": [("bold", "Go")]}),
    "bold in italic": ("_*Go*_", "Go", {"styled": [("italic", "*Go*"), ("bold", "Go")]}),
    "a star in a word": ("C*O* and 2 * 3 * 4", None, {}),
    "code": ("`*a* &lt;` b", "*a* < b", {"styled": [("code", "*a* <")]}),
    "broken link": ("<https://a|b\n>", None, {"links": [("https://a", "https://a")]}),
    "emoji": (":tada: 10:30:45", None, {"emoji": [":tada:"]}),
    "no link over a line": ("<a\nb>", "<a\nb>", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_markup(name):
    source, shown, found = CASES[name]
    result = read({"type": "mrkdwn", "text": source})
    assert result.text == (source if shown is None else shown)
    for what in ("links", "mentions", "styled", "emoji"):
        assert getattr(result, what) == found.get(what, []), what


def test_plain_text_has_no_markup():
    result = read({"type": "plain_text", "text": "*a* <!channel> :tada:", "emoji": False})
    assert (result.text, result.mentions, result.styled, result.emoji) == (
        "*a* <!channel> :tada:",
        [],
        [],
        [],
    )


def test_verbatim_text_links_nothing_by_itself():
    assert read({"type": "mrkdwn", "text": "https://a.example", "verbatim": True}).links == []


def test_a_message_is_its_blocks_and_without_them_its_text():
    blocks = [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*a*"},
            "fields": [{"type": "mrkdwn", "text": "b"}],
        },
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Save"}}]},
    ]
    assert seen({"text": "fallback", "blocks": blocks}).text == "a\nb\nSave"
    assert seen({"text": "fallback <!here>"}).mentions == ["!here"]
