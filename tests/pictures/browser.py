"""Takes pictures of pages with Chromium, without a window."""

import re
import subprocess
import tempfile
from pathlib import Path

SHARPNESS = 1.5
PATIENCE = 60
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def take_picture(program: str, page: str, file: Path) -> None:
    """Write the page, as high as it is, as a PNG. The page tells its size in data-width and data-height."""
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "page.html"
        source.write_text(page, encoding="utf-8")
        told = _run(program, directory, source, "--dump-dom", "--window-size=1000,2000")
        width, height = (_number(told, name) for name in ("width", "height"))
        taken = Path(directory) / "page.png"
        _run(
            program,
            directory,
            source,
            f"--screenshot={taken}",
            f"--window-size={width},{height}",
            f"--force-device-scale-factor={SHARPNESS}",
        )
        file.write_bytes(taken.read_bytes())


def _run(program: str, directory: str, source: Path, *options: str) -> str:
    command = (program, *_QUIET, f"--user-data-dir={directory}/profile", *options, source.as_uri())
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    return done.stdout


def _number(page: str, name: str) -> int:
    found = re.search(rf'data-{name}="(\d+)"', page)
    if found is None:
        raise ValueError(f"the page does not tell its {name}")
    return int(found[1])
