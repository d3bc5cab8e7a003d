"""What the README says to type works, and its tables are those of the code."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.help import table_markdown
from bot.commands.parse import parse_command
from bot.extraction.loading import load_vocabulary
from bot.matching import parse
from bot.settings import config_directory

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```(sh|text)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
TYPED = [
    line for kind, block in BLOCKS if kind == "text" for line in block.splitlines() if line[:5] == "/jobs"
]


def test_the_readme_has_commands_to_try():
    assert len(SHELL) >= 6
    assert len(TYPED) >= 3


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make ")])
def test_each_make_target_stands_in_the_makefile(line):
    asked = subprocess.run(
        ["make", "--dry-run", *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr


def test_the_jobwire_commands_work_one_after_the_other(tmp_path: Path):
    (tmp_path / "feed.json").write_text(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Board",
                "items": [
                    {
                        "id": "1",
                        "url": "https://board.example/1",
                        "title": "Senior Backend Engineer",
                        "content_html": "<p>You build our services in Go on AWS.</p>",
                    }
                ],
            }
        )
    )
    (tmp_path / "queries.tsv").write_text("q1\tsenior backend, Go\nq2\tfrontend\n")
    answers = {}
    for line in SHELL:
        if not line.startswith(".venv/bin/jobwire"):
            continue
        command = line.replace(".venv/bin/jobwire", str(Path(sys.executable).parent / "jobwire"))
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "JOBWIRE_CACHE_DIRECTORY": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}: {done.stderr}"
        answers[line.split()[1]] = done.stdout
    assert "in order" in answers["check-config"]
    assert json.loads(answers["extract"])["seniority"] == ["senior"]
    (matched,) = [json.loads(line) for line in answers["match"].splitlines()]
    assert (matched["posting"], matched["query"]) == ("1", "q1")


@pytest.mark.parametrize("line", TYPED)
def test_each_slash_command_is_one(line):
    assert parse_command(line).command.name in line


def test_the_table_of_commands_is_the_one_that_the_code_declares():
    assert table_markdown().strip() in README


def test_the_example_query_is_understood_whole():
    (query,) = [block for kind, block in BLOCKS if kind == "text" and block.startswith("senior backend")]
    vocabulary = load_vocabulary(config_directory() / "vocabulary", None)
    notes = [one.note for one in parse(query.strip(), vocabulary).understood if one.kind == "text"]
    assert len(notes) <= 1, "only the quoted phrase is plain text"
