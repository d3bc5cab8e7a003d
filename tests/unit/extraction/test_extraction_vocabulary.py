import time
from pathlib import Path

import pytest

from bot.domain.opening import EmploymentType, Level, Workplace
from bot.errors import ConfigurationError
from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import EntryKind
from tests.unit.extraction.loaded import CONFIG, vocabulary

ROLES = [
    "backend",
    "frontend",
    "fullstack",
    "mobile",
    "ios",
    "android",
    "data-engineer",
    "data-scientist",
    "data-analyst",
    "ml-engineer",
    "research",
    "devops",
    "sre",
    "platform",
    "infrastructure",
    "security",
    "qa",
    "embedded",
    "hardware",
    "game",
    "blockchain",
    "design",
    "product-manager",
    "project-manager",
    "engineering-manager",
    "solutions",
    "devrel",
    "support",
    "sales",
    "marketing",
    "operations",
    "hr",
    "finance",
    "legal",
    "software",
]


@pytest.mark.parametrize(
    ("typed", "kind", "key", "taken"),
    [
        ("senior backend", EntryKind.LEVEL, "senior", 1),
        ("senior+ engineer", EntryKind.LEVEL, "senior+", 1),
        ("full-stack developer", EntryKind.ROLE, "fullstack", 2),
        ("full stack", EntryKind.ROLE, "fullstack", 2),
        ("machine learning engineer", EntryKind.ROLE, "ml-engineer", 3),
        ("Site Reliability Engineer", EntryKind.ROLE, "sre", 3),
        ("golang", EntryKind.SKILL, "Go", 1),
        ("go", EntryKind.SKILL, "Go", 1),
        ("k8s", EntryKind.SKILL, "Kubernetes", 1),
        ("c++", EntryKind.SKILL, "C++", 1),
        ("c#", EntryKind.SKILL, "C#", 1),
        ("c", EntryKind.SKILL, "C", 1),
        (".net", EntryKind.SKILL, ".NET", 1),
        ("ci/cd", EntryKind.SKILL, "CI/CD", 1),
        ("node.js", EntryKind.SKILL, "Node.js", 1),
        ("amazon web services", EntryKind.SKILL, "AWS", 3),
        ("rails", EntryKind.SKILL, "Ruby on Rails", 1),
        ("js", EntryKind.SKILL, "JavaScript", 1),
        ("on-site", EntryKind.WORKPLACE, "onsite", 1),
        ("freelance", EntryKind.EMPLOYMENT, "contract", 1),
        ("part time", EntryKind.EMPLOYMENT, "part-time", 2),
    ],
)
def test_what_the_words_of_a_query_mean(typed: str, kind: EntryKind, key: str, taken: int) -> None:
    found = vocabulary().entries_at(typed.split(), 0)
    assert (kind, key) in {(entry.kind, entry.key) for entry, length in found if length == taken}
    assert found[0][1] == taken


@pytest.mark.parametrize("typed", ["frobnicator", "to", "the", "goo"])
def test_what_the_vocabulary_does_not_know(typed: str) -> None:
    assert vocabulary().entries_at([typed], 0) == ()


def test_a_level_in_front_of_a_title_stays_a_level() -> None:
    for level in ("staff", "principal", "senior", "lead", "junior"):
        found = vocabulary().entries_at([level, "engineer"], 0)
        assert {(entry.kind, length) for entry, length in found} == {(EntryKind.LEVEL, 1)}


def test_every_value_of_the_domain_has_an_entry() -> None:
    for kind, values in (
        (EntryKind.LEVEL, list(Level)),
        (EntryKind.WORKPLACE, [each for each in Workplace if each is not Workplace.UNKNOWN]),
        (EntryKind.EMPLOYMENT, [each for each in EmploymentType if each is not EmploymentType.UNKNOWN]),
        (EntryKind.ROLE, ROLES),
    ):
        missing = [value for value in values if vocabulary().entry(kind, str(value)) is None]
        assert missing == []


def test_whatever_an_entry_covers_exists() -> None:
    for kind in EntryKind:
        keys = {entry.key for entry in vocabulary().entries(kind)}
        unknown = {key for entry in vocabulary().entries(kind) for key in entry.covers} - keys
        assert unknown == set()


def test_generic_words_cover_the_families() -> None:
    software, engineer = (vocabulary().entry(EntryKind.ROLE, key) for key in ("software", "engineer"))
    assert software is not None
    assert engineer is not None
    assert {"backend", "fullstack", "frontend"} <= set(software.covers) < set(engineer.covers)
    assert "engineering-manager" not in engineer.covers


def test_there_are_skills_enough() -> None:
    assert len(vocabulary().entries(EntryKind.SKILL)) >= 1_500


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kuberntes", "kubernetes"), ("posgres", "postgres"), ("berln", "berlin"), ("javscript", "javascript")],
)
def test_a_typo_is_answered_with_the_nearest_word(typed: str, meant: str) -> None:
    assert vocabulary().suggest(typed) == meant


@pytest.mark.parametrize("typed", ["kubernetes", "zzzzqqq", "x"])
def test_no_suggestion_where_none_is_near(typed: str) -> None:
    assert vocabulary().suggest(typed) is None


def test_the_compiled_cache_answers_like_the_files_and_fast(tmp_path: Path) -> None:
    anew = load_vocabulary(CONFIG, tmp_path)
    began = time.process_time()
    cached = load_vocabulary(CONFIG, tmp_path)
    assert time.process_time() - began < 0.5
    assert cached.skill_forms == anew.skill_forms
    assert [cached.entries(kind) for kind in EntryKind] == [anew.entries(kind) for kind in EntryKind]
    assert cached.gazetteer.resolve("Kyiv") == anew.gazetteer.resolve("Kyiv")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_spoilt_cache_is_compiled_anew(tmp_path: Path) -> None:
    load_vocabulary(CONFIG, tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(b"spoilt")
    assert load_vocabulary(CONFIG, tmp_path).entry(EntryKind.SKILL, "Go") is not None


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "levels.toml").write_text("[senior\n")
    with pytest.raises(ConfigurationError, match=r"levels\.toml"):
        load_vocabulary(tmp_path, None)
