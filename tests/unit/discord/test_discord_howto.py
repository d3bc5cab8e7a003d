"""docs/howto/discord.md: few steps, commands and settings that exist, the permissions that are asked for."""

import re
from pathlib import Path

import typer

from adapters.cli.main import app
from adapters.discord.permissions import NEEDED
from bot.settings import Settings
from bot.settings_discord import DISCORD_VARIABLES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs/howto/discord.md").read_text(encoding="utf-8")


def test_installing_takes_eight_steps_at_most():
    steps = re.findall(r"^(\d+)\. ", TEXT.split("\n## ", 1)[0], re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(steps) + 1)]
    assert 0 < len(steps) <= 8


def test_every_command_that_it_names_is_there():
    named = set(re.findall(r"`jobwire ([a-z -]+?)`", TEXT))
    assert {"doctor", "run", "discord invite"} == named
    for words in named:
        command = typer.main.get_command(app)
        for word in words.split():
            command = command.commands[word]  # type: ignore[attr-defined]


def test_every_variable_and_setting_that_it_names_is_understood():
    assert set(re.findall(r"^ *(DISCORD_[A-Z_]+)=", TEXT, re.MULTILINE)) == set(DISCORD_VARIABLES)
    named = re.findall(r"\bJOBWIRE_([A-Z]+_[A-Z_]+)\b", TEXT)
    named += [f"{one}_{two}" for one, two in re.findall(r"`([a-z]+)\.([a-z_]+)`", TEXT)]
    assert named
    for name in named:
        section, key = name.lower().split("_", 1)
        assert key in Settings.model_fields[section].annotation.model_fields  # type: ignore[union-attr]


def test_it_lists_the_permissions_that_are_asked_for():
    table = re.findall(r"^\| ([A-Z].+?) \|", TEXT, re.MULTILINE)
    assert table == [one.name for one in NEEDED]


def test_what_it_explains_is_what_jobwire_says():
    explained = re.findall(r"`(discord [a-z ]+?)(?: \.\.\.)?`", TEXT)
    assert len(explained) >= 5
    said = (ROOT / "adapters/discord/troubles.py").read_text(encoding="utf-8")
    assert [one for one in explained if f'"{one}' not in said] == []
