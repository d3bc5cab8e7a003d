"""Draws the pictures of docs/pictures anew: `make pictures`. It needs Chromium."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import structlog

from tests.pictures import discord_story, slack_story
from tests.pictures.browser import take_picture

PLACE = Path(__file__).resolve().parents[2] / "docs" / "pictures"
STORIES = (slack_story, discord_story)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


async def draw(place: Path, program: str) -> None:
    """Every picture, as PLACE/NAME.png; the place is there."""
    with tempfile.TemporaryDirectory() as directory:
        for story in STORIES:
            own = Path(directory) / story.__name__
            own.mkdir()
            async for name, page in story.pictures(own):
                file = place / f"{name}.png"
                await asyncio.to_thread(take_picture, program, page, file)
                print(f"{file}: {file.stat().st_size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=PLACE)
    place = parser.parse_args().into
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(
            f"The pictures stay as they are: none of {', '.join(BROWSERS)} is on the PATH. "
            "Install Chromium and run this again."
        )
    place.mkdir(parents=True, exist_ok=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    asyncio.run(draw(place, program))


if __name__ == "__main__":
    main()
