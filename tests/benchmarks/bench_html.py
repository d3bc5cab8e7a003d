"""What turning HTML into text costs, beside selectolax alone, html.parser and BeautifulSoup.

Run: `python -m tests.benchmarks.bench_html`. The others give the bare text; ours also keeps lists and
paragraphs on lines of their own and mends doubly escaped HTML.
"""

from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from bot.extraction.html_text import html_to_text
from tests.benchmarks.bench_reading import POSTINGS, judged, seconds, written

TIMES = 5


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def by_parser(body: str) -> str:
    """The text by html.parser."""
    parser = _Plain()
    parser.feed(body)
    return "".join(parser.parts)


def by_selectolax(body: str) -> str:
    """The text by selectolax."""
    return LexborHTMLParser(body).text()


WAYS = {
    "html_to_text": html_to_text,
    "selectolax": by_selectolax,
    "html.parser": by_parser,
    "BeautifulSoup": lambda body: BeautifulSoup(body, "html.parser").get_text(),
    "BeautifulSoup on lxml": lambda body: BeautifulSoup(body, "lxml").get_text(),
}
"""All that is compared, ours first."""


def report(name: str, bodies: list[str]) -> None:
    """Prints the table of one set of postings."""
    print(f"{name}: {len(bodies)} bodies of {sum(map(len, bodies)) / len(bodies):,.0f} characters")
    ours = None
    for way, convert in WAYS.items():
        spent = seconds(partial(_all, convert, bodies), TIMES) / len(bodies)
        ours = ours or spent
        print(f"  {way:22} {1000 * spent:7.3f} ms a body, {spent / ours:5.1f} x ours")


def _all(convert: Callable[[str], str], bodies: list[str]) -> list[str]:
    return [convert(body) for body in bodies]


def main() -> None:
    """Prints a table for each set of postings."""
    for name, postings in (("written (seed 7)", written(POSTINGS)), ("judged", judged())):
        bodies = [posting.body for posting in postings if "<" in posting.body]
        if bodies:
            report(name, bodies)


if __name__ == "__main__":
    main()
