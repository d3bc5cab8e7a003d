"""The wheel holds all that Jobwire needs: installed alone, outside the repository, it runs the demo."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_runs_the_demo_in_a_fresh_environment(tmp_path: Path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (wheel,) = tmp_path.glob("jobwire-*.whl")
    home = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    (site,) = home.glob("lib/python*/site-packages")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(home / "bin/python")),
            *("install", "--no-deps", "--no-index", "--quiet", str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    borrow_libraries(site)
    elsewhere = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    where = subprocess.run(
        [home / "bin/python", "-c", "import bot; print(bot.__file__)"],
        cwd=tmp_path,
        env=elsewhere,
        check=True,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(site)), "the demo would run the checkout, not the wheel"
    demo = subprocess.run(
        [home / "bin/jobwire", "demo"],
        cwd=tmp_path,
        env={**elsewhere, "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert demo.returncode == 0, demo.stderr
    assert "Senior" in demo.stdout


def borrow_libraries(site: Path) -> None:
    """Let the environment import what this one has installed, after its own, and not the checkout.

    A line in a .pth file adds a folder; the folder's own .pth files, which name the checkout, stay unread.
    """
    (site / "zz_borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
