"""Finds plain words about the level of the job in its text, and leaves those about colleagues alone."""

import re

from bot.domain.opening import Level
from bot.extraction.sheet import Found, around

_LEVEL = r"(?P<level>entry[- ]level|junior|jr\.?|graduate|mid(?:dle)?[- ]?level|mid|medior|intermediate|senior|sr\.?|staff|principal|lead)"
_SECOND = (
    r"(?:\s?(?:/|,|or|and|to|&|-)\s?(?P<second>junior|mid(?:[- ]level)?|medior|senior|staff|principal|lead))?"
)
_NOUN = (
    r"(?:engineers?|developers?|designers?|scientists?|analysts?|architects?|programmers?|consultants?|researchers?|specialists?|sre|swe|administrators?|"
    r"managers?|recruiters?|writers?|testers?|hires?|positions?|roles?|contributors?|ics?|level|candidates?|professionals?)"
)
_HIRING = r"(?:looking for|seeking|hiring|searching for|search of|recruiting|in need of|need|join (?:us|our team|\w+) as|we want|as (?:our|a|an|the)|as our (?:next|first)|this is|you are|you will be|you'll be|you['\u2019]re|role of|position of|suchen|for (?:the|an?|our)|open(?:ing)? for)"
_WANTED = re.compile(
    rf"\b{_HIRING}\s(?:(?:an?|our|the|some|several|two|one|next|first|more|experienced|talented|passionate|motivated|skilled|strong|great|exceptional|new|highly|full-time|remote|hands-on|ambitious|dedicated|founding|and)\s){{0,4}}{_LEVEL}{_SECOND}\s(?:[\w/+#.&()-]+\s){{0,4}}?{_NOUN}\b",
    re.IGNORECASE,
)
_IS_LEVEL = re.compile(
    rf"\b(?:this is|it(?:'s| is)|at) (?:an? )?{_LEVEL}{_SECOND}[- ](?:level )?(?:role|position|job|opportunity|opening|post|level)\b"
    rf"|\b(?:experience|seniority|career|job|position)?\s?level\s?[:\u2013-]\s?(?P<stated>entry[- ]level|entry|junior|graduate|mid(?:dle)?(?:[- ]senior)?(?:[- ]level)?|senior|staff|principal|lead)\b"
    rf"|\bseniority\s?[:\u2013-]\s?(?P<seniority>junior|mid|regular|senior|staff|principal|lead)\b|\b(?P<own>entry|mid|senior|junior|staff)[- ]level (?:role|position|job|opportunity|ic)\b",
    re.IGNORECASE,
)
_BEGINNERS = re.compile(
    r"\b(?:new|recent|fresh|university|college) grad(?:uate)?s?(?: are| is)? (?:welcome|encouraged|ok\b|considered|to apply|can apply)|\b(?:ideal|great|perfect|suitable|open) (?:role |position |job |opportunity )?(?:for|to) (?:a |an )?(?:recent|new|fresh) grad|\bno (?:prior |previous |professional )?(?:work )?experience (?:is )?(?:required|necessary|needed)\b"
    r"|\b(?:fresh|recent) graduates? (?:are )?welcome|\bentry[- ]level (?:role|position|job|candidates|opportunity|engineers?|developers?)|\bberufseinsteiger\w* (?:sind )?willkommen|\bnew grads? (?:ok|welcome)",
    re.IGNORECASE,
)
_PAY_LEVELS = re.compile(
    r"(?:^|[|\n;\u2022])\s*[-*\u2022]?\s*(?P<level>junior|mid|regular|middle|senior|expert|lead)\b\s?[:\u2013-]?\s{0,2}(?:level)?[:\s]{0,2}(?=[$\u20ac\u00a3]?\s?\d[\d\s.,]{2,})",
    re.IGNORECASE,
)
_NO_HIRE = re.compile(
    r"\b(?:mentor\w*|guid\w+|coach\w*|report\w* (?:directly )?to|work\w* (?:closely )?(?:with|alongside|under)|collaborat\w+|support(?:ed|ing)?|led by|join(?:ing)? a team|alongside|help\w*|train\w*|manag\w+|supervis\w+|advis\w+|partner\w*|between|from|unlike|not|no|group led|team of|assist\w*|whether)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_KEYS = {
    "entry": Level.JUNIOR, "junior": Level.JUNIOR, "jr": Level.JUNIOR, "graduate": Level.JUNIOR, "mid": Level.MID, "middle": Level.MID,
    "medior": Level.MID, "regular": Level.MID, "intermediate": Level.MID, "senior": Level.SENIOR, "sr": Level.SENIOR, "expert": Level.SENIOR,
    "staff": Level.STAFF, "principal": Level.PRINCIPAL, "lead": Level.LEAD,
}  # fmt: skip
_MANAGES = re.compile(
    r"\bdirect reports\b(?! to)|\b(?:manag\w+|lead(?:ing)?|supervis\w+|build(?:ing)?|hir\w+) (?:and (?:\w+ )?)?(?:(?:a|the|our|your) )?(?:(?:\w+[- ]?){0,3})team of\b|\bpeople management\b|\bmanage (?:a team|people|\w+ (?:engineers|people|managers|analysts))\b|\bperformance reviews\b|\bpeople manager\b|\bline manag\w+|\bhire,? (?:coach|train|manage|develop|mentor)\w*|\brecruit,? (?:and )?(?:hire|coach|train|manage|develop|mentor)\w*",
    re.IGNORECASE,
)
_LEVELS_ALLOWED = 2


def levels_in_text(text: str) -> tuple[Found[Level], ...]:
    """Levels that the text plainly says the job has."""
    for rule in (_IS_LEVEL, _WANTED):
        for match in rule.finditer(text):
            if _NO_HIRE.search(text[max(0, match.start() - 60) : match.start()]):
                continue
            words = around(text, match.start(), match.end(), reach=0)
            named = [value for key, value in match.groupdict().items() if value]
            levels = dict.fromkeys(_level(word) for word in named)
            return tuple(Found(value=level, words=words, field="body") for level in levels)
    paid = {_level(match["level"]): match for match in _PAY_LEVELS.finditer(text)}
    if len(paid) >= _LEVELS_ALLOWED:
        return tuple(
            Found(value=level, words=around(text, match.start(), match.end()), field="body")
            for level, match in paid.items()
        )
    beginner = _BEGINNERS.search(text)
    if beginner is not None:
        return (Found(value=Level.JUNIOR, words=beginner.group(), field="body"),)
    return ()


def manages_people(text: str) -> bool:
    """Whether the duties include managing people."""
    return _MANAGES.search(text) is not None


def _level(word: str) -> Level:
    return _KEYS[word.lower().split("-")[0].split(" ")[0].rstrip(".").removesuffix("level")]
