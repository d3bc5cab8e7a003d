"""Finds plain words about the level of the job in its text, and leaves those about colleagues alone."""

import re

from bot.domain.opening import Level
from bot.extraction.cue_lines import matches
from bot.extraction.level_titles import NUMERALS
from bot.extraction.sheet import Found, clip

_LEVEL = (
    r"(?P<level>entry[- ]level|early[- ]career|junior|jr\.?|graduate|mid(?:dle)?[- ]?level|mid|medior"
    r"|intermediate|senior|sr\.?|staff|principal|lead)"
)
_SECOND = (
    r"(?:\s?(?:/|,|or|and|to|&|-)\s?(?P<second>junior|mid(?:[- ]level)?|medior|senior|staff|principal|lead))?"
)
_NOUN = (
    r"(?:engineers?|developers?|designers?|scientists?|analysts?|architects?|programmers?"
    r"|consultants?|researchers?|specialists?|sre|swe|administrators?|"
    r"managers?|recruiters?|writers?|testers?|hires?|positions?|roles?|contributors?|ics?"
    r"|level|candidates?|professionals?|builders?)"
)
_HIRING = (
    r"(?:looking for|seeking|hiring|searching for|search of|recruiting|in need of|need"
    r"|join (?:us|our team|\w+) as|we want|as (?:our|a|an|the)|as our (?:next|first)|this is"
    r"|you are|you will be|you'll be|you['\u2019]re|expected to (?:be|act as|serve as)|role of"
    r"|position of|suchen|for (?:the|an?"
    r"|our)|open(?:ing)? for)"
)
_WANTED = re.compile(
    rf"\b{_HIRING}\s(?:(?:an?|our|the|some|several|two|one|next|first|more|experienced|talented"
    rf"|passionate|motivated|skilled|strong|great|exceptional|new|highly|full-time|remote"
    rf"|hands-on|ambitious|dedicated|founding"
    rf"|and)\s){{0,4}}{_LEVEL}{_SECOND}\s(?:[\w/+#.&()-]+\s){{0,4}}?{_NOUN}\b",
    re.IGNORECASE,
)
_IS_LEVEL = re.compile(
    rf"\b(?:this is|which is|it(?:'s| is)|at|graded|(?:post|role|job|position) is) (?:an? )?"
    rf"{_LEVEL}{_SECOND}[- ](?:level )?(?:role|position"
    rf"|job|opportunity|opening|post|level)\b"
    rf"|\b(?:experience|seniority|career|job"
    rf"|position)?\s?level\s?[:\u2013-]\s?(?P<stated>entry[- ]level|entry|junior|graduate"
    rf"|mid(?:dle)?(?:[- ]senior)?(?:[- ]level)?|senior|staff|principal|lead)\b"
    rf"|\bseniority\s?[:\u2013-]\s?(?P<seniority>junior|mid|regular|senior|staff|principal"
    rf"|lead)\b|\b(?P<own>entry|mid|senior|junior|staff)[- ]level (?:role|position|job"
    rf"|opportunity|ic)\b",
    re.IGNORECASE,
)
_BEGINNERS = re.compile(
    r"\b(?:new|recent|fresh|university|college) grad(?:uate)?s?(?: are| is)? (?:welcome"
    r"|encouraged|ok\b|considered|to apply|can apply)|\b(?:ideal|great|perfect|suitable"
    r"|open) (?:role |position |job |opportunity )?(?:for|to) (?:a |an )?(?:recent|new"
    r"|fresh) grad|\bno (?:prior |previous "
    r"|professional )?(?:work )?experience (?:is )?(?:required|necessary|needed)\b"
    r"|\b(?:fresh|recent) graduates? (?:are )?welcome|\bhiring (?:[\w-]+ ){0,3}(?:new "
    r"|recent )?(?:graduates|grads)\b|\bentry[- ]level (?:role|position|job"
    r"|candidates|opportunity|engineers?|developers?)"
    r"|\bberufseinsteiger\w* (?:sind )?willkommen|\bnew grads? (?:ok|welcome)",
    re.IGNORECASE,
)
_PAY_LEVELS = re.compile(
    r"(?:^|[|\n;,\u2022])\s*[-*\u2022]?\s*(?P<level>junior|jr|mid|regular|middle|senior|sr"
    r"|expert|staff|principal"
    r"|lead)\b\s?[:\u2013-]?\s{0,2}(?:level)?[:\s]{0,2}(?=[$\u20ac\u00a3]?\s?\d[\d\s.,]{2,})",
    re.IGNORECASE | re.MULTILINE,
)
_PAY_STEPS = re.compile(
    r"^[^\n:]{0,40}?\b(?:level|engineer|analyst|developer|scientist|designer|technician|specialist)\s"
    r"(?P<step>i{1,3}|iv|[1-4])\s?[:\u2013-]\s?(?=(?:usd|eur|gbp)?\s?[$\u20ac\u00a3]?\s?\d[\d\s.,]{2,})",
    re.IGNORECASE | re.MULTILINE,
)
"""Steps of a ladder, each with its pay ("Level 1: $90,000 - $110,000")."""
_NO_HIRE = re.compile(
    r"\b(?:mentor\w*|guid\w+|coach\w*|report\w* (?:directly )?to|work\w* (?:closely )?(?:with"
    r"|alongside|under)|collaborat\w+|support(?:ed|ing)?|led by|join(?:ing)? a team|alongside"
    r"|help\w*|train\w*|manag\w+|supervis\w+|advis\w+|partner\w*|between|from|unlike|not|no"
    r"|group led|team of|assist\w*|whether)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_KEYS = {
    "entry": Level.JUNIOR, "early": Level.JUNIOR, "junior": Level.JUNIOR, "jr": Level.JUNIOR,
    "graduate": Level.JUNIOR,
    "mid": Level.MID, "middle": Level.MID, "medior": Level.MID, "regular": Level.MID,
    "intermediate": Level.MID, "senior": Level.SENIOR, "sr": Level.SENIOR, "expert": Level.SENIOR,
    "staff": Level.STAFF, "principal": Level.PRINCIPAL, "lead": Level.LEAD,
}  # fmt: skip
_MANAGES = re.compile(
    r"\bdirect reports\b(?! to)|\b(?:manag\w+|lead(?:ing)?|supervis\w+|build(?:ing)?"
    r"|hir\w+) (?:and (?:\w+ )?)?(?:(?:a|the|our|your) )?(?:(?:\w+[- ]?){0,3})team of\b"
    r"|\bpeople (?:management|leader)\b|\bmanage (?:a team|people|\w+ (?:engineers|people|managers"
    r"|analysts))\b|\bperformance reviews\b|\bpeople manager\b|\bline manag\w+"
    r"|\bhire,? (?:coach|train|manage|develop|mentor)\w*|\brecruit,? (?:and )?(?:hire|coach"
    r"|train|manage|develop|mentor)\w*",
    re.IGNORECASE,
)
_PIECES = ("entry", "early", "junior", "jr", "graduate", "mid", "medior", "intermediate", "regular", "expert",
           "senior", "sr", "staff", "principal", "lead")  # fmt: skip
_STEP_PIECES = (
    "level",
    "engineer",
    "analyst",
    "developer",
    "scientist",
    "designer",
    "technician",
    "specialist",
)
_BEGINNER_PIECES = ("grad", "entry", "experience", "berufseinsteiger")
_AT_LEAST = 2


def levels_in_text(text: str) -> tuple[Found[Level], ...]:
    """Levels that the text plainly says the job has."""
    for rule in (_IS_LEVEL, _WANTED):
        for match in matches(rule, text, _PIECES):
            if _NO_HIRE.search(text[max(0, match.start() - 60) : match.start()]):
                continue
            named = {_level(value): key for key, value in match.groupdict().items() if value}
            return tuple(
                Found(value=level, words=_said(match, key), field="body") for level, key in named.items()
            )
    paid = {_level(match["level"]): match for match in matches(_PAY_LEVELS, text, _PIECES)}
    if len(paid) >= _AT_LEAST:
        return tuple(Found(value=level, words=match["level"], field="body") for level, match in paid.items())
    steps = {NUMERALS[match["step"].lower()]: match for match in matches(_PAY_STEPS, text, _STEP_PIECES)}
    if len(steps) >= _AT_LEAST:
        return tuple(
            Found(value=level, words=clip(match.group()).rstrip(" :-\u2013"), field="body")
            for level, match in steps.items()
        )
    beginner = next(matches(_BEGINNERS, text, _BEGINNER_PIECES), None)
    if beginner is not None:
        return (Found(value=Level.JUNIOR, words=beginner.group(), field="body"),)
    return ()


def _said(match: re.Match[str], key: str) -> str:
    """From the level word on: "senior Go developer"; a label keeps its name ("Seniority: mid")."""
    whole = key in {"stated", "seniority"}
    return clip(match.group() if whole else match.string[match.start(key) : match.end()])


def manages_people(text: str) -> bool:
    """Whether the duties include managing people."""
    return _MANAGES.search(text) is not None


def _level(word: str) -> Level:
    return _KEYS[word.lower().split("-")[0].split(" ")[0].rstrip(".").removesuffix("level")]
