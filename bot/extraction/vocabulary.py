"""What the words of job language mean: entries for queries, spellings of skills for texts. Pure values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from bot.extraction.gazetteer import Gazetteer
from bot.extraction.tokens import phrase

_SHORTEST_TYPO = 3
_LIKE_ENOUGH = 75


class EntryKind(StrEnum):
    """What a word of a query can be."""

    LEVEL = "level"
    ROLE = "role"
    SKILL = "skill"
    WORKPLACE = "workplace"
    EMPLOYMENT = "employment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One meaning. `key` is canonical ("Go", "backend", "senior+"), `name` is shown ("backend engineer").

    `covers` are the keys of the same kind that satisfy a query for this one, itself first where it is a
    value that a posting can have: `software` covers `backend`, `senior+` covers `staff`.
    """

    kind: EntryKind
    key: str
    name: str
    aliases: tuple[str, ...]
    covers: tuple[str, ...]


class Proof(IntEnum):
    """What a text must show before a spelling means the skill.

    NONE: the word alone. CASE: written exactly so, and not merely because a sentence begins there.
    CONTEXT: written exactly so, and job language around it (a list of skills, "in Go", "Go developer").
    SPOKEN: as CONTEXT, for the language that work is done in anyway: "communicates well in English" is no
    more than that, unless another language stands beside it.
    """

    NONE = 0
    CASE = 1
    CONTEXT = 2
    SPOKEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillForm:
    """A spelling of a skill as its folded words. `skill` None: a phrase that names none ("go to market").

    `written` are the exact spellings that count where `proof` asks for one. `topic`: a field of work as
    much as a skill ("AI"), so that only being asked for makes it part of the job.
    """

    words: tuple[str, ...]
    skill: str | None
    proof: Proof = Proof.NONE
    written: tuple[str, ...] = ()
    topic: bool = False


class Vocabulary:
    """All entries, the spellings of skills filed under their first word, and the places."""

    def __init__(
        self, entries: Iterable[Entry], skill_forms: Iterable[SkillForm], gazetteer: Gazetteer
    ) -> None:
        self.gazetteer = gazetteer
        self._entries = tuple(entries)
        self._by_key = {(entry.kind, entry.key): entry for entry in self._entries}
        self._by_spelling = _by_spelling(self._entries)
        self._most_words = max((spelling.count(" ") + 1 for spelling in self._by_spelling), default=0)
        forms = tuple(skill_forms)
        self.skill_forms: Mapping[str, tuple[SkillForm, ...]] = _by_first_word(forms)
        self.single_forms: Mapping[str, SkillForm] = _single(self.skill_forms.values())
        self.longer_forms: Mapping[tuple[str, ...], Sequence[SkillForm]] = _longer(self.skill_forms.values())
        """Spellings of several words by the first two of them, longest first."""
        self.spelled_out = frozenset(
            (form.skill, "".join(word[0] for word in form.words).upper())
            for form in forms
            if form.skill is not None and len(form.words) > 1
        )
        """Skills with the acronyms whose full words are spellings of theirs: ("AWS", "AWS")."""
        self._words: tuple[str, ...] | None = None

    def entry(self, kind: EntryKind, key: str) -> Entry | None:
        """The entry with exactly this key."""
        return self._by_key.get((kind, key))

    def entries(self, kind: EntryKind) -> tuple[Entry, ...]:
        """All entries of a kind, in the order of the files."""
        return tuple(entry for entry in self._entries if entry.kind is kind)

    def entries_at(self, words: Sequence[str], at: int) -> tuple[tuple[Entry, int], ...]:
        """The entries that begin at `words[at]`, longest first, each with the number of words it takes.

        Words are as a person types them in a query: "full-stack" and "full stack" are the same.
        """
        found: list[tuple[Entry, int]] = []
        for taken in range(min(self._most_words, len(words) - at), 0, -1):
            spelling = query_spelling(words[at : at + taken])
            found += [(entry, taken) for entry in self._by_spelling.get(spelling, ())]
        return tuple(found)

    def suggest(self, word: str) -> str | None:
        """The spelling of the vocabulary that is nearest to a mistyped word; None when none is near."""
        typed = word.strip().lower()
        if len(typed) < _SHORTEST_TYPO:
            return None
        near = process.extract(
            typed, self._spellings(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=20
        )
        allowed = 1 if len(typed) <= _SHORTEST_TYPO + 1 else 2
        ranked = sorted(
            (DamerauLevenshtein.distance(typed, spelling), -score, at) for spelling, score, at in near
        )
        if not ranked or not 0 < ranked[0][0] <= allowed:
            return None
        return self._spellings()[ranked[0][2]]

    def _spellings(self) -> tuple[str, ...]:
        if self._words is None:
            names = (name for entry in self._entries for name in (entry.key, *entry.aliases))
            self._words = tuple(
                dict.fromkeys([name.lower() for name in names] + list(self.gazetteer.names()))
            )
        return self._words


def _by_spelling(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    filed: dict[str, dict[tuple[EntryKind, str], Entry]] = {}
    for entry in entries:
        for spelling in (entry.key, entry.name, *entry.aliases):
            filed.setdefault(query_spelling([spelling]), {})[(entry.kind, entry.key)] = entry
    return {spelling: tuple(found.values()) for spelling, found in filed.items()}


def query_spelling(words: Sequence[str]) -> str:
    """Words as they are filed; a final plus ("senior+") is part of the word, where it is one of a kind."""
    typed = " ".join(words).strip()
    plus = "+" if typed.endswith("+") and not typed.endswith("++") else ""
    return " ".join(phrase(typed)) + plus


def _by_first_word(forms: Iterable[SkillForm]) -> dict[str, tuple[SkillForm, ...]]:
    """Filed by first word, longest first; of equal words, a phrase that names nothing goes first."""
    filed: dict[str, list[SkillForm]] = {}
    for form in forms:
        if form.words:
            filed.setdefault(form.words[0], []).append(form)
    for same in filed.values():
        same.sort(key=lambda form: (-len(form.words), form.skill is not None))
    return {word: tuple(same) for word, same in filed.items()}


def _single(filed: Iterable[Sequence[SkillForm]]) -> dict[str, SkillForm]:
    return {forms[-1].words[0]: next(form for form in forms if len(form.words) == 1)
            for forms in filed if len(forms[-1].words) == 1}  # fmt: skip


def _longer(filed: Iterable[Sequence[SkillForm]]) -> dict[tuple[str, ...], list[SkillForm]]:
    longer: dict[tuple[str, ...], list[SkillForm]] = {}
    for forms in filed:
        for form in forms:
            if len(form.words) > 1:
                longer.setdefault(form.words[:2], []).append(form)
    return longer
