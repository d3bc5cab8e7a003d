import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.html_text import html_to_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ul><li>AWS</li><li>Go</li></ul>", "AWS\nGo"),
        ("<p>No<b>de.js</b> and Kuber<wbr>netes</p>", "Node.js and Kubernetes"),
        ("<span>Type</span><span>Script</span>", "TypeScript"),
        ("Post&shy;greSQL on Kuber\u00adnetes", "PostgreSQL on Kubernetes"),
        ("<p>a</p><script>Java()</script><style>.Go{}</style><p>b</p>", "a\n\nb"),
        ("<p>a<!-- Java --></p><!--[if mso]><p>Go</p><![endif]-->", "a"),
        ("&lt;p&gt;R&amp;amp;D&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Go&lt;/li&gt;&lt;/ul&gt;", "R&D\n\nGo"),
        ("&amp;lt;p&amp;gt;Go&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;AWS&amp;lt;/p&amp;gt;", "Go\n\nAWS"),
        ("<table><tr><td>Pay</td><td>100k</td></tr><tr><td>x</td></tr></table>", "Pay | 100k\nx"),
        ("<p>one\ntwo</p><pre>a\nb</pre>", "one two\n\na\nb"),
        ("a<br>b<br/><br/>c", "a\nb\n\nc"),
        ("text with <b>bold</b>\nnew line", "text with bold\nnew line"),
        ("# Stack\n\n- Go\n- C\\+\\+\n", "# Stack\n\n- Go\n- C++"),
        ("if a < b and c > d\nthen List<String> &amp; more", "if a < b and c > d\nthen List<String> & more"),
        ("<![CDATA[<p>Go</p>]]>", "Go"),
        ("<p>unclosed <b>Go<li>AWS", "unclosed Go\n\nAWS"),
        ("5&nbsp;years\r\nmore", "5 years\nmore"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_what_text_a_body_has(body: str, text: str) -> None:
    assert html_to_text(body) == text


def test_deep_nesting_is_read() -> None:
    assert html_to_text("<div>" * 3000 + "Go" + "</div>" * 3000) == "Go"


@given(st.text() | st.text(alphabet="<>/&;pbrdivl!-[]\ud800\x00\n ="))
def test_no_body_fails(body: str) -> None:
    assert "\x00" not in html_to_text(body)


@given(st.lists(st.sampled_from(["Go", "AWS", "Node.js", "C++"]), min_size=1))
def test_list_entries_stand_on_lines_of_their_own(skills: list[str]) -> None:
    body = "<ul>" + "".join(f"<li>{skill}</li>" for skill in skills) + "</ul>"
    assert html_to_text(body).split("\n") == skills
