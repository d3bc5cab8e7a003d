"""Further ways to say where the work is done: denials, named weekdays, plain phrases, other languages."""

import re

from bot.domain.opening import Workplace
from bot.extraction.cue_lines import matches
from bot.extraction.sheet import Found

REMOTE, HYBRID, ONSITE = Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE

_DENIED = re.compile(
    r"\b(?:remote|hybrid)(?:,? ?(?:or|and|nor|/) ?(?:hybrid|remote))?(?: work(?:ing)?| arrangements?"
    r"| options?"
    r"| positions?| candidates)* (?:will not|cannot|can['\u2019]t|is not|are not|isn['\u2019]t"
    r"|aren['\u2019]t|won['\u2019]t)(?: be)?"
    r" (?:considered|possible|offered|available|accepted|an option|supported)"
    r"|\bnot an? (?:fully )?(?:remote|work[- ]from[- ]home)(?: or hybrid)?"
    r" (?:role|position|job|post|opportunity)\b"
    r"|\bremote (?:only )?(?:during|for) (?:your|the) first [^.\n]{0,40}\b(?:after that|then|afterwards)\b"
    r"[^.\n]{0,20}\b(?:in the office|on-?site)",
    re.IGNORECASE,
)
_DAY = r"(?:mon|tues|wednes|thurs|fri)days?"
_DAYS = rf"{_DAY}(?:,? ?(?:,|and|&|to|through|till|-|\u2013) ?{_DAY}){{1,3}}"
_PREMISES = (
    r"(?:office|studio|lab(?:oratory)?|workshop|shop|bakery|plant|factory|warehouse|clinic|hospital"
    r"|school|store"
    r"|hq|headquarters|campus|kitchen|depot|yard)"
)
_WEEKDAYS = re.compile(
    rf"\b(?:come|are|be|work|in)\b[^.;\n]{{0,25}}?\bon (?P<named>{_DAYS})"
    rf"|\b(?:in|at) (?:the|our) {_PREMISES},? (?:on |every |from )?(?P<named2>{_DAYS})"
    rf"|\b(?P<named3>{_DAYS}) (?:are |is )?(?:in|at) (?:the|our) {_PREMISES}\b"
    rf"|\b(?P<home>{_DAY})(?: and {_DAY})? (?:are |is )?(?:spent )?(?:(?:from|at) home\b|remote\b|wfh\b"
    r"|work[- ]from[- ]home\b)",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    rf"\b(?:{_PREMISES}|home|remote|come|together|in person|on-?site)\b|\b(?:you|we) are in [A-Z]",
    re.IGNORECASE,
)
_WHOLE_WEEK = re.compile(r"mondays? ?(?:to|through|till|-|\u2013) ?fridays?", re.IGNORECASE)

_COUNT = r"(?:\d|one|two|three|four|ein(?:em)?|zwei|drei|vier|deux|trois|dos|tres|due|tre)"
PHRASES: tuple[tuple[Workplace, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (workplace, re.compile(pattern, re.IGNORECASE | re.MULTILINE), pieces)
    for workplace, pattern, pieces in (
        (
            HYBRID,
            (rf"\b{_COUNT} (?:tage?n?|jours?|d\u00edas?|giorni|dni) (?:\w+ )?"
            r"(?:home-?office|mobil|t\u00e9l\u00e9travail|(?:de )?teletrabajo|zdaln|w biurze|smart working"
            r"|im b\u00fcro"
            r"|en la oficina|au bureau|in ufficio)"
            r"|\b(?:home-?office|mobile[sn]? arbeiten|t\u00e9l\u00e9travail|teletrabajo|smart working"
            rf"|praca zdalna)\b[^.;\n]{{0,20}}\b{_COUNT} (?:tage?n?|jours?|d\u00edas?|giorni|dni)\b"
            r"|\bhybrydow\w+|\bhybride[sn]? (?:arbeits?\w*|arbeiten)|\bhybrid flexibility\b"
            r"|\b(?:visit|come to|show up (?:in|at)|drop by) (?:the"
            r"|our) (?:\w+ )?office\b[^.;\n]{0,50}\bfrom time to time\b"
            r"|\b(?:arbeits|work)(?:modell|place type|platz|setup| setup)\s?:\s?hybrid"),
            ("tag", "jour", "d\u00eda", "giorni", "dni", "hybryd", "hybrid", "from time to time"),
        ),
        (
            HYBRID,
            (r"\bcommut\w+ (?:in)?to [^.;\n]{2,30} (?:(?:one|two|three|four|[1-4]) (?:times|days)|once|twice)"
            r" (?:a|per|each) week|\bcom(?:e|ing) in(?:to the office)? (?:when|as) needed"),
            ("commut", "needed"),
        ),
        (
            REMOTE,
            (r"\bteletrabajo\b|\b(?:da|de|en) remoto\b|\bt\u00e9l\u00e9travail (?:complet|total|\u00e0 100)"
            r"|\bpraca zdalna\b|\bw pe\u0142ni zdaln\w+|\bvollst\u00e4ndig remote\b"
            r"|\b100 ?%,? (?:of (?:the |your )?)?(?:time,? )?remote(?:ly\b|\b(?! [a-z]))"
            r"|\bortsunabh\u00e4ngig\w*"),
            ("teletrabajo", "remoto", "travail", "zdaln", "remote", "ortsunab"),
        ),
        (
            REMOTE,
            (r"\b(?:work|live|based) (?:from )?where(?:ver)? (?:you|they)"
            r" (?:like|want|live|are|choose|please)\b"
            r"|\blocation[- ]independent\b|\bwe(?:['\u2019]re| are)(?: an?)? (?:\w+, )?remote[- ]first\b"
            r"|\bthis is a remote[- ]first\b|\b(?:otherwise|the rest of the time),?"
            r" (?:you |we )?work from home\b"
            r"|\bwork (?:at|from) home (?:otherwise|the rest)\b"
            r"|\bremote, (?:hybrid,?|in[- ]office,?|office,?) or (?:office|in[- ]office|hybrid|on-?site)\b"),
            ("where", "independent", "remote", "home"),
        ),
        (
            ONSITE,
            (r"\bin[- ]office (?:culture|team|company|environment|first)\b|\boffice[- ]first\b"
            r"|\bin[- ](?:the |our )?(?:office|studio|lab) every ?day\b"
            r"|^[^\w\n]{0,6}(?:in[- ]person|on-?site)(?:[,:] | in [A-Z])"
            r"|\bon location (?:in|at) (?:the|our)\b"
            r"|\b(?:hrs?|hours)(?: ?/ ?| a | per )week,? in[- ]person\b"
            rf"|\b(?:work|are|be|based|stand|sit)\w* (?:in|at|out of) (?:the|our)"
            rf" (?:\w+ )?{_PREMISES} in [A-Z]"
            r"|\b(?:work|job|position|workplace)[ -]?(?:set-?up|type|mode|model|style)?"
            r"\s?[:\u2013-] ?on-?site\b"
            r"|\bvor ort\b(?! beim kunden)|\bstacjonarn\w+|\bpresencial(?:es)?\b"
            r"|\ben pr\u00e9sentiel\b|\bin sede\b"),
            ("office", "person", "site", "location", "plant", "shop", "bakery", "factory", "warehouse",
             "clinic", "hospital", "school", "store", "lab", "studio", "hq", "campus", "kitchen", "depot",
             "yard",
             "vor ort", "stacjon", "presencial", "sentiel", "in sede"),
        ),
    )
)  # fmt: skip
"""Read when nothing plainer is said, in this order."""


def denied(text: str) -> Found[Workplace] | None:
    """On site, where the text says that the job is not remote; None where it does not, or denies less."""
    found = next(matches(_DENIED, text, ("remote", "hybrid", "from home", "from-home")), None)
    return None if found is None else Found(value=ONSITE, words=found.group(), field="body")


def by_weekdays(text: str) -> Found[Workplace] | None:
    """By the weekdays that are named: Monday to Friday is on site, fewer days are hybrid."""
    for found in matches(_WEEKDAYS, text, ("day",)):
        line_start = text.rfind("\n", 0, found.start()) + 1
        near = text[max(line_start, found.start() - 40) : found.end() + 60].partition("\n")[0]
        if found["home"] is None and _AT_WORK.search(near) is None:
            continue
        whole = found["home"] is None and _WHOLE_WEEK.search(found.group())
        return Found(value=ONSITE if whole else HYBRID, words=found.group(), field="body")
    return None


def in_other_words(text: str) -> Found[Workplace] | None:
    """What the plain phrases say, the first that says it."""
    for value, rule, pieces in PHRASES:
        found = next(matches(rule, text, pieces), None)
        if found is not None:
            return Found(value=value, words=found.group().strip(), field="body")
    return None
