"""What a person sees of a message: the rules by which tests decide that a hostile title stayed text."""

import pytest

from tests.servers.discord import Run, render, seen, visible

CASES = {
    "words": ("Go developer", [("Go developer", "")]),
    "bold": ("**Go** now", [("Go", "bold"), (" now", "")]),
    "italic": ("*Go* _now_", [("Go", "italic"), (" ", ""), ("now", "italic")]),
    "both": ("***Go***", [("Go", "bold italic")]),
    "nested": ("**a *b* c**", [("a ", "bold"), ("b", "bold italic"), (" c", "bold")]),
    "underline and strike": ("__a__~~b~~", [("a", "underline"), ("b", "strike")]),
    "spoiler": ("||pay||", [("pay", "spoiler")]),
    "code": ("`**a**`", [("**a**", "code")]),
    "two ticks": ("``a`b``", [("a`b", "code")]),
    "block": ("a\n```py\n# x\n```", [("a\n", ""), ("# x", "code block")]),
    "heading": ("# Go\n## b\n### c", [("Go\n", "heading1"), ("b\n", "heading2"), ("c", "heading3")]),
    "subtext": ("-# small", [("small", "subtext")]),
    "no heading": ("#1 in C# jobs\n#### four", [("#1 in C# jobs\n#### four", "")]),
    "quote": ("> a\nb", [("a\n", "quote"), ("b", "")]),
    "quote to the end": ("a\n>>> b\nc", [("a\n", ""), ("b\nc", "quote")]),
    "list": ("- a\n1. b", [("a\nb", "list")]),
    "mentions": (
        "<@1> <@!2> <@&3>",
        [("<@1>", "mention"), (" ", ""), ("<@!2>", "mention"), (" ", ""), ("<@&3>", "mention")],
    ),
    "channels": ("<#4><id:browse>", [("<#4>", "mention"), ("<id:browse>", "mention")]),
    "everyone who sleeps": ("@everyone", [("@everyone", "")]),
    "timestamp": ("<t:1700000000:R>", [("1700000000", "timestamp")]),
    "emoji": ("<:go:1>", [(":go:", "emoji")]),
    "snake case": ("a_b_c and 2 * 3 * 4", [("a_b_c and 2 * 3 * 4", "")]),
    "escaped": (r"\*a\* \||b|| \# c \`d\` \\", [(r"*a* ||b|| # c `d` " + "\\", "")]),
    "escaped mention": (r"<\@&1> \@everyone", [("<@&1> @everyone", "")]),
    "escaped link": (
        r"\[x](http://evil.example)",
        [("[x](", ""), ("http://evil.example", "link"), (")", "")],
    ),
    "escaped address": (r"http\://evil.example", [("http://evil.example", "")]),
    "unfinished": ("**a [b](c) ||d `e", [("**a [b](c) ||d `e", "")]),
}


@pytest.mark.parametrize("name", CASES)
def test_markdown(name):
    source, expected = CASES[name]
    assert [(run.text, " ".join(run.styles)) for run in render(source)] == expected
    assert visible(source) == "".join(text for text, _ in expected)


def test_where_links_lead():
    assert render("[x](http://evil.example)") == (Run(text="x", styles=("link",), url="http://evil.example"),)
    assert render("[**x**](<https://a.example/b> 'title')") == (
        Run(text="x", styles=("link", "bold"), url="https://a.example/b"),
    )
    assert render("see https://a.example/b.")[1].url == "https://a.example/b"
    assert render("(https://a.example/b_(c))")[1].url == "https://a.example/b_(c)"
    assert render("<https://a.example>")[0].text == "https://a.example"
    assert [run.url for run in render("[x](javascript:alert)")] == [""]


def test_everyone_is_a_mention_only_when_it_wakes():
    assert render("@here", everyone_is_woken=True)[0].styles == ("mention",)


def test_a_whole_message_is_read_in_order():
    button = {"type": 2, "style": 1, "label": "Save", "custom_id": "s"}
    link = {"type": 2, "style": 5, "label": "Apply", "url": "https://a.example"}
    section = {"type": 9, "components": [{"type": 10, "content": "**Go** dev"}], "accessory": button}
    row = {"type": 1, "components": [link]}
    select = {"type": 1, "components": [{"type": 3, "custom_id": "c", "placeholder": "Which"}]}
    components = [{"type": 17, "components": [section, {"type": 10, "content": "# x"}, row, select]}]
    message = {"id": "1", "flags": 64, "components": components, "mention_roles": ["7"], "mentions": []}
    view = seen(message)
    assert view.text == "Go dev\nx"
    assert (view.buttons, view.links, view.selects) == (
        ("Save",),
        (("Apply", "https://a.example"),),
        ("Which",),
    )
    assert (view.pings, view.private) == (("7",), True)
    assert (view.styled("bold"), view.styled("heading1")) == (("Go",), ("x",))
    assert view.shows_plainly("dev")
    assert not view.shows_plainly("Go dev")


def test_embeds_and_content_are_read_too():
    embed = {
        "title": "T",
        "description": "*d*",
        "fields": [{"name": "n", "value": "v"}],
        "footer": {"text": "f"},
    }
    message = {"id": "1", "flags": 0, "content": "c", "embeds": [embed], "mention_everyone": True}
    view = seen(message)
    assert view.text == "c\nT\nd\nn\nv\nf"
    assert view.pings == ("everyone",)
