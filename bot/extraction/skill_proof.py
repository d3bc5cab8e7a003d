"""Decides whether a spelling that is also an ordinary word means the skill: by case, lists, and cues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.extraction.skill_candidates import Candidate
from bot.extraction.tokens import phrase
from bot.extraction.vocabulary import Proof, Vocabulary

_BETWEEN = re.compile(
    r"(?:[\s,/|;&+•·()\[\]\u2013\u2014:*\"'\u2019-]|\b(?:and|or|nor|like|such|as|e\.?g\.?|i\.?e\.?"
    r"|either|both|plus"
    r"|including|preferably|ideally|especially|well|also|then|some|with|using|on|in|into|is|a)\b\.?)+",
    re.IGNORECASE,
)
_STRONG_SEPARATOR = re.compile(r"[,/|;&+•·()\n]|\b(?:and|or)\b")
_ONE_UNKNOWN = re.compile(r"\s?[,/|•]\s?(?:and |or )?[\w.+#/&-]+(?: [\w.+#-]+){0,2}\s?[,/|•]\s?(?:and |or )?")
_LONGEST_BETWEEN = 40
_BEFORE = re.compile(
    r"(?:\d ?%|\b(?:in|using|via|programming|coding|learn|learning|know|idiomatic|modern|advanced"
    r"|proficient|production)"
    r"|\b(?:experience[d]?|proficien\w+|knowledge|familiar\w*|expertise|expert|fluen\w+|background"
    r"|skills?|skilled|comfortable"
    r"|comfort|communicat\w+|communicate|spoken|written|conversational|verbal|hands-on|work(?:ing)?|command|understanding|exposure|interest|passion|mastery|develop\w*"
    r"|building|built"
    r"|written|implemented|developed|powered|years?|tools?|languages?|frameworks?|automated|managed"
    r"|configured|kept|configuration|automation|provisioning|deployments?|services?|apps?|pages|scripts"
    r"|tests|dashboards|firmware|modules)"
    r"(?: \w+)? (?:in|with|of|on|by|for|to|as|like)"
    r"|\b(?:client|server|side|front-?end|back-?end|stack|language|code|codebase|app|application|site"
    r"|wiki|interface|framework|engine|core|database|editor)\b(?: \w+)? (?:is|are)(?: all| mostly"
    r"| mainly)?"
    r"|\b(?:tools?|software|systems|platforms?|frameworks?|languages?|libraries|technologies|products|suites?)"
    r"(?: \w+)?,?\s?\((?:e\.? ?g\.?,?|i\.? ?e\.?,?|such as|like|including|ex\.?:?|for example,?)?"
    r"|\b(?:fluent|native|bilingual|conversational)"
    r"|\b(?:need|needs|use|uses|require|requires|used|write|writes|wrote|adopt\w*|prefer|speak|love|loves)"
    r")\s*(?<=[\s(])[\"'(\u201c*]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\s-]+(?:developers?|dev|devs|engineers?|programmers?|programming|languages?|codebases?|code"
    r"|coding|services?|microservices?"
    r"|backend|back-end|server|applications?|apps?|apis?|sdk|runtime|routines?|frameworks?|librar(?:y"
    r"|ies)|ecosystem|stack"
    r"|experience|skills?|expert|experts|expertise|knowledge|scripts?|scripting|packages?|modules?"
    r"|components?|compilers?|toolchain"
    r"|pipelines?|recipes|cookbooks|client|front-?end|web|projects?|based|native|syntax|plugins?"
    r"|environments?|tooling|workspace"
    r"|clusters?|queries|jobs|workflows|dashboards?|notebooks?|statistical|architect|specialist"
    r"|consultant|guru|ninja"
    r"|principles?|methodolog(?:y|ies)|certifi\w+|speakers?|speaking|fluency|translators?"
    r"|proficiency|repositor(?:y|ies)|bindings|templates|and other languages|or (?:another|similar|other))\b"
    r"|\s(?:is|are) (?:not |also )?(?:required|needed|preferred|used|our|optional|essential|desirable"
    r"|mandatory|a (?:plus|must|bonus))\b"
    r"|\s+\d|[\s]*\([\d.])",
    re.IGNORECASE,
)
_IN_CONVERSATION = re.compile(r"\bcommunicat\w+[^.;:\n]{0,40}$", re.IGNORECASE)
_LABEL_BEFORE = re.compile(r"[\w )]:\s+$")
_LISTED_AFTER = re.compile(r"\s*(?:$|[\n,/|;&().]|and\b|or\b)")
_AMOUNT_BEFORE = re.compile(r"\d[\d.,]*[kK]?\s?$")
_AMOUNT_AFTER = re.compile(r"\s?[$€£]\s?\d")
_CURRENCY_LENGTH = 3
_SENTENCE_START = re.compile(r"(?:^|[.!?:•\n]|[-*] )[\s\"'(\u201c*]*$")
_TECHNICAL_TITLE = re.compile(
    r"\b(?:engineer\w*|developer|dev|programmer|architect|software|stack|backend|back-end|frontend"
    r"|front-end|data|full-?stack"
    r"|consultant|administrator|specialist|analyst|scientist|mobile|web|sre|devops|qa|tester|lead"
    r"|expert|intern|contractor)\b",
    re.IGNORECASE,
)
_TITLE_BOUNDARY = " \t,()[]|/:;&+-\u2013\u2014"
_ACRONYM = re.compile(
    r"((?:[A-Z][\w'-]*(?: |-)(?:of |and |for |the |& )?){1,5}[A-Z]?[\w'-]*) ?\(\"?([A-Z]{2,6})s?\"?\)"
)
_IN_BRACKETS = re.compile(r"\(\"?[A-Z]{2,6}s?\"?\)")
_LONGEST_NAME = 120
_CONTEXT_CHARACTERS = 48


@dataclass(frozen=True, slots=True)
class Proven:
    """A mention of a skill that is meant: characters `start` to `end`; `run` numbers the list it is in."""

    skill: str
    start: int
    end: int
    run: int
    topic: bool = False


def proven(
    text: str, found: Sequence[Candidate], vocabulary: Vocabulary, *, in_title: bool = False
) -> tuple[Proven, ...]:
    """The candidates that are meant, in order."""
    if not found:
        return ()
    foreign = _foreign_acronyms(text, found, vocabulary.spelled_out)
    kept: list[Proven] = []
    for number, run in enumerate(_runs(text, found)):
        meant = _meant(text, run, in_title=in_title)
        kept += [
            Proven(each.skill, each.start, each.end, number, each.topic)
            for each in meant
            if (each.skill, text[each.start : each.end].upper()) not in foreign
        ]
    return tuple(kept)


def _runs(text: str, found: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """The candidates by list: those with nothing but separators, or one unknown item, between them."""
    run = [found[0]]
    for each in found[1:]:
        between = text[run[-1].end : each.start]
        if len(between) <= _LONGEST_BETWEEN and (
            (_BETWEEN.fullmatch(between) and _STRONG_SEPARATOR.search(between))
            or _ONE_UNKNOWN.fullmatch(between)
        ):
            run.append(each)
        else:
            yield run
            run = [each]
    yield run


def _meant(text: str, run: Sequence[Candidate], *, in_title: bool) -> Sequence[Candidate]:
    """A list in which one is sure proves all; so do three that all may be skills, or two that fill a line."""
    sure = [each for each in run if _is_sure(text, each, in_title=in_title)]
    if sure and len(run) > 1:
        return [each for each in run if each in sure or not _possessive(text, each)]
    if len({each.skill for each in run}) > (1 if _fills_line(text, run) else 2):
        return run
    return sure


def _fills_line(text: str, run: Sequence[Candidate]) -> bool:
    """Whether nothing but the list stands on its line: "Ruby and Go"."""
    start, end = text.rfind("\n", 0, run[0].start) + 1, text.find("\n", run[-1].end)
    around = text[start : run[0].start] + text[run[-1].end : end if end >= 0 else len(text)]
    return not any(map(str.isalnum, around))


def _is_sure(text: str, candidate: Candidate, *, in_title: bool) -> bool:
    if candidate.proof is Proof.NONE:
        return True
    before = text[max(0, candidate.start - _CONTEXT_CHARACTERS) : candidate.start]
    after = text[candidate.end : candidate.end + _CONTEXT_CHARACTERS]
    if _possessive(text, candidate) or _is_currency(candidate, before, after):
        return False
    if in_title:
        return _sure_in_title(text, candidate, after)
    if candidate.proof is Proof.SPOKEN and _IN_CONVERSATION.search(before):
        return False
    starts = _SENTENCE_START.search(before) is not None
    if candidate.proof is Proof.CASE and not starts and not _shouted(text, candidate):
        return True
    return _AFTER.match(after) is not None or _cued(before.rpartition("\n")[2], after, candidate)


def _cued(line: str, after: str, candidate: Candidate) -> bool:
    """Whether what stands before it on its line ("written in", "Backend:") makes it a skill."""
    if _LABEL_BEFORE.search(line):
        return _LISTED_AFTER.match(after) is not None
    return _BEFORE.search(line) is not None and not _name_follows(after, candidate)


def _is_currency(candidate: Candidate, before: str, after: str) -> bool:
    """Whether it is what money is counted in: "158,000 CAD"."""
    if candidate.end - candidate.start != _CURRENCY_LENGTH:
        return False
    return _AMOUNT_BEFORE.search(before) is not None or _AMOUNT_AFTER.match(after) is not None


def _possessive(text: str, candidate: Candidate) -> bool:
    """Whether it is a person: "Julia's"."""
    return text[candidate.end : candidate.end + 2] in ("'s", "\u2019s") and candidate.proof >= Proof.CONTEXT


def _name_follows(after: str, candidate: Candidate) -> bool:
    """Whether, as in "in Ada Lovelace's", a capitalised word right behind makes it part of a name."""
    return candidate.proof >= Proof.CONTEXT and re.match(r" [A-Z][a-z]+\b(?! [a-z]+ing\b)", after) is not None


def _shouted(text: str, candidate: Candidate) -> bool:
    """A word in capitals on a line in capitals, so that its case says nothing."""
    spelled = text[candidate.start : candidate.end]
    if not spelled.isupper() or len(spelled) < 2:  # noqa: PLR2004  # one letter is always so
        return False
    start, end = text.rfind("\n", 0, candidate.start) + 1, text.find("\n", candidate.end)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) > len(spelled) + 1 and line.isupper() and " " in line.strip()


@lru_cache(maxsize=64)
def _is_technical(title: str) -> bool:
    return _TECHNICAL_TITLE.search(title) is not None


def _sure_in_title(text: str, candidate: Candidate, after: str) -> bool:
    if _AFTER.match(after):
        return True
    if not _is_technical(text):
        return False
    if candidate.proof is Proof.CASE:
        return True
    before = text[max(0, candidate.start - _CONTEXT_CHARACTERS) : candidate.start].rstrip()
    behind = after.lstrip()
    return (not before or before[-1] in _TITLE_BOUNDARY) and (not behind or behind[0] in _TITLE_BOUNDARY)


def _foreign_acronyms(
    text: str, found: Sequence[Candidate], acronyms: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Acronyms that the text itself spells out as something else: "American Welding Society (AWS)"."""
    capitals = {(each.skill, text[each.start : each.end]) for each in found} & acronyms
    if not capitals:
        return frozenset()
    spelled_out: set[tuple[str, str]] = set()
    brackets = _IN_BRACKETS.finditer(text)
    spelled = (_ACRONYM.search(text, max(0, one.start() - _LONGEST_NAME), one.end()) for one in brackets)
    for match in filter(None, spelled):
        acronym = match[2]
        words = phrase(match[1])
        initials = "".join(word[0] for word in words if word not in ("of", "and", "for", "the")).upper()
        if not initials.endswith(acronym):
            continue
        inside = {each.skill for each in found if match.start(1) <= each.start and each.end <= match.end(1)}
        spelled_out |= {
            (skill, spelled) for skill, spelled in capitals if spelled == acronym and skill not in inside
        }
    return frozenset(spelled_out)
