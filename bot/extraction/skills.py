"""Which skills a posting names, and how strongly: in the title, as part of the job, in passing, negated.

One pass over the words finds all spellings; those that are also ordinary words must be proven by what
stands around them (`skill_proof`), and each is weighed by its sentence and section (`skill_strength`).
"""

from collections.abc import Iterable, Sequence

from bot.domain.opening import Evidence, SkillMention, Strength
from bot.extraction.skill_candidates import Candidate, candidates
from bot.extraction.skill_names import named_beside
from bot.extraction.skill_proof import Proven, proven
from bot.extraction.skill_strength import Weighed, weigh
from bot.extraction.tokens import phrase, words_of
from bot.extraction.vocabulary import Vocabulary

_STRENGTHS = tuple(Strength)
_LONGEST_EVIDENCE = 120


def find_skills(
    title: str,
    text: str,
    tags: tuple[str, ...],
    vocabulary: Vocabulary,
    *,
    company: str | None = None,
    repeated: frozenset[str] = frozenset(),
) -> tuple[tuple[SkillMention, ...], tuple[Evidence, ...]]:
    """Each skill once with its strongest mention, in order of appearance, and the words that name it there.

    `text` is plain text with line breaks. Tags are what the source lists as keywords; they count as
    part of the job, but where the text says so too its words are better ones. A skill that bears the
    employer's own name is named in passing at most, unless it is in the title or listed among others; so is
    what only the paragraphs that the company repeats (`repeated_paragraphs`) name and nothing asks for.
    """
    found: dict[str, tuple[Strength, Evidence]] = {}
    for skill, words in _in_title(title, vocabulary):
        _keep(found, skill, Strength.TITLE, _evidence(skill, words, "title"))
    own_name = phrase(company or "")
    for weighed in _in_text(text, vocabulary, repeated, own_name):
        strength = weighed.strength
        if (
            strength is Strength.CORE
            and own_name
            and phrase(text[weighed.start : weighed.end])
            == own_name[: len(phrase(text[weighed.start : weighed.end]))]
        ):
            strength = Strength.PASSING
        words = text[weighed.start : weighed.end]
        _keep(found, weighed.skill, strength, _evidence(weighed.skill, words, "body"))
    for skill, words in _in_tags(tags, vocabulary):
        _keep(found, skill, Strength.CORE, _evidence(skill, words, "tags"))
    mentions = tuple(SkillMention(name=skill, strength=strength) for skill, (strength, _) in found.items())
    return mentions, tuple(evidence for _, evidence in found.values())


def _keep(
    found: dict[str, tuple[Strength, Evidence]], skill: str, strength: Strength, evidence: Evidence
) -> None:
    known = found.get(skill)
    if known is None or _STRENGTHS.index(strength) < _STRENGTHS.index(known[0]):
        found[skill] = (strength, evidence)


def _evidence(skill: str, words: str, field: str) -> Evidence:
    return Evidence(facet="skills", value=skill, words=words[:_LONGEST_EVIDENCE], field=field)


def _in_title(title: str, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    words = words_of(title)
    for each in proven(title, candidates(title, words, vocabulary), vocabulary, in_title=True):
        yield each.skill, title[each.start : each.end]


def _in_tags(tags: Sequence[str], vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """A tag is one thing: the whole of it must be a spelling, in whatever case."""
    for tag in tags:
        words = words_of(tag)
        for candidate in candidates(tag, words, vocabulary, any_case=True):
            if candidate.skill and candidate.first == 0 and candidate.last == len(words):
                yield candidate.skill, tag


def _in_text(
    text: str, vocabulary: Vocabulary, repeated: frozenset[str], own_name: Sequence[str]
) -> Sequence[Weighed]:
    words = words_of(text)
    found: Sequence[Candidate] = candidates(text, words, vocabulary)
    shown: Sequence[Proven] = proven(text, found, vocabulary)
    weighed = weigh(text, shown, repeated)
    return (*weighed, *named_beside(text, weighed, vocabulary, own_name))
