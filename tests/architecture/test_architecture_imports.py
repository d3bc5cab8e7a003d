"""The dependency rules of docs/architecture.md, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix() for top in ("bot", "adapters") for path in (ROOT / top).rglob("*.py")
)
WIRING = "adapters/wiring.py"

PURE_FOLDERS = ("bot/domain/", "bot/extraction/", "bot/matching/")
PURE_FILES = {
    f"bot/delivery/{name}.py"
    for name in (
        "announcing",
        "closing",
        "compose",
        "fit",
        "folding",
        "message",
        "plan",
        "planned",
        "ranking",
        "retry",
    )
} | {"bot/scheduling/cadence.py"}
IMPURE_BY_DESIGN = {"bot/extraction/loading.py"}  # reads the vocabulary's files, for wiring
WORLD = {"asyncio", "os", "socket", "subprocess", "random", "secrets", "sqlite3", "threading", "time"}

SLACK_TABLES = tuple(
    f"adapters/slack/{name}" for name in ("tables.py", "installations.py", "oauth.py", "migrations/")
)
"""The tables of installations are slack_sdk's, on SQLAlchemy; nobody but the adapter knows them."""

DISCORD_TABLES = tuple(
    f"adapters/discord/{name}" for name in ("tables.py", "synced.py", "token_lock.py", "migrations/")
)
"""What was registered at Discord, and who uses the token; nobody but the adapter knows it."""

PLACES = {
    "sqlalchemy": ("bot/store/", *SLACK_TABLES, *DISCORD_TABLES),
    "alembic": ("bot/store/", "adapters/slack/migrations/", "adapters/discord/migrations/"),
    "cryptography": ("adapters/slack/encryption.py",),
    "feedparser": ("bot/feeds/formats/",),
    "apscheduler": ("bot/scheduling/clock.py",),
    "slack_bolt": ("adapters/slack/",),
    "slack_sdk": ("adapters/slack/",),
    "discord": ("adapters/discord/",),
    "procrastinate": ("bot/scheduling/procrastinate_queue.py",),
    "typer": ("adapters/cli/",),
}
CONNECTION_ONLY = {"sqlalchemy.ext.asyncio.AsyncConnection"}
"""The type of the transaction that callers of the store pass on; nothing is built with it."""


def imports_of(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_pure(file: str) -> bool:
    return (file.startswith(PURE_FOLDERS) or file in PURE_FILES) and file not in IMPURE_BY_DESIGN


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("bot/")])
def test_the_core_knows_no_adapter_and_no_chat_platform(file):
    for name in imports_of(file):
        assert name.split(".")[0] not in {"adapters", "discord", "slack_bolt", "slack_sdk"}, name


@pytest.mark.parametrize("file", [file for file in FILES if file.count("/") >= 2 and file[0] == "a"])
def test_one_adapter_never_imports_another(file):
    own = file.split("/")[1]
    allowed = {own, "wiring"} | ({"demo"} if own == "cli" else set())  # the demo is a command, too
    for name in imports_of(file):
        top, _, rest = name.partition(".")
        if top == "adapters":
            assert rest.split(".")[0] in allowed, name


@pytest.mark.parametrize("file", FILES)
def test_each_library_keeps_to_its_place(file):
    for name in imports_of(file):
        places = PLACES.get(name.split(".")[0])
        if places is not None and name not in CONNECTION_ONLY:
            assert file.startswith(places), f"{name} belongs in {', '.join(places)}"


@pytest.mark.parametrize("file", [file for file in FILES if is_pure(file)])
def test_pure_files_touch_no_world(file):
    assert not {name.split(".")[0] for name in imports_of(file)} & WORLD
    source = (ROOT / file).read_text()
    for call in ("datetime.now(", "date.today(", ".read_text(", " open("):
        assert call not in source, f"{call} in a pure file: it is an argument"


@pytest.mark.parametrize("file", FILES)
def test_only_the_settings_look_at_the_environment(file):
    if file != "bot/settings.py":
        source = (ROOT / file).read_text()
        assert "os.environ" not in source
        assert "getenv" not in source


def test_the_tree_of_errors_is_drawn_whole():
    tree = ast.parse((ROOT / "bot/errors.py").read_text())
    drawing = ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.bases:
            assert f" {node.name}" in drawing or node.name == "JobwireError", node.name
            assert ast.get_docstring(node), node.name


def test_every_error_that_the_code_raises_by_name_is_in_the_tree():
    known = {
        node.name
        for node in ast.parse((ROOT / "bot/errors.py").read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    for file in FILES:
        if file == "bot/errors.py":
            continue
        for node in ast.walk(ast.parse((ROOT / file).read_text())):
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                assert not bases & known, f"{file}: {node.name} belongs in bot/errors.py"
