import textwrap
import tomllib
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.extraction.loading import load_vocabulary
from bot.extraction.vocabulary import EntryKind, Vocabulary
from bot.extraction.vocabulary_compile import KINDS, faults_of_files
from bot.extraction.vocabulary_files import VocabularyFile
from bot.extraction.vocabulary_lint import SKILLS
from tests.unit.extraction.loaded import CONFIG, vocabulary


def ours(text: str, name: str = "skills.toml") -> VocabularyFile:
    return VocabularyFile(name=name, text=text, content=tomllib.loads(text), sections={SKILLS: SKILLS})


def own(text: str) -> VocabularyFile:
    sections = {kind: kind for kind in KINDS.values()}
    return VocabularyFile(
        name="own.toml", text=text, content=tomllib.loads(text), sections=sections, own=True
    )


def faults(*files: VocabularyFile) -> list[str]:
    return [str(fault) for fault in faults_of_files(files)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[skills]\n"Go" = ["golang"]\n"Gopher" = ["golang"]',
            "skills.toml, line 3: Gopher: 'golang' means 'Go' already (skills.toml, line 2)",
        ),
        (
            '[skills]\n"Node.js" = ["node js"]',
            "skills.toml, line 2: Node.js: 'node js' adds nothing to 'Node.js' (key)",
        ),
        (
            '[skills]\n"CI" = [\n  "build server",\n  "build-server",\n]',
            "skills.toml, line 4: CI: 'build-server' adds nothing to 'build server' (aliases)",
        ),
        (
            '[skills]\n"Chef" = { aliases = ["chef infra"], proof = ["Chef Infra"] }',
            "skills.toml, line 2: Chef: 'Chef Infra' adds nothing to 'chef infra' (aliases)",
        ),
        ('[skills]\n"C" = ["++"]', "the spelling '++' holds no word"),
        ('[skills]\n"Qt" = ["qt (the toolkit)"]', "the spelling 'qt (the toolkit)' is never found"),
        (
            'stops = ["go live"]\n[skills]\n"Go" = ["go-live"]',
            "line 3: Go: the spelling 'go-live' is never found: it is a stop (skills.toml, line 1)",
        ),
        (
            'stops = ["go live", "go-live"]\n[skills]\n"Rust" = []',
            "stops: the stop 'go-live' says what 'go live' says (skills.toml, line 1)",
        ),
        (
            '[skills]\n"SQL" = { covers = ["Postgres"] }\n"PostgreSQL" = ["postgres"]',
            "skills.toml, line 2: SQL: it covers 'Postgres', which no file explains",
        ),
        (
            '[skills]\n"A1" = { covers = ["B1"] }\n"B1" = { covers = ["C1"] }\n"C1" = { covers = ["A1"] }',
            "skills.toml, line 2: A1: they cover one another: A1 > B1 > C1 > A1",
        ),
        ('[skills]\n"Go" = []\n"GO" = []', "GO: it is explained twice; it stands in skills.toml, line 2 too"),
        ('[skills]\n"Go" = { alias = ["golang"] }', "Go: there is no field 'alias'; allowed: aliases, asked"),
        ('[skills]\n"Go" = "golang"', "Go: it is neither a list of spellings nor a table"),
        ('[skills]\n"AI" = { topic = "yes" }', "AI: topic is 'yes'; allowed: true or false"),
        ('[skills]\n"AI" = { aliases = "ml" }', "AI: aliases is no list of texts"),
    ],
)
def test_a_fault_is_said_with_its_line_and_what_is_allowed(text: str, said: str) -> None:
    (only,) = faults(ours(text))
    assert said in only


def test_every_fault_is_said_at_once() -> None:
    text = '[skills]\n"Go" = ["golang", "golang"]\n"SQL" = { covers = ["Nothing"] }'
    assert len(faults(ours(text))) == 2


@pytest.mark.parametrize(
    "text",
    [
        '[skills]\n"JavaScript" = { case = ["JS"] }\n"CRM" = { case = ["CRM", "CRMs"] }',
        '[skills]\n"Go" = { proof = ["Go", "GO"], asked = ["go lang"] }',
        '[skills]\n"SQL" = { covers = ["PostgreSQL", "MySQL"] }\n"PostgreSQL" = []\n"MySQL" = []',
        'stops = ["spring term"]\n[skills]\n"Spring" = { proof = ["Spring"], stops = ["spring water"] }',
    ],
)
def test_what_is_as_it_should_be_has_no_fault(text: str) -> None:
    assert faults(ours(text)) == []


def test_the_same_spelling_in_two_files_is_found() -> None:
    (fault,) = faults(ours('[skills]\n"Go" = ["golang"]'), ours('[skills]\n"Golang" = []', "more.toml"))
    assert fault.startswith("more.toml, line 2: Golang: 'Golang' means 'Go' already (skills.toml, line 2)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[skill]\n"Go" = []', "own.toml, line 1: skill: there is no such part of the vocabulary"),
        ('[skills]\n"Elm" = false', "own.toml, line 2: Elm: it is taken away, but no file explains it"),
        ('[skills]\n"Gopher" = ["golang"]', "'golang' means 'Go' already (skills.toml, line 2)"),
        (
            '[roles.webteam]\ncovers = ["front-end"]',
            "own.toml, line 2: webteam: it covers 'front-end', which no file explains",
        ),
        ("skills = 3", "own.toml, line 1: skills: it is no table"),
    ],
)
def test_an_own_file_is_checked_with_ours(text: str, said: str) -> None:
    (fault,) = faults(ours('[skills]\n"Go" = ["golang"]'), own(text))
    assert said in fault


def with_own(tmp_path: Path, text: str) -> Vocabulary:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_vocabulary(CONFIG, tmp_path / "cache", path)


def meant(known: Vocabulary, typed: str) -> set[str]:
    return {entry.key for entry, _ in known.entries_at(typed.split(), 0) if entry.kind is EntryKind.SKILL}


def test_an_own_file_adds_words_and_skills_and_roles(tmp_path: Path) -> None:
    known = with_own(
        tmp_path,
        '[skills]\n"Go" = ["gopherlang"]\n"AcmeQL" = ["acme query language"]\n'
        '"SQL" = { covers = ["AcmeQL"] }\n[roles.webteam]\naliases = ["web team"]\n'
        'covers = ["frontend", "fullstack"]\n',
    )
    assert meant(known, "gopherlang") == {"Go"} == meant(known, "golang")
    assert meant(known, "acme query language") == {"AcmeQL"}
    sql = known.entry(EntryKind.SKILL, "SQL")
    assert sql is not None
    assert {"AcmeQL", "PostgreSQL"} <= set(sql.covers)
    role = known.entry(EntryKind.ROLE, "webteam")
    assert role is not None
    assert role.covers == ("frontend", "fullstack")


def test_an_own_file_replaces_and_takes_away(tmp_path: Path) -> None:
    known = with_own(
        tmp_path, '[skills]\n"Go" = { replace = true, aliases = ["gopherlang"] }\n"jQuery" = false\n'
    )
    assert meant(known, "golang") == set()
    assert meant(known, "gopherlang") == {"Go"}
    assert known.entry(EntryKind.SKILL, "jQuery") is None
    covering = known.entry(EntryKind.SKILL, "JavaScript")
    assert covering is not None
    assert "jQuery" not in covering.covers


def test_a_changed_own_file_is_read_anew_and_one_that_is_gone_is_said(tmp_path: Path) -> None:
    with_own(tmp_path, '[skills]\n"AcmeQL" = []\n')
    assert meant(with_own(tmp_path, '[skills]\n"AcmeDB" = []\n'), "acmedb") == {"AcmeDB"}
    with pytest.raises(ConfigurationError, match=r"gone\.toml: it cannot be read"):
        load_vocabulary(CONFIG, tmp_path / "cache", tmp_path / "gone.toml")


def test_a_skill_covers_what_those_that_it_covers_cover() -> None:
    javascript = vocabulary().entry(EntryKind.SKILL, "JavaScript")
    assert javascript is not None
    assert javascript.covers[0] == "JavaScript"
    assert {"Node.js", "NestJS"} <= set(javascript.covers)


def test_the_own_file_of_the_howto_is_in_order(tmp_path: Path) -> None:
    howto = (Path(__file__).parents[3] / "docs/howto/vocabulary.md").read_text(encoding="utf-8")
    example = textwrap.dedent(howto.split("```toml\n", 1)[1].split("```", 1)[0])
    known = with_own(tmp_path, example)
    assert meant(known, "aql") == {"AcmeQL"}
    assert meant(known, "pg cluster") == {"PostgreSQL"}
    assert known.entry(EntryKind.ROLE, "webteam") is not None
