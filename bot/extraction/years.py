"""Reads the least overall experience that a posting asks for, in years.

Of several demands the longest counts ("10 years, 3 of them leading"), of alternatives by degree the
shortest; wishes, ages, histories and vesting count not at all.
"""

import re
from dataclasses import dataclass
from itertools import islice

from bot.extraction.cue_lines import matches
from bot.extraction.sheet import Found, Sheet, clip

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "ein": 1, "eins": 1, "zwei": 2, "drei": 3,
    "vier": 4, "f\u00fcnf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}(?:[.,]5)?|(?:{'|'.join(_WORDS)})(?:\s\(\d{{1,2}}\))?)"
_UNIT = (
    r"(?P<unit>years?|yrs?|yr\.?|yoe|y\.o\.e|a\u00f1os?|ans|jahre?n?|anni|anos?|jaar|\u00e5rs?"
    r"|lat|months?|monate?n?|mois|meses)"
)
_UNIT_PIECES = ("year", "yr", "yoe", "y.o.e", "a\u00f1o", " ans", "jahr", "anni", "anos", "jaar", "\u00e5r",
                " lat", "month", "monat", "mois", "meses")  # fmt: skip
_YEARS = re.compile(
    rf"(?<![\w.$\u20ac\u00a3-])(?P<low>{_NUMBER})\s?(?P<plus>\+|plus|or more)?"
    rf"(?:\s?(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|to|or|bis|\u00e0|a)\s?(?P<high>{_NUMBER})\s?\+?)?"
    rf"(?:\s?\+)?[\s-]{{0,2}}(?:full |solid |strong |relevant |professional "
    rf"|of )?{_UNIT}(?![^\W_])['\u2019]?",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"experience|exp\b|yoe|background|track record|practice|work(?:ed|ing)?\b|build(?:ing)?"
    r"|develop(?:ing|ment)|design(?:ing)?|engineering"
    r"|programming|manag(?:ing|ement)|leading|operat(?:ing|ions)|industry|hands-on"
    r"|professional|expertise|required|in a |in an |as an? "
    r"|erfahrung|exp\u00e9rience|experiencia|experi\u00eancia|esperienza|ervaring|erfarenhet"
    r"|do\u015bwiadczeni|coding|selling|sales|writing|running|testing|teaching|research",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"(?:minimum|at least|min\.?|least|(?<!for )more than|(?:hope|looks?|looking|asks?|asking"
    r"|wish) for|experience|exp|require[sd]?"
    r"|requirements?|you (?:have|bring|need)|need|with|mindestens|au moins|al menos|about"
    r"|bring|want)[\s:(\u2013-]*(?:of|is|a)?[\s~:]*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\s?(?:\([^)]{1,30}\)\s?)?(?:of|in|as|with|on|at|working|building|doing|designing|writing"
    r"|leading|managing|experience|exp)\b",
    re.IGNORECASE,
)
_NOT_DEMAND_AFTER = re.compile(
    r"\s?(?:of age|old|ago|in a row|in business|after|of (?:growth|history|innovation|service"
    r"|funding|runway)|history|anniversary|from now|running|straight"
    r"|or less|contract|warranty|plan|roadmap|cliff|vest\w*|period|term\b|fixed|program|degree"
    r"|de edad|leave|old\b|parental|of parental|lang)",
    re.IGNORECASE,
)
_NOT_DEMAND_BEFORE = re.compile(
    r"\b(?:in|for|during|within|across|every|after|since|aged?|vest\w*(?: over)?|next|past"
    r"|last|been|founded|existed|celebrat\w+|turned|turning|over (?:the|a)|up to"
    r"|at most|no more than|less than|under|fewer than|maximum(?: of)?|is|are|was|his|her|their|our|the)"
    r"(?: (?:about|nearly|over|almost|just|more than|the|our|well over))?\s?$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:last|past|next|coming|first|previous|vest\w*|anniversary|warranty|founded"
    r"|founders?(?:' | with)|our team|our founders?)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
_WISH_AFTER = re.compile(
    r"[^.;,\n(]{0,60}?\(?\b(?:preferred|is a plus|a plus\b|is a bonus|nice to have|desirable"
    r"|an advantage|would be|are welcome|but not required|von vorteil)",
    re.IGNORECASE,
)
_WISH_BEFORE = re.compile(
    r"\b(?:preferabl[ye]|ideally|bonus|nice to have|a plus|preferred)\b[^.;\n]{0,40}$", re.IGNORECASE
)
_PREFERRED = re.compile(r"\b(?:preferred|desired)\b", re.IGNORECASE)
_WISHES = re.compile(
    r"^[^\w\n]{0,9}(?:(?:our |the )?(?:preferred|desired|desirable|bonus|additional|nice"
    r"|optional)\b[^\n]{0,40}|nice[- ]to[- ]haves?|bonus(?: points)?|pluses|plus|a plus"
    r"|extra credit|it'?s a plus|we'?d love (?:it )?if|even better|what would be nice"
    r"|great to have|good to have)[^\n.]{0,45}$",
    re.IGNORECASE | re.MULTILINE,
)
_DEMANDS = re.compile(
    r"^[^\w\n]{0,9}(?:[^\n.]{0,30}\b(?:requirements?|required|qualifications?|must[- ]haves?|minimum"
    r"|basic|you(?:'ll)? (?:bring|need|have)|looking for|responsibilities|about you|benefits"
    r"|offer|who you are|what you)\b[^\n]{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_FIRM = re.compile(r"\b(?:minimum|at least|min\.?)(?: of)?\s{0,2}$", re.IGNORECASE)
_SUBSTITUTE = re.compile(
    r"substitut|in lieu|instead of|in place of|equivalent to a"
    r"|additional(?: relevant)? (?:experience|years)|additional relevant",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:ph\.?d|doctorate|master'?s?|m\.?s\.?c?|bachelor'?s?|b\.?s\.?c?|b\.?a|degree|diploma"
    r"|mba|high school)\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"(?: \([^()\n]{1,20}\))?(?: [\w/+#&-]+){0,5}? (?:experience|erfahrung|exp\u00e9rience|experiencia)\b"
    r"|(?: (?:of|in|as|with|working|building)(?: [\w/+#&-]+){1,3})",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:a|one) decade(?:'s| of)?\b[^.\n]{0,40}?experience", re.IGNORECASE)
_MOST_YEARS = 25
_MOST_MENTIONS = 200
_GROUP_LENGTH = 200
_MONTHS = ("month", "monat", "mois", "meses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """Experience asked for: the least, and the top of the range where one is written."""

    low: float
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demand:
    years: Years
    words: str
    wish: bool
    preferred: bool = False
    by_degree: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """The least experience `asked` for overall, and what is only `wished` for; None where none is.

    Years that are "preferred" are asked for where a posting asks for no others; a plus never is.
    """

    asked: Found[Years] | None = None
    wished: Found[Years] | None = None


def read_experience(sheet: Sheet) -> Experience:
    """What a posting says of years; what it says of this opening alone goes first."""
    wished = preferred = None
    for text in (sheet.own_text, sheet.heading, sheet.text):
        demands = _demands(text)
        firm = [demand for demand in demands if not demand.wish]
        if firm:
            overall = max(_alternatives(text, firm), key=lambda demand: demand.years.low)
            return Experience(asked=_found(overall))
        wished = next((demand for demand in demands if demand.wish), None)
        preferred = preferred or next((demand for demand in demands if demand.preferred), None)
    if preferred:
        return Experience(asked=_found(preferred))
    return Experience(wished=_found(wished) if wished else None)


def _found(demand: _Demand) -> Found[Years]:
    return Found(value=demand.years, words=demand.words, field="body")


def _alternatives(text: str, demands: list[_Demand]) -> list[_Demand]:
    """Demands that are alternatives by degree, each group reduced to its least."""
    kept: list[_Demand] = []
    for demand in demands:
        last = kept[-1] if kept else None
        if last is not None and last.by_degree and demand.by_degree and _one_group(text, last, demand):
            least = min(last, demand, key=lambda one: one.years.low)
            kept[-1] = _Demand(years=least.years, words=least.words, wish=False, by_degree=True,
                               start=last.start, end=demand.end)  # fmt: skip
        else:
            kept.append(demand)
    return kept


def _one_group(text: str, first: _Demand, second: _Demand) -> bool:
    between = text[first.end : second.start]
    return len(between) <= _GROUP_LENGTH and between.count("\n") <= 1 and bool(_DEGREE.search(between))


def _demands(text: str) -> list[_Demand]:
    found: list[_Demand] = []
    mentions = tuple(islice(matches(_YEARS, text, _UNIT_PIECES), _MOST_MENTIONS))
    wishes = _wish_spans(text) if mentions else ()
    for match in mentions:
        demand = _demand(text, match, wishes)
        if demand is not None:
            found.append(demand)
    found += [
        _Demand(
            years=Years(low=10),
            words=clip(match.group()),
            wish=False,
            by_degree=False,
            start=match.start(),
            end=match.end(),
        )
        for match in islice(matches(_DECADE, text, ("decade",)), _MOST_MENTIONS)
    ]
    return found


def _wish_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where lists of wishes stand: from their heading to the next heading of demands."""
    spans = []
    for heading in _WISHES.finditer(text):
        if re.search(r"\brequired\b|\bminimum\b", heading.group(), re.IGNORECASE):
            continue
        end = _DEMANDS.search(text, heading.end())
        spans.append((heading.start(), end.start() if end else len(text)))
    return tuple(spans)


def _demand(text: str, match: re.Match[str], wishes: tuple[tuple[int, int], ...]) -> _Demand | None:
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line_start, match.start() - 90) : match.start()]
    line_end = text.find("\n", match.end())
    after = text[match.end() : min(len(text) if line_end < 0 else line_end, match.end() + 110)]
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    if match["unit"].lower().startswith(_MONTHS):
        low, high = round(low / 12, 1), None
    if not _asks_for_experience(before, after, match) or low > _MOST_YEARS:
        return None
    by_degree = bool(_DEGREE.search(before[-60:]) or _DEGREE.search(after[:70]))
    if _SUBSTITUTE.search(after) or (high is not None and high < low):
        return None
    headings = [text[start:end].partition("\n")[0] for start, end in wishes if start <= match.start() < end]
    beside = None if _FIRM.search(before) else _WISH_AFTER.match(after) or _WISH_BEFORE.search(before)
    said = [*headings, *([beside.group()] if beside else [])]
    return _Demand(
        years=Years(low=low, high=high),
        words=_words(text, match),
        wish=bool(said),
        preferred=bool(said) and all(_PREFERRED.search(words) for words in said),
        by_degree=by_degree,
        start=match.start(),
        end=match.end(),
    )


def _words(text: str, match: re.Match[str]) -> str:
    """The years with what they are of: "5+ years of professional experience"."""
    of = _OF_WHAT.match(text, match.end())
    return clip(text[match.start() : of.end() if of else match.end()])


def _asks_for_experience(before: str, after: str, match: re.Match[str]) -> bool:
    sentence = re.split(r"(?<=[.!?])\s", before)[-1]
    if _NOT_DEMAND_AFTER.match(after):
        return False
    demanded = _DEMAND.search(sentence) is not None
    if not demanded and (_NOT_DEMAND_BEFORE.search(sentence) or _LAST.search(sentence)):
        return False
    if match["unit"].lower().startswith("yoe"):
        return True
    following = re.split(r"[.;!?](?:\s|$)", after)[0]
    if _EXPERIENCE.search(following) or re.search(r"experience|erfahrung|exp\b", sentence, re.IGNORECASE):
        return True
    opens = not sentence.strip(" -*\u2022\u00b7\u2013\u2014(:0123456789.)")
    if demanded or (opens and match["plus"]):
        return True
    return (opens or bool(match["plus"])) and _SUBJECT.match(after) is not None


def _number(written: str) -> float:
    word = written.split(" ", maxsplit=1)[0].lower()
    value = _WORDS.get(word)
    return float(value) if value is not None else float(word.replace(",", "."))
