"""An adapter that is not configured is not imported: start-up is quick, and no library of it is needed."""

import asyncio
import os
import sys
from pathlib import Path

START = """
import asyncio, sys
from io import StringIO
from rich.console import Console
from adapters.wiring import open_house
from bot.settings import load_settings

async def start():
    async with open_house(load_settings(), console=Console(file=StringIO()), starter=()):
        loaded = {name.split(".")[0] for name in sys.modules}
        print(*sorted(loaded & {"slack_sdk", "slack_bolt", "cryptography", "discord"}))
        print("alembic" in sys.modules)

asyncio.run(start())
"""


async def _started(directory: Path) -> list[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        START,
        cwd=directory,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode().splitlines()


async def test_without_slack_and_discord_no_library_of_theirs_is_imported(tmp_path: Path):
    first, second = await _started(tmp_path), await _started(tmp_path)
    assert first == ["", "True"]
    assert second == ["", "False"], "a migrated database needs no Alembic, with the adapters' tables too"
