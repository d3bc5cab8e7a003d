from bot.domain.posting import Posting
from bot.feeds.house_style import repeated_by_company

ABOUT = (
    "<p>Acme grew out of the Redis community, and its cloud carries half of all Kafka traffic in Europe.</p>"
)


def posting(number: int, company: str | None, title: str | None = None, body: str = ABOUT) -> Posting:
    return Posting(native_id=str(number), title=title or f"Job {number}", company=company, body=body)


def test_each_company_of_a_document_has_its_own_repeated_paragraphs() -> None:
    acme = [posting(number, "Acme") for number in range(4)]
    other = [posting(number, "Other") for number in range(4, 7)]
    found = repeated_by_company([acme[0], other[0]], [*acme, *other])
    assert {company: len(paragraphs) for company, paragraphs in found.items()} == {"Acme": 1, "Other": 0}


def test_only_companies_with_something_to_read_are_compared() -> None:
    acme = [posting(number, "Acme") for number in range(4)]
    assert repeated_by_company([posting(9, "Other")], acme) == {}


def test_a_board_that_names_no_company_is_one_and_free_texts_are_none() -> None:
    board = [posting(number, None) for number in range(4)]
    assert len(repeated_by_company(board[:1], board)[None]) == 1
    free = [Posting(native_id=str(number), body=ABOUT) for number in range(4)]
    assert repeated_by_company(free, free) == {}


def test_a_long_board_is_compared_from_all_over() -> None:
    first = [posting(number, "Acme", "Cook") for number in range(60)]
    rest = [posting(number, "Acme", f"Engineer {number}") for number in range(60, 120)]
    assert len(repeated_by_company(first[:1], [*first, *rest])["Acme"]) == 1
