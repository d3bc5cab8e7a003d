import json

import pytest

from bot.domain.opening import Strength
from bot.extraction.skills import find_skills
from tests.shared import shared
from tests.unit.extraction.loaded import vocabulary

ASKED_FOR = (Strength.TITLE, Strength.CORE)


def strengths(
    text: str, title: str = "", tags: tuple[str, ...] = (), company: str | None = None
) -> dict[str, str]:
    mentions, _ = find_skills(title, text, tags, vocabulary(), company=company)
    return {mention.name: mention.strength.value for mention in mentions}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Our services are written in Go.", "Go"),
        ("You are a Go developer at heart.", "Go"),
        ("Stack: Go, Postgres, k8s", "Go"),
        ("We are using 100% Go with AWS primitives.", "Go"),
        ("Proficiency in languages such as Python, Bash, or Go to automate tasks.", "Go"),
        ("Backend\nGo\nPostgreSQL", "Go"),
        ("Experience with golang", "Go"),
        ("You know C, C++ and make it fast.", "C"),
        ("Statistics in R", "R"),
        ("Tools: SQL, R, Excel", "R"),
        ("an alarm screen, for which you need React.", "React"),
        ("All of it runs on k8s.", "Kubernetes"),
        ("Hosted on Amazon Web Services.", "AWS"),
        ("You design RESTful services.", "REST"),
        ("CI / CD pipelines", "CI/CD"),
        ("Apps in Swift and SwiftUI", "Swift"),
        ("configuration with Chef", "Chef"),
        ("The client side is Backbone.", "Backbone.js"),
        ("The interface is C++20.", "C++"),
        ("We write ASP.NET", "ASP.NET"),
        ("designing gPRC APIs", "gRPC"),
        ("Word, Excel and Outlook", "Excel"),
    ],
)
def test_a_skill_is_found(text: str, skill: str) -> None:
    assert strengths(text).get(skill) == "core"


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("You own our go-to-market plans.", "Go"),
        ("The range is 158,000 CAD to CAD $190,000.", "CAD"),
        ("Think like an owner: Make it happen, with Python.", "Make"),
        ("Our office in Hong Kong", "Kong"),
        ("You will be based in Phoenix", "Phoenix"),
        ("You lead our L&D work", "D"),
        ("We go live in May. Go for it!", "Go"),
        ("Go the extra mile with us.", "Go"),
        ("We build with GoCD.", "Go"),
        ("You react to alarms and give a swift response.", "React"),
        ("React quickly to alarms.", "React"),
        ("a swift response", "Swift"),
        ("We raised a Series C. C-level sponsors.", "C"),
        ("The interface is C++20, later C#.", "C"),
        ("Our R&D department", "R"),
        ("You sit beside Julia, Tom and Ada.", "Julia"),
        ("The executive chef runs the kitchen.", "Chef"),
        ("the office behind La Scala", "Scala"),
        ("You challenge the notion that documents rot.", "Notion"),
        ("Procedures follow AWS D1.1 and an AWS certified inspector.", "AWS"),
        ("Homework for K-8 schools and K8 districts", "Kubernetes"),
        ("robots on the assembly line", "Assembly"),
        ("You excel in teams and have access to data. Word gets around.", "Excel"),
        ("Against SQL injection", "SQL"),
        ("the backbone of the town", "Backbone.js"),
        ("You are the rest of us. REST ASSURED IT IS FUN", "REST"),
        ("Members of the American Welding Society (AWS). AWS codes apply.", "AWS"),
        ("mail go@acme.com or see https://react.dev/learn", "React"),
    ],
)
def test_an_ordinary_word_is_no_skill(text: str, skill: str) -> None:
    assert skill not in strengths(text)


@pytest.mark.parametrize(
    ("text", "skill", "strength"),
    [
        ("Experience with languages such as Java, Python, Go.", "Go", "core"),
        ("It is a plus if you know Terraform.", "Terraform", "core"),
        ("Java is not required but a plus.", "Java", "core"),
        ("Not only Java but Kotlin too.", "Java", "core"),
        ("We are plain Linux; we do not use Kubernetes.", "Kubernetes", "negated"),
        ("No Java, PHP or Perl here.", "Perl", "negated"),
        ("Scala is not required.", "Scala", "negated"),
        ("We are moving away from PHP.", "PHP", "negated"),
        ("Go instead of Java", "Java", "negated"),
        ("We are migrating from PHP to Kotlin.", "PHP", "passing"),
        ("We are migrating from PHP to Kotlin.", "Kotlin", "core"),
        ("Our customers use Salesforce and SAP.", "Salesforce", "passing"),
        ("The platform integrates with Jira.", "Jira", "passing"),
        ("Another team looks after Terraform.", "Terraform", "passing"),
        ("Some of us wrote Rust in former jobs.", "Rust", "passing"),
        ("About us\nAcme grew out of Redis fandom.\nWhat you do\nYou write Python.", "Redis", "passing"),
        ("About us\nAcme grew out of Redis fandom.\nWhat you do\nYou write Python.", "Python", "core"),
        ("Acme is an AI company.", "AI", "passing"),
        ("You bring experience with AI.", "AI", "core"),
        ("You have experience with AI products.", "AI", "passing"),
        ("A degree in computer science, cybersecurity or experience.", "Cybersecurity", "passing"),
        ("100+ native integrations with systems like Webflow and GitHub.", "Webflow", "passing"),
        ("IBM, Supabase and Notion are just a few of our customers.", "Supabase", "passing"),
        ("We use NLP and other tools to assist in the screening of applications.", "NLP", "passing"),
        ("You build NLP models that help support staff.", "NLP", "core"),
        ("We care about all things from compliance to user experience.", "Compliance", "passing"),
        ("People from companies: Stripe, Affirm.", "Stripe", "passing"),
        ("The queue that must never be wrong is written in Go.", "Go", "core"),
        ("No Scala needed to begin; the job is in Scala.", "Scala", "core"),
    ],
)
def test_how_strongly_the_text_speaks(text: str, skill: str, strength: str) -> None:
    assert strengths(text)[skill] == strength


@pytest.mark.parametrize(
    ("title", "skill"),
    [
        ("Senior Go Engineer", "Go"),
        ("Software Engineer (Go)", "Go"),
        ("Backend Engineer - Go, AWS", "Go"),
        ("React Developer", "React"),
        ("Compiler Engineer C++/LLVM", "C++"),
    ],
)
def test_a_skill_in_the_title(title: str, skill: str) -> None:
    assert strengths("", title=title)[skill] == "title"


@pytest.mark.parametrize(
    "title", ["Go-to-Market Manager", "Swift Response Officer", "Pastry Chef", "C-Level Assistant"]
)
def test_a_title_without_skills(title: str) -> None:
    assert strengths("", title=title) == {}


def test_tags_are_part_of_the_job_in_any_case() -> None:
    assert strengths("", tags=("golang", "react", "go", "something else")) == {"Go": "core", "React": "core"}


def test_the_employers_own_name_is_named_in_passing() -> None:
    assert strengths("You join Stripe. You write Ruby.", company="Stripe")["Stripe"] == "passing"


def test_the_strongest_mention_counts_and_brings_its_words() -> None:
    text = "Our customers use Java.\nYou write services in Java."
    mentions, evidence = find_skills("", text, (), vocabulary())
    assert [(each.name, each.strength) for each in mentions] == [("Java", Strength.CORE)]
    assert [each.words for each in evidence] == ["Java"]


@pytest.mark.parametrize("seed", range(5))
def test_the_seeds_read_as_expected(seed: int) -> None:
    folder = shared("data/seeds")
    name, expected = sorted(json.loads((folder / "expected.json").read_text()).items())[seed]
    mentions, _ = find_skills("", (folder / name).read_text(), (), vocabulary())
    assert set(expected["skills"]) <= {each.name for each in mentions if each.strength in ASKED_FOR}
