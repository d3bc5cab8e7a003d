"""Whatever is typed: a query or a QueryError; and the canonical form is a fixed point."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import QueryError
from tests.unit.matching.small_vocabulary import query

PIECES = (
    *("senior", "senior+", "backend", "data", "engineer", "go", "C++", ".net", "k8s", "remote", "fintech"),
    *("and", "or", "not", "-", "--", ",", "|", "||", "(", ")", '"', "\u201c", "&", ";", "/", "+", "'", "."),
    *(
        "in:",
        "in:Berlin",
        "in:New",
        "York",
        "remote:EU",
        "salary>=",
        "salary>=120k",
        "EUR",
        "eur/month",
        "12ok",
    ),
    *("150k", "$", "120,000", "years<=3", "company:", "title:x", "visa:yes", "posted<7d", "lang:en", "loc:x"),
    *(
        "salary:unknown",
        "150",
        "\u20ac",
        ":",
        ">=",
        "a:b",
        "'a:b",
        "'-x",
        "\u0130",
        "\u00df",
        "\ufb01",
        "\u00bd",
    ),
)

mixed = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda pieces: st.sampled_from(("", " ", ", ")).map(lambda glue: glue.join(pieces))
)
pasted = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join)
anything = st.one_of(st.text(max_size=60), mixed, pasted)


@settings(max_examples=1500, deadline=None)
@given(anything)
def test_any_text_is_a_query_or_a_query_error_and_its_canonical_form_is_the_same_query(text: str) -> None:
    try:
        parsed = query(text)
    except QueryError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert 0 <= refused.position <= len(refused.query)
        assert refused.problem
        return
    again = query(str(parsed))
    assert again == parsed
    assert again.root == parsed.root
    assert str(again) == str(parsed)
