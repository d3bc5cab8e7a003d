import pytest

from bot.extraction.tokens import joined, phrase, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++20 and C#, not C", ["c++", "20", "and", "c#", "not", "c"]),
        ("ASP.NET, .NET 8", ["asp", ".net", ".net", "8"]),
        ("Node.js/CI-CD", ["node", "js", "ci", "cd"]),
        ("Objective-C", ["objective", "c"]),
        ("see https://go.dev/Java or www.scala.org/a, mail java@acme.com now", ["see", "or", "mail", "now"]),
        ("speedtest.net", ["speedtest", "net"]),
        ("5+ years", ["5", "years"]),
        ("Go is #1", ["go", "is", "1"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.folded for word in words_of(text)] == words


def test_a_word_knows_its_place() -> None:
    text = "We like C++ a lot"
    word = words_of(text)[2]
    assert text[word.start : word.end] == "C++" == word.text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("event-driven", True),
        ("CI / CD", True),
        ("go to", True),
        ("AWS, Go", False),
        ("it stops. Here", False),
        ("one\ntwo", False),
    ],
)
def test_what_joins_a_phrase(text: str, *, whole: bool) -> None:
    words = words_of(text)
    assert joined(text, words, 0, len(words)) is whole


def test_a_spelling_has_the_words_of_the_text() -> None:
    assert phrase("Go-to-Market") == phrase("go to market") == ("go", "to", "market")
