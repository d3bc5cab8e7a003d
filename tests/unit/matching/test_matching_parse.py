"""What people type, the canonical form that it gets, and the errors that say what to do."""

import pytest

from bot.errors import QueryError
from bot.matching import Understood
from tests.unit.matching.small_vocabulary import query


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (
            'senior backend, Go | Rust, AWS, remote:EU, salary>=120k EUR, -company:Acme, "event sourcing"',
            'senior, backend, AWS, Go | Rust, remote:EU, "event sourcing", salary>=120k EUR, -company:acme',
        ),
        ("staff | principal, backend go", "principal | staff, backend, Go"),
        ("SENIOR   Backend", "senior, backend"),
        ("Go, golang, GO", "Go"),
        ("k8s", "Kubernetes"),
        ("amazon web services Go", "AWS, Go"),
        ("data engineer", "data engineer"),
        ("data-engineer", "data engineer"),
        ("data, engineer", "engineer, data"),
        ("Go and AWS", "AWS, Go"),
        ("Go & AWS", "AWS, Go"),
        ("weights & biases", "Weights & Biases"),
        ("Go & weights & biases", "Go, Weights & Biases"),
        ("Go or Rust", "Go | Rust"),
        ("Go || Rust", "Go | Rust"),
        ("Rust | Go | rust", "Go | Rust"),
        ("not Java", "-Java"),
        ("--Java", "Java"),
        ("not -Java", "Java"),
        ("-(Java | Go)", "-Go, -Java"),
        ("-(Java, Go)", "-Go | -Java"),
        ("-data engineer", "-data engineer"),
        ("\u2013Java", "-Java"),
        ("\u2011Java", "-Java"),
        ("!Java", "-Java"),
        ("Go\uff0cRust", "Go, Rust"),
        ("Go\uff5cRust", "Go | Rust"),
        ("(senior backend) | (staff, Go)", "(senior, backend) | (staff, Go)"),
        ("senior backend | staff Go", "(senior, backend) | (staff, Go)"),
        ("((Go))", "Go"),
        ("(Go, AWS), senior", "senior, AWS, Go"),
        ("devops/sre", "devops | sre"),
        ("ci/cd", "CI/CD"),
        ("Java developer", "software, Java"),
        ("-Java developer", "-software | -Java"),
        ("software architect", "software architect"),
        ("ML engineer", "machine learning engineer"),
        ("security", "security"),
        ("security engineer", "security engineer"),
        ("security analyst", "security analyst"),
        ("C++, C#, .net", ".NET, C#, C++"),
        ("senior+", "senior+"),
        ("in:berlin", 'in:"Berlin, Germany"'),
        ("in:New York senior", 'senior, in:"New York, United States"'),
        ("in:NYC", 'in:"New York, United States"'),
        ('in:"london"', 'in:"London, United Kingdom"'),
        ("in:Berlin Go", 'Go, in:"Berlin, Germany"'),
        ("remote:eu", "remote:EU"),
        ("remote", "remote"),
        ("150k", "salary>=150k USD"),
        ("salary >= 150,000", "salary>=150k USD"),
        ("salary>=150000 USD", "salary>=150k USD"),
        ("salary:150k", "salary>=150k USD"),
        ("$150k+", "salary>=150k USD"),
        ("\u20ac120k", "salary>=120k EUR"),
        ("120k eur", "salary>=120k EUR"),
        ("salary\u2265120.5k", "salary>=120.5k USD"),
        ("salary>=85/hour", "salary>=176.8k USD"),
        ("salary>=6k EUR/month", "salary>=72k EUR"),
        ("salary<100k GBP", "salary<100k GBP"),
        ("salary>=150k | salary:unknown", "salary>=150k USD | salary:unknown"),
        ("years <= 3", "years<=3"),
        ("years<3 years", "years, years<3"),
        ("posted<1w", "posted<7d"),
        ("posted<36h", "posted<36h"),
        ("lang:German", "lang:de"),
        ("visa:Yes", "visa:yes"),
        ('company:"ACME  Corp."', 'company:"acme corp"'),
        ("company:Acme", "company:acme"),
        ("title:Architect", "title:architect"),
        ("source:remotive", "source:remotive"),
        ("Fintech", "fintech"),
        ('"Event-Sourcing"', '"event sourcing"'),
        ('"go"', '"go"'),
        ("\u201cevent sourcing\u201d", '"event sourcing"'),
        ("Go; AWS", "AWS, Go"),
    ],
)
def test_the_canonical_form_of_what_people_type(typed: str, canonical: str) -> None:
    parsed = query(typed)
    assert str(parsed) == canonical
    again = query(canonical)
    assert again == parsed
    assert again.root == parsed.root


def test_a_query_keeps_its_currency_in_another_workspace() -> None:
    assert str(query("150k", currency="EUR")) == "salary>=150k EUR"
    assert str(query(str(query("150k", currency="EUR")), currency="USD")) == "salary>=150k EUR"
    assert str(query("$150k", currency="CAD")) == "salary>=150k CAD"
    assert str(query("$150k", currency="EUR")) == "salary>=150k USD"


@pytest.mark.parametrize(
    ("typed", "position", "length", "problem", "suggestion"),
    [
        ("Go, salary>=12ok", 12, 4, "expected an amount such as 120k", "salary>=120k"),
        ("salary>=lots", 8, 4, "expected an amount such as 120k", None),
        ("salary>=150", 8, 3, "expected an amount a year", "salary>=150k"),
        ("salary>=", 7, 1, "a value is missing after salary>=", None),
        ("loc:Berlin", 0, 3, "no field loc", "in:Berlin"),
        ("Go, place:Berlin", 4, 5, "no field place", "in:Berlin"),
        ("comp:Acme", 0, 4, "no field comp", "salary:Acme"),
        ("skill:Go", 0, 5, "no field skill", "Go"),
        ("foo:bar", 0, 3, "no field foo", None),
        ("in:Atlantis", 3, 8, "place Atlantis is not known", None),
        ("in:Berln", 3, 5, "place Berln is not known", "in:berlin"),
        ("in>Berlin", 3, 6, "does not compare", None),
        ("", 0, 1, "the query is empty", None),
        ("  ", 0, 1, "the query is empty", None),
        ("Go |", 3, 1, "missing behind `|`", "Go"),
        ("| Go", 0, 1, "missing before `|`", "Go"),
        ("Go,,AWS", 2, 1, "missing behind `,`", "Go,AWS"),
        ("Go,", 2, 1, "missing behind `,`", "Go"),
        ("Go | | Rust", 3, 1, "missing behind `|`", "Go | Rust"),
        ("Go, -", 4, 1, "excludes nothing", None),
        ("Go not", 3, 3, "excludes nothing", None),
        ("Go, - Java", 4, 1, "write it right before the word", "Go, -Java"),
        ("Go and", 3, 3, "missing behind `and`", "Go"),
        ("Go &", 3, 1, "missing behind `&`", "Go"),
        ("& Go", 0, 1, "missing before `&`", "Go"),
        ("(Go, AWS", 0, 1, "never closed", "(Go, AWS)"),
        ("Go)", 2, 1, "closes nothing", "Go"),
        ("()", 0, 1, "hold nothing", None),
        ('"event sourcing', 0, 1, "never closed", '"event sourcing"'),
        ('Go, company:"Acme', 12, 1, "never closed", 'Go, company:"Acme"'),
        ('""', 0, 2, "no word between these quotes", None),
        ("...", 0, 3, "no word in ...", None),
        ("years<=many", 7, 4, "expected a number of years", None),
        ("posted<soon", 7, 4, "expected an age", None),
        ("visa:maybe", 5, 5, "expected visa:yes", "visa:yes"),
        ("lang:klingon", 5, 7, "expected a language", None),
        ("salary>=9999999999k", 8, 11, "more than anybody earns", None),
    ],
)
def test_an_error_points_at_the_place_and_says_what_to_do(
    typed: str, position: int, length: int, problem: str, suggestion: str | None
) -> None:
    with pytest.raises(QueryError) as raised:
        query(typed)
    error = raised.value
    assert (error.position, error.length, error.suggestion) == (position, length, suggestion)
    assert problem in error.problem


def test_what_an_error_suggests_is_accepted() -> None:
    for typed in ("salary>=12ok", "loc:Berlin", "Go |", "Go,,AWS", "(Go, AWS", '"event sourcing', "- Java"):
        with pytest.raises(QueryError) as raised:
            query(typed)
        assert raised.value.suggestion is not None
        query(raised.value.suggestion)


def test_nesting_without_end_is_an_error_and_no_crash() -> None:
    for typed in ("(" * 500 + "Go" + ")" * 400, "-" * 900 + "Go"):
        with pytest.raises(QueryError, match="within each other"):
            query(typed)
    with pytest.raises(QueryError, match="at most 1000 characters"):
        query("Go " * 500)


def test_a_query_that_is_too_long_once_written_out_is_refused_when_it_is_typed() -> None:
    """A stored query is its canonical text, which has to be read again after every start."""
    typed = "|".join(f"w{number}" for number in range(200))
    assert len(typed) < 1000
    with pytest.raises(QueryError, match=r"written out, the query has 1[0-9]{3} characters"):
        query(typed)


def accounts(typed: str) -> list[tuple[str, str, bool]]:
    return [(account.words, account.kind, account.negated) for account in query(typed).understood]


def test_a_query_is_understood_word_by_word_in_the_order_typed() -> None:
    assert accounts("senior data engineer, -(Java | k8s), in:New York, 150k, fintech") == [
        ("senior", "level", False),
        ("data engineer", "role", False),
        ("Java", "skill", True),
        ("k8s", "skill", True),
        ("in:New York", "place", False),
        ("150k", "salary", False),
        ("fintech", "text", False),
    ]


def only(typed: str) -> Understood:
    (account,) = query(typed).understood
    return account


def test_a_word_with_two_meanings_says_both() -> None:
    assert only("embedded").kind == "role or skill"
    assert only("embedded").meaning == "embedded or Embedded systems"


def test_a_level_and_above_says_what_it_takes_in() -> None:
    assert only("staff+").meaning == "staff+ (staff, principal)"


def test_an_unknown_word_is_a_text_term_and_says_so() -> None:
    account = only("fintech")
    assert account.note == "not in the vocabulary: found as a whole word in title or text"
    assert account.suggestion is None


def test_a_typo_is_no_error_but_the_note_suggests() -> None:
    account = only("kuberntes")
    assert (account.kind, account.suggestion) == ("text", "kubernetes")
    assert "did you mean `kubernetes`?" in account.note


def test_a_bare_place_is_pointed_to_its_field() -> None:
    assert only("Berlin").suggestion == "in:berlin"


def test_a_salary_says_whose_currency_and_that_unstated_pay_does_not_match() -> None:
    note = only("150k").note
    assert note.startswith("in USD (this workspace's currency)")
    assert "`| salary:unknown`" in note
    assert "workspace" not in only("150k EUR").note
    assert "unknown" not in query("150k | salary:unknown").understood[0].note
