"""Weighs the mentions of skills in a text: part of the job, in passing, or negated, by sentence and section."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.opening import Strength
from bot.extraction.skill_proof import Proven

_SENTENCE_END = re.compile(
    r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)[.!?](?=\s+[A-Z\"(\u201c]|\s*$|\s*\n)|\n|;\s|\s[•]\s"
)
_HEADING = re.compile(r"^[^\w\n]*([A-Z][^\n.!?]{1,60}?)[:\s*_]*$", re.MULTILINE)
_BOILERPLATE = re.compile(
    r"(?:more )?(?:about (?!you|the (?:role|job|position|team|work|opportunity))(?:us|the company|our company|[\w&.' -]{2,30})"
    r"|who we are|our (?:story|mission|values|culture|company|benefits|customers|clients|investors)|company (?:overview|description|profile)"
    r"|(?:our )?(?:benefits|perks).{0,30}|what we offer.{0,20}|what's in it for you.{0,10}|why (?:join|work|us|you).{0,40}|we offer"
    r"|equal (?:employment )?opportunit.{0,30}|compensation.{0,30}|privacy.{0,30}|how to apply.{0,20}|(?:the )?interview process.{0,20})",
    re.IGNORECASE,
)
_OF_THE_JOB = re.compile(
    r"\b(?:stack|built (?:with|on|in|using)|we use|we're using|we write|technolog(?:y|ies)|experience|you(?:'ll| will)|written in)\b",
    re.IGNORECASE,
)

_NOT = re.compile(
    r"\b(?:no|not|never|without|don['\u2019]t|doesn['\u2019]t|isn['\u2019]t|aren['\u2019]t|won['\u2019]t|nor|neither|cannot|can['\u2019]t)\b"
    r"(?! (?:only|just|limited|merely|afraid|shy|necessarily|exclusively|least|longer than|matter|doubt|later|more than|less than|restricted))"
    r"(?P<between>[^.;:!?]{0,45})$",
    re.IGNORECASE,
)
_NOT_ENDS = re.compile(
    r",| but | and (?:you|we|our|the) |\b(?:because|since|until|if|instead|rather|when|who|which|that|so)\b"
)
_AWAY = re.compile(
    r"(?:\b(?:away from|off of|instead of|rather than|in place of|unlike|opposed to|replac(?:e|es|ed|ing)|retir(?:e|ed|es|ing)|sunset(?:ting)?"
    r"|deprecat(?:e|ed|es|ing)|phas(?:e|ed|es|ing) out|got rid of|get(?:ting)? rid of|dropp?(?:ed|ing)|left|goodbye to|moved? off|moving off"
    r"|migrat(?:e|ed|ing) off|formerly|no longer)\b)(?: (?:the|our|a|an|old|legacy|from|use|using|its|of|their|all|last))*"
    r"(?: [\w.+#/-]+,?){0,2}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:mov|migrat|transition|switch|port|rewrit|convert|com)\w*(?: [\w-]+){0,4} from(?: (?:the|our|an?|old|legacy))*(?: [\w.+#/-]+,?){0,2}\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^[^.;:!?,]{0,40}?\b(?:(?:is|are|was|were) (?:not|no longer|never)|isn['\u2019]t|aren['\u2019]t|not) "
    r"(?:strictly |really |actually )?(?:required|needed|necessary|used|expected|a requirement|part of|asked|involved|wanted|a must|our|relevant)",
    re.IGNORECASE,
)
_STILL_WELCOME = re.compile(
    r"\b(?:but|though|although|however|yet)\b[^.]{0,40}\b(?:plus|help\w*|nice|bonus|welcome|advantage|preferred|desirable|good|great|beneficial)\b"
    r"|\b(?:teach|learn|train)\w*\b",
    re.IGNORECASE,
)

_OTHERS_USE = re.compile(
    r"\b(?:(?:our|their|these|those|many|most|some|its|his|her|whose|enterprise|of the) )?(?:customers?|clients|partners?|competitors?|applicants|vendors?|suppliers?|former employers?)\b"
    r"(?: [\w,'\u2019-]+){0,6}? (?:use|uses|used|using|run|runs|running|rely|relies|have|deploy|build|builds|built|work|such as|including|like|include|includes|already|choose|want|who|are on|on|with|from)\b"
    r"|\b(?:trusted by|used by|loved by|backed by|invested in by|funded by|investors|companies (?:like|such as|including)|brands (?:like|such as|including)"
    r"|alumni|ex-|previously (?:at|built|worked)|founders? (?:of|from)|came from|come from|joined (?:us )?from|background(?:s)? (?:at|from)|formerly|founded by|acquired by"
    r"|sponsors? of|competes? with|competing with|alternative to|similar to)\b",
    re.IGNORECASE,
)
_INTEGRATES = re.compile(
    r"\b(?:we|it|they|product|platform|app|tool|software|solution|which|that|customers)\b[^.;]{0,40}"
    r"\b(?:integrat(?:e|es|ed) (?:\w+ )?(?:with|into)|connects? (?:to|with)|works? with|plugs? into|syncs? with|is compatible with|imports? from|exports? to)\b|\b(?:plugins?|connectors?) for\b",
    re.IGNORECASE,
)
_OTHER_TEAM = re.compile(
    r"\b(?:(?:an|the|our)?\s?(?:other|another|separate|different|sister|neighbou?ring|dedicated|infrastructure|platform|operations|web|mobile|data|backend|frontend|hosting|agency|partner) (?:team|group|department|company|agency|colleagues)"
    r"|(?:other|another|the other) (?:teams?|colleagues|people|half)|colleagues (?:in|from|at|of)|somebody else|someone else|contractors?|team next door|team (?:upstairs|downstairs|across))\b"
    r"(?! (?:with|and|to|on|you|using|in the)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:some of us|many of us|(?:former|previous|earlier|past|old) (?:jobs?|li(?:fe|ves)|companies|employers?|careers?))\b",
    re.IGNORECASE,
)
_WANTED_BEFORE = re.compile(
    r"\b(?:experience\w*|knowledge|proficien\w+|familiar\w*|expertise|skill(?:s|ed)|background|understanding|fluen\w+|certifi\w+"
    r"|hands-on|track record|comfortable|degree|grasp|command|exposure|practitioner|expert|specialist|trained|mastery)\b"
    r"(?: \w+){0,3} (?:in|with|of|on|to|using|across|as|building)\b[^.;:]*$",
    re.IGNORECASE,
)
_WANTED_AFTER = re.compile(
    r"^(?:[\w\s,/]{0,25}?)\b(?:experience|skills|expertise|background|knowledge|proficiency)\b", re.IGNORECASE
)
_NEAR = 70
_ASKS = re.compile(
    r"\b(?:you(?:r|'ll|\u2019ll)?|experience\w*|knowledge|proficien\w+|familiar\w*|expertise|skills?|required?|must|plus|bonus|ideal(?:ly)?|candidate|looking for|understanding|fluent|preferred|nice to have|asked for)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mention with its strength; CORE, PASSING or NEGATED."""

    skill: str
    strength: Strength
    start: int
    end: int


def weigh(text: str, mentions: Sequence[Proven]) -> tuple[Weighed, ...]:
    """The mentions with their strengths, in order."""
    if not mentions:
        return ()
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    boilerplate = _boilerplate(text)
    weighed = []
    runs = Counter(mention.run for mention in mentions if not mention.topic)
    at = 0
    previous: tuple[int, Strength, int] | None = None
    for mention in mentions:
        while ends[at + 1] < mention.end:
            at += 1
        before, after = text[ends[at] : mention.start], text[mention.end : ends[at + 1]]
        strength = _strength(before, after)
        if strength is Strength.CORE and _listed_with(previous, mention, ends[at]):
            strength = previous[1] if previous else strength
        if strength is Strength.CORE and mention.topic and not _wanted(mention, before, after, runs):
            strength = Strength.PASSING
        previous = (mention.run, strength, mention.start)
        if strength is Strength.CORE and any(start <= mention.start < end for start, end in boilerplate):
            strength = Strength.CORE if _OF_THE_JOB.search(before + after) else Strength.PASSING
        weighed.append(Weighed(mention.skill, strength, mention.start, mention.end))
    return tuple(weighed)


def _wanted(mention: Proven, before: str, after: str, runs: Mapping[int, int]) -> bool:
    """A field of work is part of the job where it is asked for, or listed among skills."""
    near = before[-_NEAR:]
    return (
        _WANTED_BEFORE.search(near) is not None
        or _WANTED_AFTER.match(after) is not None
    )


def _listed_with(previous: tuple[int, Strength, int] | None, mention: Proven, sentence_start: int) -> bool:
    """In one list, what is said of the first holds for the rest ("no Java, PHP or Perl")."""
    return (
        previous is not None
        and previous[0] == mention.run
        and previous[2] >= sentence_start
        and previous[1] is not Strength.CORE
    )


def _strength(before: str, after: str) -> Strength:
    if _negated(before, after):
        return Strength.NEGATED
    clause = before + after
    if _FROM.search(before):
        return Strength.PASSING
    if _OTHERS_USE.search(before) and not _asked(clause):
        return Strength.PASSING
    if _INTEGRATES.search(before) and not _asked(clause):
        return Strength.PASSING
    if _PAST.search(clause):
        return Strength.PASSING
    if _OTHER_TEAM.search(clause) and not _asked(clause):
        return Strength.PASSING
    return Strength.CORE


def _asked(clause: str) -> bool:
    return _ASKS.search(clause) is not None


def _negated(before: str, after: str) -> bool:
    if _STILL_WELCOME.search(after):
        return False
    if _NOT_AFTER.match(after):
        return True
    if _AWAY.search(before):
        return True
    found = _NOT.search(before)
    return found is not None and _NOT_ENDS.search(found["between"]) is None


def _boilerplate(text: str) -> tuple[tuple[int, int], ...]:
    """The spans under headings such as "About us" or "Benefits"."""
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(text)]
    spans = [
        (start, following)
        for (start, heading), (following, _) in pairwise([*headings, (len(text), "")])
        if _BOILERPLATE.fullmatch(heading.strip())
    ]
    return tuple(spans)
