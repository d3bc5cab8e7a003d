"""Puts the files of the vocabulary together as the plain data that a Vocabulary is made of. Pure: no I/O."""

from collections.abc import Iterator, Sequence

from bot.errors import ConfigurationError, Fault
from bot.extraction.tokens import phrase
from bot.extraction.vocabulary import EntryKind, Proof
from bot.extraction.vocabulary_files import Source, VocabularyFile, by_key, sources
from bot.extraction.vocabulary_lint import SKILLS, faults_of_entries, faults_of_shape, placed

KINDS = {
    EntryKind.LEVEL: "levels",
    EntryKind.ROLE: "roles",
    EntryKind.SKILL: SKILLS,
    EntryKind.WORKPLACE: "workplaces",
    EntryKind.EMPLOYMENT: "employment",
}
"""The kinds of entries with the sections that hold them."""

_CAREFUL = (("case", Proof.CASE), ("proof", Proof.CONTEXT), ("spoken", Proof.SPOKEN))

EntryData = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]
"""The fields of an Entry, as plain data."""
FormData = tuple[tuple[str, ...], str | None, int, tuple[str, ...], bool]
"""The fields of a SkillForm, as plain data."""


def compile_entries(files: Sequence[VocabularyFile]) -> tuple[list[EntryData], list[FormData]]:
    """The entries of all kinds and the spellings of skills. Raises ConfigurationError with every fault."""
    faults = faults_of_files(files)
    if faults:
        raise ConfigurationError(faults)
    entries: list[EntryData] = []
    for kind, section in KINDS.items():
        found = list(by_key(sources(files, section)))
        covers = {key: _covers(key, same) for key, same in found}
        for key, same in found:
            aliases = tuple(dict.fromkeys(one for source in same for one in _spellings(source)))
            name = next((source.name for source in reversed(same) if source.name), key)
            covered = _reached(key, covers) if kind is EntryKind.SKILL else covers[key]
            entries.append((kind.value, key, name, aliases, covered))
    return entries, list(_forms(files))


def faults_of_files(files: Sequence[VocabularyFile]) -> tuple[Fault, ...]:
    """Everything that is wrong in the files, or between them."""
    misshapen = tuple(fault for file in files for fault in faults_of_shape(file, KINDS.values()))
    if misshapen:
        return misshapen
    return tuple(
        fault
        for section in KINDS.values()
        for fault in (*_removals(files, section), *faults_of_entries(sources(files, section), section))
    )


def _removals(files: Sequence[VocabularyFile], section: str) -> Iterator[Fault]:
    ours = {key for file in files if not file.own for key in file.section(section)}
    for file in files:
        for key, spec in file.section(section).items():
            if spec is False and key not in ours:
                yield Fault(
                    placed(file, key), key, "it is taken away, but no file explains it", "the key of an entry"
                )


def _spellings(source: Source) -> Iterator[str]:
    for spellings in source.lists.values():
        yield from spellings


def _covers(key: str, same: Sequence[Source]) -> tuple[str, ...]:
    """What an entry says that it covers; only itself where it says nothing."""
    said = tuple(cover for source in same for cover in source.covers)
    return said or (key,)


def _reached(key: str, covers: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A skill with all that it covers and all that those cover."""
    reached = [key]
    for one in reached:
        reached += [cover for cover in covers[one] if cover not in reached]
    return tuple(reached)


def _forms(files: Sequence[VocabularyFile]) -> Iterator[FormData]:
    for file in files:
        for stop in file.content.get("stops", ()):
            yield phrase(stop), None, Proof.NONE.value, (), False
    for key, same in by_key(sources(files, SKILLS)):
        yield from _forms_of(key, same)


def _forms_of(key: str, same: Sequence[Source]) -> Iterator[FormData]:
    """The key itself is a spelling that needs no proof unless `case` or `proof` names it."""
    topic = next((source.topic for source in reversed(same) if source.topic is not None), False)
    careful = {
        spelling: proof
        for source in same
        for field, proof in _CAREFUL
        for spelling in source.lists.get(field, ())
    }
    guarded = {phrase(spelling) for spelling in careful}
    plain = dict.fromkeys([key, *(one for source in same for one in source.lists.get("aliases", ()))])
    for spelling in plain:
        if phrase(spelling) not in guarded:
            yield phrase(spelling), key, Proof.NONE.value, (), topic
    written: dict[tuple[tuple[str, ...], Proof], list[str]] = {}
    for spelling, proof in careful.items():
        written.setdefault((phrase(spelling), proof), []).append(spelling)
    for (words, proof), spellings in written.items():
        yield words, key, proof.value, tuple(spellings), topic
    for source in same:
        for stop in source.stops:
            yield phrase(stop), None, Proof.NONE.value, (), False
