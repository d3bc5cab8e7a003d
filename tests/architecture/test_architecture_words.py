"""One word for each thing: the words of docs/glossary.md, held against the names in the code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for top in ("bot", "adapters") for path in (ROOT / top).rglob("*.py"))
AVOIDED = {"utils", "helpers", "helper", "common", "manager", "misc", "embed", "listing", "metadatas", "msg"}
ALLOWED = {"manager": "a level, and who manages a channel", "listing": "an entry of a sample board"}


def names_of(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_avoid_the_words_that_the_glossary_avoids(path):
    for name in [path.stem, *names_of(ast.parse(path.read_text()))]:
        words = set(re.split(r"_|(?<=[a-z])(?=[A-Z])", name))
        bad = {word.lower() for word in words} & (AVOIDED - set(ALLOWED))
        assert not bad, f"{name}: say it as docs/glossary.md does, not {', '.join(bad)}"


def test_the_glossary_is_in_order_and_whole():
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
    assert words == sorted(words)
    for name in ("posting", "sighting", "facets", "opening", "query", "subscription", "match", "delivery"):
        assert name in words
