import pytest

from bot.extraction.boilerplate import repeated_paragraphs
from bot.extraction.skills import find_skills
from tests.unit.extraction.loaded import vocabulary

ABOUT = (
    "Acme grew out of the Redis community, and its cloud still carries half of all Kafka traffic in Europe."
)
NEEDS = "Everybody here has experience with Kubernetes and is glad to pass it on to those who join the team."
STACK = "Backend: Elixir, Phoenix LiveView, RabbitMQ, and a great many small services around these three."


def board(*titles: str, text: str) -> frozenset[str]:
    return repeated_paragraphs([(title, text) for title in titles])


FOUR = ("Backend Engineer", "Data Analyst", "Recruiter", "Designer")


def strengths(text: str, repeated: frozenset[str]) -> dict[str, str]:
    mentions, _ = find_skills("", text, (), vocabulary(), repeated=repeated)
    return {mention.name: mention.strength.value for mention in mentions}


def test_what_a_company_repeats_under_four_titles_names_its_skills_in_passing() -> None:
    repeated = board(*FOUR, text=ABOUT)
    assert strengths(f"{ABOUT}\nYou write Python.", repeated) == {
        "Redis": "passing",
        "Kafka": "passing",
        "Python": "core",
    }


def test_without_its_other_postings_the_same_text_is_read_as_it_stands() -> None:
    assert strengths(ABOUT, frozenset()) == {"Redis": "core", "Kafka": "core"}


@pytest.mark.parametrize("text", [NEEDS, STACK])
def test_what_is_asked_for_or_listed_as_the_stack_stays_part_of_the_job(text: str) -> None:
    found = strengths(text, board(*FOUR, text=text))
    assert found
    assert set(found.values()) == {"core"}


def test_a_skill_that_the_job_names_elsewhere_too_stays_part_of_it() -> None:
    assert strengths(f"{ABOUT}\nYou run Kafka.", board(*FOUR, text=ABOUT))["Kafka"] == "core"


@pytest.mark.parametrize(
    "titles",
    [
        ("Backend Engineer", "Data Analyst", "Recruiter"),
        ("Backend Engineer", "backend engineer ", "Backend Engineer", "Backend Engineer", "Recruiter"),
    ],
)
def test_one_job_in_many_cities_repeats_nothing(titles: tuple[str, ...]) -> None:
    assert board(*titles, text=ABOUT) == frozenset()


def test_a_short_line_is_no_boilerplate_and_spacing_makes_no_difference() -> None:
    assert board(*FOUR, text="You know Kafka and Redis.") == frozenset()
    other = ABOUT.replace(", ", " \u2013  ").upper()
    assert strengths(other, board(*FOUR, text=ABOUT))["Kafka"] == "passing"
