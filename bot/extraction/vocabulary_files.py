"""The files of the vocabulary as values, and how an operator's own file changes ours. Pure: no I/O."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LISTS = ("aliases", "case", "proof", "spoken", "asked")
"""The lists of spellings of a skill."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VocabularyFile:
    """A file as text and as TOML. `own`: the operator's, whose entries add to ours or take their place.

    `sections`: which kinds of entries it holds, each with the table that they stand in; None where they
    are the tables of the file itself.
    """

    name: str
    text: str
    content: Mapping[str, Any]
    sections: Mapping[str, str | None]
    own: bool = False

    def section(self, kind: str) -> Any:
        """The entries of a kind ("skills", "roles" ...) as they are written, which may be wrong."""
        if kind not in self.sections:
            return {}
        table = self.sections[kind]
        return self.content if table is None else self.content.get(table, {})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """An entry in the file that it stands in. `name` and `topic` are None where the file does not say."""

    file: VocabularyFile
    key: str
    lists: Mapping[str, tuple[str, ...]]
    name: str | None = None
    covers: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    topic: bool | None = None


def sources(files: Sequence[VocabularyFile], kind: str) -> tuple[Source, ...]:
    """The entries of a kind: ours, but for those that the own file removes or replaces, then its own."""
    own = {key: spec for file in files if file.own for key, spec in file.section(kind).items()}
    removed = {key for key, spec in own.items() if spec is False}
    gone = removed | {
        key for key, spec in own.items() if isinstance(spec, Mapping) and spec.get("replace", False)
    }
    read = [
        _source(file, key, spec, removed)
        for file in files
        for key, spec in file.section(kind).items()
        if spec is not False and (file.own or key not in gone)
    ]
    return tuple(read)


def by_key(found: Iterable[Source]) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """The sources of each key together, in the order of the keys."""
    grouped: dict[str, list[Source]] = {}
    for source in found:
        grouped.setdefault(source.key, []).append(source)
    yield from ((key, tuple(same)) for key, same in grouped.items())


def _source(file: VocabularyFile, key: str, spec: Any, removed: set[str]) -> Source:
    table = spec if isinstance(spec, Mapping) else {"aliases": spec}
    return Source(
        file=file,
        key=key,
        lists={name: tuple(table[name]) for name in LISTS if name in table},
        name=table.get("name"),
        covers=tuple(cover for cover in table.get("covers", ()) if cover not in removed),
        stops=tuple(table.get("stops", ())),
        topic=table.get("topic"),
    )
