"""Text from outside on Discord: it appears as it stands, whatever it says, wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.rendering import allowed_mentions, title_of, view_of
from bot.delivery.clean import clean, one_line
from bot.delivery.message import (
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
from tests.servers.discord.component_rules import check_components, text_of
from tests.servers.discord.markdown import Run, render
from tests.servers.discord.refusal import Form

URL = "https://jobs.example/1"
HOSTILE = [
    "@everyone and @here",
    "<@&1> <@1> <@!1> <#1> <id:guide>",
    "</cmd:1> <t:0> <t:0:R> <:e:1> <a:e:1>",
    "<https://x.example>",
    "[x](http://evil.example)",
    "[x](<http://evil.example>) [y][z]",
    "Acme http://evil.example Inc.",
    "https://evil.example/path?a=b",
    "`code` ``double`` ```block``` `open",
    "|| spoiler || ||",
    "# heading",
    "### heading",
    "-# small",
    "> quote",
    ">>> long quote",
    "- entry",
    "+ entry",
    "* entry",
    "1. entry",
    "  2. entry",
    "**bold** *italic* _italic_ __underlined__ ~~gone~~ ***both***",
    "***",
    "\\*a\\* \\",
    "trailing backslash \\",
    "trailing asterisk *",
    "a_b_c snake_case __init__",
    ":smile: :thumbsup:",
    "Engineer [Remote] (m/f/d) ]",
    "Engineer [",
    "\u200fengineer\u200e",
    "100% *remote*, 5 > 3, a|b, ~150k",
    "\\@everyone \\\\@here @\u200beveryone",
    "<@&1>\\<@1> \\\\<@&1>",
    "[x]\n(http://evil.example)",
    "[![x](http://a.example)](http://b.example)",
    "](http://evil.example) [",
    "**](http://evil.example)**",
    "`` ` `` ``` ~~ `",
    "```diff\n- gone\n+ here\n```",
    "Engineer~~ ~~gone ~~",
    "\\||spoiler\\|| |\\|a||",
    "\t# heading\n\t> quote\n\t- entry",
    "#\u00a0heading\n>\u00a0quote",
    "2024. A year to join\n10. October",
    "\u2028# heading\u2029> quote",
    "HTTPS://EVIL.EXAMPLE http:\\\\evil.example",
    "discord.gg/evil discord://x mailto:a@b.example",
    "<https://evil.example> <tel:+123> <sound:1:2>",
    "<a:x:12345678901234567> <t:1:F> <#1><id:customize>",
    "\u2066\u202eabc\u2069 \u05d0\u05d1 senior",
    "e\u0301\u0323 \U0001f469\u200d\U0001f4bb zalgo\u0336\u0336",
]


def shown(*blocks) -> tuple[Run, ...]:
    """What a person sees of a message with one section."""
    message = Message(sections=(Section(blocks=blocks),), summary="A message")
    components = view_of(message)
    form = Form()
    check_components(form, components, v2=True)
    assert form.tree == {}
    return render(text_of(components), everyone_is_woken=True)


def words(*inlines: Inline) -> tuple[Run, ...]:
    return shown(Paragraph(inlines))


@pytest.mark.parametrize("text", HOSTILE)
class TestHostileText:
    def test_as_a_paragraph_it_is_plain(self, text):
        runs = words(Text(text="Acme · "), Text(text=text))
        assert runs == (Run(text=f"Acme · {clean(text).rstrip()}"),)

    def test_at_the_beginning_of_a_line_it_begins_nothing(self, text):
        runs = words(Text(text=f"{text}\n{text}"))
        assert all(run.styles == () for run in runs)
        assert "".join(run.text for run in runs).split() == clean(f"{text}\n{text}").split()

    def test_in_bold_it_is_bold_and_no_more(self, text):
        runs = words(Text(text="Closed: ", bold=True), Text(text=text, marked=True), Text(text=" there"))
        assert {run.styles for run in runs} == {("bold",), ()}
        assert "".join(run.text for run in runs if run.styles) == f"Closed: {clean(text)}".rstrip()
        assert runs[-1].text.strip() == "there"

    def test_as_a_title_it_leads_only_where_the_posting_is(self, text):
        runs = words(Text(text="Closed: ", bold=True), Link(text=text, url=URL, bold=True))
        assert {run.url for run in runs if run.url} == {URL}
        assert {style for run in runs for style in run.styles} == {"bold", "link"}
        assert one_line(text) in "".join(run.text for run in runs)

    def test_as_a_heading_it_is_one_line(self, text):
        runs = shown(Heading(text))
        assert runs == (Run(text=one_line(text), styles=("heading2",)),)

    def test_as_small_print_it_is_small(self, text):
        runs = shown(FinePrint((Text(text=text),)))
        assert runs == (Run(text=one_line(text), styles=("subtext",)),)

    def test_as_an_entry_of_a_list_it_is_that(self, text):
        runs = shown(Bullets(((Text(text=text),), (Text(text="last"),))))
        assert "".join(run.text for run in runs) == f"{one_line(text)}\nlast"
        assert {run.styles for run in runs} == {("list",)}

    def test_as_a_query_it_is_shown_as_typed(self, text):
        runs = words(Text(text="For "), Text(text=text, code=True))
        assert {run.styles for run in runs} <= {(), ("code",)}
        assert "".join(run.text for run in runs).split() == ["For", *one_line(text).split()]

    def test_in_columns_it_stays_there(self, text):
        (run,) = shown(Preformatted(f"{text}\n  ^"))
        assert run.styles == ("code block",)
        assert run.text.replace("\u2060", "").lstrip() == f"{clean(text)}\n  ^".expandtabs().lstrip()

    def test_as_the_name_of_a_post_it_is_one_line(self, text):
        message = Message(sections=(), summary=text)
        assert title_of(message) == one_line(text)

    def test_nobody_is_called(self, text):
        message = Message(sections=(Section(blocks=(Paragraph((Text(text=text),)),)),), summary=text)
        assert allowed_mentions(message) == {"parse": []}


@given(st.text(alphabet=st.sampled_from("*_~|`<>[]()#-+.1: @\\\n/ahtps"), max_size=40))
def test_whatever_is_written_is_read_as_it_stands(text):
    runs = words(Text(text="x"), Text(text=text), Text(text="y"))
    assert [run.styles for run in runs] == [()]
    assert runs[0].text == f"x{clean(text)}y"


@given(st.text(alphabet=st.sampled_from("*_~|`<>[]()#-: @\\/ahtps"), max_size=30))
def test_whatever_is_the_title_leads_to_the_posting_alone(text):
    runs = words(Link(text=text, url=URL, bold=True), Text(text=" at Acme"))
    assert {run.url for run in runs if run.url} == {URL}
    assert one_line(text) in "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://jobs.example/a(b)c", "https://jobs.example/a%28b%29c"),
        ("https://jobs.example/**x**_y_", "https://jobs.example/%2A%2Ax%2A%2A_y_"),
        ("https://jobs.example/?q=a|b`c`", "https://jobs.example/?q=a%7Cb%60c%60"),
        ("https://jobs.example/<x>", "https://jobs.example/%3Cx%3E"),
        ("https://jobs.example/?a=1&b=%20#top", "https://jobs.example/?a=1&b=%20#top"),
    ],
)
def test_an_address_is_never_cut(url, leads_to):
    runs = words(Link(text="Engineer", url=url, bold=True), Text(text=" (here)"))
    assert runs[0] == Run(text="Engineer", styles=("bold", "link"), url=leads_to)
    assert runs[1:] == (Run(text=" (here)"),)


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "ftp://x.example", "https://a b.example", "discord://x"),
        *("https://", "http:///path", "https://?q", "https://[bad/x", "https://a.example:99999/"),
    ],
)
def test_what_is_no_web_address_leads_nowhere(url):
    assert words(Link(text="Engineer", url=url)) == (Run(text="Engineer"),)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_so_any_more_is_struck_and_no_more(text):
    title = Link(text=text, url=URL, bold=True, struck=True)
    runs = words(Text(text="Closed: ", bold=True), title, Text(text=" · Acme"))
    assert runs[0] == Run(text="Closed:", styles=("bold",))
    assert runs[-1].styles == ()
    assert runs[-1].text.endswith(" · Acme")
    assert all("strike" in run.styles for run in runs[2:-1])
    assert one_line(text) in "".join(run.text for run in runs)


@pytest.mark.parametrize("text", ["\u200b\u2060", "\u3164", "\ufe0f"])
def test_a_post_whose_title_shows_nothing_has_a_name_that_discord_takes(text):
    assert title_of(Message(sections=(), summary=text)) == "…"


def test_what_turns_text_around_is_left_out_and_marks_of_direction_stay():
    assert words(Text(text="a\u202eb\u200f\x1b\0c\u2066")) == (Run(text="ab\u200fc"),)


class TestMentions:
    @pytest.mark.parametrize(
        ("mention", "allowed"),
        [
            ("<@&12>", {"parse": [], "roles": ["12"]}),
            ("<@12>", {"parse": [], "users": ["12"]}),
            ("<@!12>", {"parse": [], "users": ["12"]}),
            ("@everyone", {"parse": []}),
            ("@here", {"parse": []}),
            ("<@&12> <@&13>", {"parse": []}),
            ("", {"parse": []}),
        ],
    )
    def test_only_one_role_or_person_that_the_channel_names_is_called(self, mention, allowed):
        assert allowed_mentions(Message(sections=(), summary="x", mention=mention)) == allowed

    def test_it_stands_above_the_message(self):
        first, second = view_of(Message(sections=(), summary="x", mention="<@&12>"))
        assert first == {"type": 10, "content": "<@&12>"}
        assert second["type"] == 17

    def test_what_names_nobody_is_text(self):
        first, _ = view_of(Message(sections=(), summary="x", mention="@everyone"))
        assert render(first["content"], everyone_is_woken=True) == (Run(text="@everyone"),)
