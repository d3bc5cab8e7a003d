"""docs/howto/slack.md: few steps, commands that exist, variables that are understood."""

import re
from pathlib import Path

import pytest
import typer

from adapters.cli.main import app
from bot.settings import Settings
from bot.settings_slack import SLACK_VARIABLES

TEXT = (Path(__file__).parents[3] / "docs/howto/slack.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.split(f"## {title}", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("title", ["Socket Mode: one workspace", "HTTP: many workspaces"])
def test_installing_takes_eight_steps_at_most(title):
    steps = re.findall(r"^(\d+)\. ", section(title), re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(steps) + 1)]
    assert 0 < len(steps) <= 8


def test_every_command_that_it_names_is_there():
    named = set(re.findall(r"`jobwire ([a-z -]+?)(?: --http [^`]+)?`", TEXT))
    assert {"doctor", "run", "migrate", "slack manifest", "slack new-key", "slack rotate-keys"} == named
    for words in named:
        command = typer.main.get_command(app)
        for word in words.split():
            command = command.commands[word]  # type: ignore[attr-defined]


def test_every_variable_and_setting_that_it_names_is_understood():
    for name in re.findall(r"\bSLACK_[A-Z_]+\b", re.sub(r"JOBWIRE_\w+", "", TEXT)):
        assert name in SLACK_VARIABLES, name
    for name in re.findall(r"\bJOBWIRE_([A-Z]+_[A-Z_]+)\b", TEXT):
        section_name, key = name.lower().split("_", 1)
        assert key in Settings.model_fields[section_name].annotation.model_fields  # type: ignore[union-attr]
