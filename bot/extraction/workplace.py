"""Reads where the work is done: what the text says of office days beats flags and plain mentions."""

import re

from bot.domain.opening import Workplace
from bot.extraction.cue_lines import lines_with, matches
from bot.extraction.sheet import Found, Sheet
from bot.extraction.workplace_phrases import by_weekdays, denied, in_other_words

REMOTE, HYBRID, ONSITE = Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE

_NO_REMOTE_JOB = (
    r"(?! ?-?(?:sensing|monitoring|control(?:led|s)?\b|desktop|access|support"
    r"|teams?\b(?! member| role)|server|device|site|sites|location|patient|procedure|api"
    r"|sensor|hands|pilot|operation|diagnos\w+|village|area|region of|co-located|colleagues"
    r"|customers|environment|setup|setting|workers|collabor\w+|culture|first company|meeting"
    r"|employees|interview|proctor\w*|health|deposition|code execution|surveillance"
    r"|assistance))"
)
_REMOTE_WORD = re.compile(
    r"\b(?<!no )(?<!not )(?<!non-)(?<!non )remot(?:e(?:ly)?|o)\b"
    + _NO_REMOTE_JOB
    + r"|\bwork from (?:home|anywhere)\b|\bwfh\b(?! stipend)|\banywhere\b"
    r"|\bdistributed\b(?! systems?)|\bhome[- ]?office\b|\btelework\b|\bt\u00e9l\u00e9travail\b",
    re.IGNORECASE,
)
_HYBRID_WORD = re.compile(
    r"\bhybrid(?:o|e[nrs]?)?\b(?! (?:cloud|mobile|app|environments|infrastructure|cooling|systems?"
    r"|search|vehicles?|electric|multi|it\b))|\b(?:partly|partial|partially|semi)[- ](?:remote"
    r"|on-?site|in[- ]office)\b|\bremote[- ](?:hybrid|partial)\b",
    re.IGNORECASE,
)
_ONSITE_WORD = re.compile(
    r"\bon[- ]?site\b|\bin[- ]?(?:office|person)\b|\bno remote\b|\bnot remote\b"
    r"|\boffice[- ]based\b|\bnon-remote\b|\bonsite only\b|\bvor ort\b|\bpresencial\b",
    re.IGNORECASE,
)

_COUNT = (
    r"(?P<days>one|two|three|four|five|[1-5])(?:\s?(?:-|\u2013|to|or)\s?(?P<most>two|three"
    r"|four|five|[2-5]))?\+?"
)
_COUNT2 = _COUNT.replace("days", "days2").replace("most", "most2")
_COUNT3 = _COUNT.replace("days", "days3").replace("most", "most3")
_OFFICE = (
    r"(?:office|on[- ]?site|in[- ]person|in[- ]office|studio|hq|headquarters|campus"
    r"|lab(?:oratory)?|workshop|premises|plant|site|institute)"
)
_WEEK = r"(?:\s(?:a|per|each|every|/)\s?(?:week|wk)|/\s?(?:week|wk)|\sweekly|\sof the week)"
_OFFICE_DAYS = re.compile(
    rf"\b{_COUNT}\s?(?:x|\u00d7|times?|(?:full |work(?:ing)? )?days?)(?:{_WEEK})?,?\s(?:in|at"
    rf"|from|on)[- ](?:the |our |an? |your )?(?:[\w/]+ ){{0,3}}?{_OFFICE}\b"
    rf"|\b{_COUNT2}\s?(?:x"
    rf"|days?)(?:{_WEEK})?[ ,]{{1,2}}(?:{_OFFICE}|presence)\b"
    rf"|\b(?:{_OFFICE}|presence|in)\b(?:(?!home|remote)[^.;\n]){{0,60}}?\b(?:at least |minimum "
    rf"|minimum of |on |for "
    rf"|about )?(?:{_COUNT3}\s?|(?:all five|every"
    rf"|all)\s)(?:x|(?:full |work(?:ing)? )?days?)(?:{_WEEK})?",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(
    r"\bin[- ](?:person|office),? (?:5|five|6|six) days|\b(?:5|five|6|six)[- ]days?(?: a"
    r"| per)?(?:[- /]week)?,? (?:in[- ]?(?:person|office)|on[- ]?site|office)",
    re.IGNORECASE,
)
_HOME_DAYS = re.compile(
    rf"\b(?:home|remot\w+|wfh|homeoffice)\b[^.;\n]{{0,45}}?\b{_COUNT}\s(?:days?"
    rf"|times?)(?:{_WEEK})"
    rf"|\b{_COUNT2}\s(?:days?)(?:{_WEEK})?\s(?:of\s)?(?:from home"
    rf"|remot\w+|wfh|work from home|home[- ]?office|at home)"
    rf"|\b(?:one|two|three|four|[1-4]) days?{_WEEK},? (?:and|then) (?:you )?work (?:at|from) home\b"
    r"|\b(?:remote|home) (?:on )?(?:mondays?|fridays?|tuesdays?|wednesdays?|thursdays?)\b"
    r"|\bwork[- ]from[- ]home days?\b|\boffice\b[^.;\n]{0,25}\b(?:mon|tues|wednes|thurs"
    r"|fri)days?(?:,| and| &| or)",
    re.IGNORECASE,
)
_OFFICE_SHARE = re.compile(
    r"\b(?:at least |minimum (?:of )?)?(?:half|\d{2} ?%|a (?:quarter|third))(?: of (?:their"
    r"|your|the|our|work\w*|time)\b[^.;\n]{0,25})? ?(?:in|at|from) (?:the|our|an?|one of our"
    r"|their)[^.;\n]{0,20}offices?\b|\bspend at least half (?:of )?(?:their|your|the) (?:work\w* )?time\b"
    r"|\bin (?:one of )?our offices?[^.;\n]{0,25}\b\d{2} ?%",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if you(?:'re| are)? (?:live|based|near|local|within|located|in)|for those"
    r"|employees (?:near|within|who live|based)|who live|those (?:near|living|based)|optional"
    r"|are welcome to|can choose|up to you|interview|our team comes|offsite|quarter|per month"
    r"|a month|per year|a year|monthly|each month)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(
    r"(?:\bhybrid[- ](?:role|position|job|work\w*|model|schedule|policy"
    r"|environment|set-?up|office|opportunity|arrangement|basis|team|format|approach|in\b|from"
    r"|\()|\b(?:role|position|job|type|location|workplace|model|modality|work mode|arrangement"
    r"|remote policy|setting)\s?(?:is|:|-)\s?\(?(?:a )?(?:flexible )?hybrid\b"
    r"|\bflexible hybrid\b|\bhybrid\s?[-\u2013:,(]\s?\(?(?:\d|our|in|three|two|san|new|london)"
    r"|\bwork(?:s|ing)? hybrid\b|\bhybrid home\b|\bhybrides arbeiten|\bmix of (?:home"
    r"|remote|office|in-office|working from home))|\(hybrid|#LI[-_ ]?hybrid",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"(?:\b(?:100 ?%|fully|full|completely|entirely|permanently|all"
    r"|totally)[- ]remote(?:ly)?\b|\b100 ?% (?:work from home|telework)|\bremote[- ]only\b"
    r"|\bthis (?:is a|is an?|role is|position is|job is)(?! not| never)(?: [\w-]+){0,3} remote\b"
    + _NO_REMOTE_JOB
    + r"|\b(?:role|position|job|opportunity|team|company)(?: will| can| may)?(?: be"
    r"| is)(?! not| never)(?: [\w-]+){0,2} remote\b(?! (?:first|friendly))|\bremote (?:role|position|job"
    r"|opportunity|work(?:ing)?: |contract|freelance|full[- ]time|within|in the|in [A-Z]"
    r"|from anywhere|\(|anywhere|eligible|flexibility|[-\u2013] (?:us|eu|uk|emea|world"
    r"|anywhere))"
    r"|\bwork(?:ing)? (?:remotely )?from anywhere\b|\bwork remotely (?:from|within|in|anywhere"
    r"|full)|\b(?:work|working|based)(?: permanently| fully| always"
    r"| entirely)? (?:from )?(?:your )?home anywhere\b|\b(?:you |we all |everyone )(?:always "
    r"|all )?works? (?:fully |permanently |entirely |always )?(?:from home"
    r"|remotely)(?! (?:up to|one|two|three|four|\d|when|if|some|on|occasionally|part))"
    r"|\bdistributed (?:team|company) (?:without|with no) (?:an? |any )?offices?\b"
    r"|\bthere is no office\b|\bwe have no office|\b(?:location|place|where|office|workplace|work mode"
    r"|work model|arbeitsort|standort|type)\s?[:\u2013-]\s?(?:fully )?remote\b"
    r"|\bremote (?:is |work is )?(?:fine|okay?|possible|welcome|available|allowed|an option)\b"
    r"|\bseeking(?: an?)? (?:[\w-]+ ){0,2}remote (?!sensing)"
    r"|\blooking for an? remote (?!sensing)|\b(?:can|may) be (?:done|performed|based"
    r"|worked) (?:fully |entirely )?(?:remotely|from anywhere)"
    r"|\bremote work:|\bfrom anywhere in (?:the )?[A-Z]"
    r"|\bhome[- ]based (?:role|position|job)|\bremote[- ]friendly, any"
    r"|\bwork from home(?: position| role| job|, always| permanently| full[- ]time)"
    r"|\bcan (?:live|work|be) (?:from )?anywhere\b)|#LI[-_ ]?remote",
    re.IGNORECASE,
)
_ONSITE = re.compile(
    r"(?:\b(?:fully|strictly|100 ?%|full-time,?|exclusively|entirely"
    r"|always) (?:on[- ]?site|in[- ](?:office|person))\b|\bon[- ]?site (?:role|position|job"
    r"|only|opportunity|work location|in (?:our|the)|at our|with offices)|\b(?:an? "
    r"|this )(?:[\w-]+, ?)?(?:in[- ](?:office|person)|office[- ]based|on[- ]?site) (?:role"
    r"|position|job|company|team|culture|opportunity|environment)"
    r"|\b(?:role|position|job|work location|location|workplace)\s?(?:is"
    r"|:)\s?(?:[\w-]+ )?(?:in[- ]person|on[- ]?site|in[- ]office|office-based)\b|\bwe(?:'re"
    r"| are| work| all work| build)? (?:all )?(?:an? )?(?:in[- ](?:office|person)"
    r"|together in (?:the|our|one) office)|\b(?:building"
    r"|work\w*) (?:the company )?in[- ]person\b|\bin person (?:at|in|from) (?:our|the) \w+"
    r"|\bnot (?:a remote|remote|possible to work (?:from home|remotely))|\bno (?:remote"
    r"|home)[- ]?(?:work\w*|office)?\b(?! experience)"
    r"|\b(?:home|remote) (?:working|work|office) is not (?:possible|offered|available"
    r"|an option)|\bcannot be (?:done|performed) (?:remotely|from home)"
    r"|\bremote (?:work )?is not\b|\bmust (?:be|work|live|come)[^.;\n]{0,30}\b(?:on[- ]?site"
    r"|in (?:the|our) office|in person|to the office every day)|\b(?:work|present"
    r"|be) (?:on[- ]?site|in person|in the office) (?:every|each|all|daily|full)"
    r"|\boffice-based position|\byou (?:will |'ll )?work on[- ]?site\b|\b(?:every"
    r"|each) (?:working )?day (?:in|at) (?:the|our)"
    r"|\bwork(?:s|ing)? (?:out of|from|at|in) our [\w ,]{0,25}(?:office|hq"
    r"|headquarters)\b(?! (?:and|or) (?:remot|home))|\broles? (?:is|are|will be) (?:located "
    r"|based )?(?:in|at|out of) (?:the|our) [\w ,]{0,40}\b(?:office|hq|headquarters)\b"
    r"|\blive within [\d.]+ (?:miles?|km|blocks?) of (?:our|the) office|\bprovide in-person\b"
    r"|\brelocat\w+ to [A-Z][\w ]{2,20} (?:is )?required)|#LI[-_ ]?on-?site",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^\W\d]+(?: mode)?\s?[:\u2013-]\s")
_WHEN_NEEDED = re.compile(
    r"\bwork from home (?:when|if|some|as|occasional|on)|\bflexib\w+ to work from home\b"
    r"|\boccasional(?:ly)? (?:remote|home)|\bwork from home flexib|\bsome (?:remote|home) work",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\bin the field\b|\b(?:customer|client)s?\b", re.IGNORECASE)
"""Days that are spent with customers are no days in the office."""
_GENERAL = re.compile(
    r"number of hybrid|will vary|vary from team|experience (?:in|with|working|managing)"
    r"|ability to work|comfortable|managing a remote|unless formally"
    r"|we have a hybrid workforce",
    re.IGNORECASE,
)
_HYBRID_PIECES = ("hybrid", "mix of")
_REMOTE_PIECES = ("remot", "distributed", "home", "anywhere", "telework", "no office")
_ONSITE_PIECES = (
    "site",
    "office",
    "person",
    "remot",
    "home",
    "every",
    "each",
    "hq",
    "headquarter",
    "relocat",
)
_DAYS_PIECES = ("day", "time", "x ", "x,", "x/", "x-", "\u00d7")
_SHARE_PIECES = ("half", "%", "quarter", "third")
_PIECES = ("remot", "hybrid", "mix of", "site", "office", "person", "home", "#li", "anywhere", "hq",
           "headquarter", "wfh", "vor ort", "days", "telework", "studio", "lab", "relocat", "every",
           "each")  # fmt: skip
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_WHOLE_WEEK = 5


def read_workplace(sheet: Sheet) -> Found[Workplace] | None:
    """Where the work is done; None when the posting does not say."""
    heading = _listed(sheet.heading, "body", spare=True)
    text = "\n".join(sheet.text[start:end] for start, end in lines_with(sheet.text, _PIECES))
    return (
        _listed(sheet.own_text.partition("\n")[0], "body", spare=True)
        or _office_days(text, heading)
        or heading
        or _title(sheet.title)
        or _denied(text)
        or _fields(sheet, text)
        or _said(text)
        or in_other_words(sheet.text)
    )


def _denied(text: str) -> Found[Workplace] | None:
    """On site where remote work is denied; hybrid where the text offers that instead."""
    refusal = denied(text)
    if refusal is None or "hybrid" in refusal.words.lower():
        return refusal
    hybrid = _first(_HYBRID, text, _HYBRID_PIECES)
    return refusal if hybrid is None else Found(value=HYBRID, words=hybrid.words, field="body")


def _listed(text: str, field: str, *, spare: bool = False) -> Found[Workplace] | None:
    """A field, or a heading that lists choices: remote as one of the choices is remote."""
    remote, hybrid, onsite = (rule.search(text) for rule in (_REMOTE_WORD, _HYBRID_WORD, _ONSITE_WORD))
    if spare and remote is not None and remote.group().lower() in {"distributed", "anywhere", "wfh"}:
        remote = None
    chosen = None
    if hybrid is not None:
        both = remote is not None and re.search(
            r"\bor\b|/", text[min(remote.start(), hybrid.start()) : max(remote.end(), hybrid.end())]
        )
        chosen = (REMOTE, remote) if both and remote else (HYBRID, hybrid)
    elif remote is not None:
        chosen = (REMOTE, remote)
    elif onsite is not None:
        chosen = (ONSITE, onsite)
    if chosen is None:
        return None
    value, match = chosen
    return Found(value=value, words=match.group(), field=field)


def _title(title: str) -> Found[Workplace] | None:
    return _listed(title, "title", spare=True)


def _office_days(text: str, heading: Found[Workplace] | None) -> Found[Workplace] | None:
    """How many days of the week are in the office: five is on site, fewer is hybrid."""
    if (match := next(matches(_IN_PERSON, text, _DAYS_PIECES), None)) is not None:
        return Found(value=ONSITE, words=match.group(), field="body")
    for match in matches(_OFFICE_DAYS, text, _DAYS_PIECES):
        sentence = _sentence(text, match.start(), match.end())
        if (
            _ELSEWHERE.search(match.group())
            or _CONDITIONAL.search(sentence)
            or (heading is not None and heading.value is REMOTE)
        ):
            continue
        days = [found for key, found in match.groupdict().items() if found]
        most = max((_NUMBERS.get(day.lower()) or int(day) for day in days), default=_WHOLE_WEEK)
        if (
            most != _WHOLE_WEEK
            and _HOME_DAYS.search(sentence) is None
            and not re.search(r"week|office|on-?site|hq", match.group(), re.IGNORECASE)
        ):
            continue
        if most == _WHOLE_WEEK and not re.search(r"week|\ball\b|every", match.group(), re.IGNORECASE):
            continue
        value = ONSITE if most >= _WHOLE_WEEK else HYBRID
        return Found(value=value, words=match.group(), field="body")
    for rule, pieces in ((_HOME_DAYS, _DAYS_PIECES), (_OFFICE_SHARE, _SHARE_PIECES)):
        found = next(matches(rule, text, pieces), None)
        if found is not None and not _CONDITIONAL.search(_sentence(text, found.start(), found.end())):
            return Found(value=HYBRID, words=found.group(), field="body")
    return by_weekdays(text)


def _sentence(text: str, start: int, end: int) -> str:
    left = max(text.rfind(stop, 0, start) for stop in ("\n", ". ", "! ")) + 1
    ends = [at for at in (text.find(stop, end) for stop in ("\n", ". ", "! ")) if at >= 0]
    return text[max(left, start - 120) : min(min(ends, default=len(text)), end + 80)]


def _fields(sheet: Sheet, text: str) -> Found[Workplace] | None:
    """Location and workplace fields, where the text does not contradict a flag."""
    location = _listed(sheet.location, "location")
    flag = _listed(sheet.workplace, "workplace")
    if location is not None and not (
        location.value is REMOTE and re.search(r"remote[- ]friendly", sheet.location, re.IGNORECASE)
    ):
        return location
    if flag is None or flag.value is not REMOTE:
        return flag or location
    hybrid = _first(_HYBRID, text, _HYBRID_PIECES) or _first(_WHEN_NEEDED, text, _REMOTE_PIECES)
    if hybrid is not None:
        return Found(value=HYBRID, words=hybrid.words, field="body")
    onsite = _first(_ONSITE, text, _ONSITE_PIECES)
    if onsite is not None and _first(_REMOTE, text, _REMOTE_PIECES) is None:
        return Found(value=ONSITE, words=onsite.words, field="body")
    return flag


def _said(text: str) -> Found[Workplace] | None:
    for value, rule, pieces in (
        (HYBRID, _HYBRID, _HYBRID_PIECES),
        (REMOTE, _REMOTE, _REMOTE_PIECES),
        (ONSITE, _ONSITE, _ONSITE_PIECES),
    ):
        found = _first(rule, text, pieces)
        if found is not None:
            return Found(value=value, words=found.words, field="body")
    return None


def _first(rule: re.Pattern[str], text: str, pieces: tuple[str, ...]) -> Found[str] | None:
    for match in matches(rule, text, pieces):
        if _GENERAL.search(text[max(0, match.start() - 50) : match.end() + 30]):
            continue
        return Found(value=match.group(), words=_LABEL.sub("", match.group()), field="body")
    return None
