"""Finds what is wrong in the files of the vocabulary: shape, conflicts, duplicates, dead spellings, covers.

Pure: it is given the files as text. Every fault names the file, the line and what to do about it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Fault
from bot.extraction.tokens import joined, phrase, words_of
from bot.extraction.vocabulary import query_spelling
from bot.extraction.vocabulary_files import LISTS, Source, VocabularyFile, by_key

SKILLS = "skills"
_SKILL_FIELDS = frozenset({*LISTS, "covers", "stops", "topic", "replace"})
_ENTRY_FIELDS = frozenset({"name", "aliases", "covers", "replace"})
_CAREFUL = frozenset({"case", "proof", "spoken"})
_NAMED = frozenset({"key", "name"})
_LONGEST_ENTRY = 60
"""Lines of a file that an entry takes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A spelling where it stands: whose it is, how it was written, its folded words, and in which list."""

    key: str
    written: str
    words: tuple[str, ...]
    field: str
    file: VocabularyFile

    @property
    def place(self) -> str:
        return placed(self.file, self.key, self.written)


def faults_of_shape(file: VocabularyFile, kinds: Iterable[str]) -> tuple[Fault, ...]:
    """Entries that are not built as entries are; while there is one, nothing else can be looked at."""
    kinds = tuple(kinds)
    known = {"stops", *file.sections.values()}
    faults = [
        Fault(
            placed(file, name), name, "there is no such part of the vocabulary", ", ".join((*kinds, "stops"))
        )
        for name in (file.content if file.own else ())
        if name not in known
    ]
    for kind in kinds:
        fields = _SKILL_FIELDS if kind == SKILLS else _ENTRY_FIELDS
        table = file.section(kind)
        if not isinstance(table, Mapping):
            faults.append(
                Fault(placed(file, kind), kind, "it is no table", f"[{kind}] with entries below it")
            )
            continue
        for key, spec in table.items():
            faults += [
                Fault(placed(file, key), key, problem, allowed)
                for problem, allowed in _misshapen(spec, fields)
            ]
    if not _texts(file.content.get("stops", [])):
        faults.append(Fault(placed(file, "stops"), "stops", "it is no list of phrases", "a list of texts"))
    return tuple(faults)


def faults_of_entries(found: Sequence[Source], kind: str) -> tuple[Fault, ...]:
    """What is wrong among the entries of a kind, whatever files they stand in."""
    uses = [use for source in found for use in _uses(source, kind)]
    stops = _stops(found) if kind == SKILLS else []
    return (
        *_explained_twice(found),
        *_wordless(uses),
        *_doubled(uses),
        *_claimed_twice(uses, one_meaning=kind == SKILLS),
        *_stopped(uses, stops),
        *_doubled_stops(stops),
        *_wrong_covers(found),
    )


def placed(file: VocabularyFile, key: str, written: str = "") -> str:
    """The file and the line of an entry, or of one spelling within it."""
    lines = file.text.splitlines()
    head = re.compile(rf"\s*(?:\[(?:[\w-]+\.)?)?[\"']?{re.escape(key)}[\"']?(?:\]|\s*=)")
    start = next((number for number, line in enumerate(lines, 1) if head.match(line)), None)
    if start is None:
        return file.name
    for number in range(start, min(start + _LONGEST_ENTRY, len(lines) + 1)):
        if written and re.search(rf"[\"']{re.escape(written)}[\"']", lines[number - 1]):
            return f"{file.name}, line {number}"
    return f"{file.name}, line {start}"


def _misshapen(spec: Any, fields: frozenset[str]) -> Iterator[tuple[str, str]]:
    if spec is False or _texts(spec):
        return
    if not isinstance(spec, Mapping):
        allowed = f"a list of spellings, a table of {', '.join(sorted(fields))}, or false"
        yield "it is neither a list of spellings nor a table", allowed
        return
    for field, value in spec.items():
        if field not in fields:
            yield f"there is no field {field!r}", ", ".join(sorted(fields))
        elif field in {"topic", "replace"}:
            if not isinstance(value, bool):
                yield f"{field} is {value!r}", "true or false"
        elif field == "name":
            if not isinstance(value, str):
                yield f"{field} is {value!r}", "a text"
        elif not _texts(value):
            yield f"{field} is no list of texts", 'a list such as ["one spelling", "another"]'


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _uses(source: Source, kind: str) -> Iterator[_Use]:
    named = [("key", source.key)]
    if source.name not in {None, source.key}:
        named.append(("name", str(source.name)))
    named += [(field, one) for field, spellings in source.lists.items() for one in spellings]
    for field, written in named:
        words = phrase(written) if kind == SKILLS else (query_spelling([written]),)
        yield _Use(key=source.key, written=written, words=words, field=field, file=source.file)


def _explained_twice(found: Sequence[Source]) -> Iterator[Fault]:
    first: dict[tuple[str, bool], Source] = {}
    for source in found:
        known = first.setdefault((source.key.casefold(), source.file.own), source)
        if known is not source:
            problem = f"it is explained twice; it stands in {placed(known.file, known.key)} too"
            yield Fault(placed(source.file, source.key), source.key, problem, "one entry for each")


def _wordless(uses: Sequence[_Use]) -> Iterator[Fault]:
    for use in uses:
        words = words_of(use.written)
        if not words:
            problem = f"the spelling {use.written!r} holds no word, so that no text can hold it"
            yield Fault(use.place, use.key, problem, "letters or digits")
        elif not joined(use.written, words, 0, len(words)):
            problem = f"the spelling {use.written!r} is never found: its words are taken apart"
            yield Fault(use.place, use.key, problem, "words with a space, hyphen, slash or dot between them")


def _doubled(uses: Sequence[_Use]) -> Iterator[Fault]:
    """The same words twice in one entry. Several exact spellings of the same words are meant."""
    first: dict[tuple[str, tuple[str, ...]], _Use] = {}
    for use in uses:
        known = first.setdefault((use.key, use.words), use)
        if known is use or use.field in _NAMED:
            continue
        exact = use.field in _CAREFUL and known.field in {use.field, "key"}
        if exact and (known.field == "key" or known.written != use.written):
            continue
        problem = f"{use.written!r} adds nothing to {known.written!r} ({known.field})"
        yield Fault(use.place, use.key, problem, "each spelling once")


def _claimed_twice(uses: Sequence[_Use], *, one_meaning: bool) -> Iterator[Fault]:
    """Spellings of two entries. A word of a query may mean two roles; what a text names is one skill."""
    first: dict[tuple[str, ...], _Use] = {}
    for use in uses:
        known = first.setdefault(use.words, use)
        if known.key.casefold() != use.key.casefold() and (one_meaning or {known.field, use.field} & _NAMED):
            problem = f"{use.written!r} means {known.key!r} already ({known.place})"
            yield Fault(use.place, use.key, problem, "a spelling of one entry only")


def _stops(found: Sequence[Source]) -> list[tuple[VocabularyFile, str, str]]:
    files = list(dict.fromkeys(source.file for source in found))
    general = [(file, "stops", stop) for file in files for stop in file.content.get("stops", [])]
    return general + [(one.file, one.key, stop) for one in found for stop in one.stops]


def _stopped(uses: Sequence[_Use], stops: Sequence[tuple[VocabularyFile, str, str]]) -> Iterator[Fault]:
    stopped = {phrase(stop): (file, key, stop) for file, key, stop in stops}
    for use in uses:
        stop = stopped.get(use.words)
        if stop is not None and use.field not in {"key", "asked"}:
            problem = f"the spelling {use.written!r} is never found: it is a stop ({placed(*stop)})"
            yield Fault(use.place, use.key, problem, "a stop or a spelling, not both")


def _doubled_stops(stops: Sequence[tuple[VocabularyFile, str, str]]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], tuple[VocabularyFile, str, str]] = {}
    for here in stops:
        known = first.setdefault(phrase(here[2]), here)
        if known is not here:
            problem = f"the stop {here[2]!r} says what {known[2]!r} says ({placed(*known)})"
            yield Fault(placed(*here), here[1], problem, "each stop once")


def _wrong_covers(found: Sequence[Source]) -> Iterator[Fault]:
    known = {
        key: (same[0].file, tuple(cover for one in same for cover in one.covers))
        for key, same in by_key(found)
    }
    for source in found:
        for cover in source.covers:
            if cover not in known:
                problem = f"it covers {cover!r}, which no file explains"
                yield Fault(
                    placed(source.file, source.key, cover), source.key, problem, "the key of an entry"
                )
    yield from _circles(known)


def _circles(known: Mapping[str, tuple[VocabularyFile, Sequence[str]]]) -> Iterator[Fault]:
    done: set[str] = set()
    for start in known:
        path = _circle_from(start, (), known, done)
        if path:
            done.update(path)
            problem = "they cover one another: " + " > ".join(path)
            place = placed(known[path[0]][0], path[0], path[1])
            yield Fault(place, path[0], problem, "covers that lead nowhere back")


def _circle_from(
    key: str,
    path: tuple[str, ...],
    known: Mapping[str, tuple[VocabularyFile, Sequence[str]]],
    done: set[str],
) -> tuple[str, ...]:
    """The first circle that is met from here, its beginning repeated at its end; empty when there is none."""
    if key in path:
        return (*path[path.index(key) :], key)
    if key in done or key not in known:
        return ()
    for cover in known[key][1]:
        circle = _circle_from(cover, (*path, key), known, done) if cover != key else ()
        if circle:
            return circle
    done.add(key)
    return ()
