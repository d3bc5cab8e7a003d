"""No text is slow to read: its cost grows with its length, whatever it is made of."""

import time

import pytest

from tests.unit.extraction.read_one import reading

LENGTHS = (50_000, 200_000)
MOST_GROWTH = 9.0  # four times the text costs four times the time; sixteen is a pattern that starts over
TOO_SHORT_TO_COMPARE = 0.5
TRIES = 3  # the least of them: a busy machine makes some slow
MOST_SECONDS = 20.0

STRETCHES = (
    ("a", "1", ".", "@", "-", "(", "|", "\n"),
    ("$", " ", "[", "<", "&", ";", "_", "/", ",", "+", "'", "*"),
    ("1.000.", "a.b@", "a.", "a-", "a-b@", "1,", "$1", "€1k-", "1 - "),
    ("<div>", "<ul><li>", "<pre>", "<table>", "<script>", "</p>", "<div "),
    ("&lt;p ", "&amp;", "&amp;lt;", "<!--", "<![CDATA[", "&#1;", "&"),
    ("a|", "|a ", "\na", "\n- ", " \n", "a\n\n", "# ", "• ", "\u00a0x"),
    ("A ", "Aa ", "a1 ", "- ", "( ", "(a", "A (AB) ", "a/", "Senior/", "é", "北"),
    ("remote ", "in the ", "at ", "and ", "or ", "no ", "must be in ", "report to ", "team of "),
    ("1 years ", "5+ ", "5 days a week in ", "$100,000 - ", "visa ", "sponsor ", "experience "),
    ("Engineer, ", "Engineer\n", "Berlin, ", "react ", "Go, ", "C++", "security ", "fullstack "),
)


def _text(stretches: tuple[str, ...], length: int) -> str:
    each = length // len(stretches)
    return "\n".join((stretch * (each // len(stretch) + 1))[:each] for stretch in stretches)


def _seconds(text: str) -> float:
    """What a posting without fields costs: title, company and openings are looked for in the text too."""
    tries = []
    for _ in range(TRIES):
        start = time.process_time()
        reading(text)
        tries.append(time.process_time() - start)
        if tries[-1] < TOO_SHORT_TO_COMPARE:
            break
    return min(tries)


@pytest.mark.parametrize("stretches", STRETCHES, ids=lambda stretches: repr(stretches[0]))
def test_four_times_the_text_costs_about_four_times_the_time(stretches):
    reading("Warm.")
    short, long = (_seconds(_text(stretches, length)) for length in LENGTHS)
    assert long < MOST_SECONDS
    assert long < TOO_SHORT_TO_COMPARE or long / short < MOST_GROWTH, (short, long)


@pytest.mark.parametrize("stretches", STRETCHES, ids=lambda stretches: repr(stretches[0]))
def test_a_long_field_costs_little(stretches):
    field = _text(stretches, 20_000)
    start = time.process_time()
    reading("A post.", title=field, company=field, location=field, salary=field, posted=field,
            workplace=field, employment=field, tags=(field,))  # fmt: skip
    assert time.process_time() - start < MOST_SECONDS / 4
