"""Reads the kind of contract: the source's field first, then what the text says of the post."""

import re

from bot.domain.opening import EmploymentType
from bot.extraction.cue_lines import matches
from bot.extraction.sheet import Found, Sheet

FULL, PART = EmploymentType.FULL_TIME, EmploymentType.PART_TIME
CONTRACT, INTERNSHIP, TEMPORARY = EmploymentType.CONTRACT, EmploymentType.INTERNSHIP, EmploymentType.TEMPORARY

_FIELD: tuple[tuple[EmploymentType, str], ...] = (
    (
        INTERNSHIP,
        (
            r"intern|praktik|stage\b|stagiaire|pr\u00e1cticas|working student|werkstudent|trainee"
            r"|apprentice"
        ),
    ),
    (CONTRACT, r"contract|freelanc|b2b|1099|c2c|self[- ]?employed|consultan|gig\b"),
    (
        TEMPORARY,
        (
            r"tempor|\btemp\b|seasonal|fixed[- ]?term|interim|befristet|casual|cdd\b|per[- ]?diem"
            r"|maternity"
        ),
    ),
    (PART, r"part|teilzeit|halftime|mini-?job|parcial|partiel"),
    (
        FULL,
        (
            r"full|permanent|regular|vollzeit|unbefristet|festanstellung|cdi\b|employee|completo"
            r"|indefinido|etat|standard|direct hire|exempt"
        ),
    ),
)
_FIELD_RULES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FIELD)
_TITLE: tuple[tuple[EmploymentType, str], ...] = (
    (
        INTERNSHIP,
        (
            r"\b(?:interns?|internships?|praktik\w*|stagiaire|werkstudent\w*|working student|co-?op"
            r"|pr\u00e1cticas|becario)\b(?! (?:program(?:me)?s? )?(?:coordinator|manager|director|lead"
            r"|specialist|supervisor|recruiter|advisor|officer)\b)"
        ),
    ),
    (PART, r"\bpart[- ]?time\b|\bteilzeit\b|\bmini-?job\b"),
    (
        TEMPORARY,
        (
            r"\b(?:temporary|temp|seasonal|fixed[- ]term|interim|maternity(?: leave)? cover"
            r"|parental leave cover|befristet|ftc"
            r"|(?<![.\d])\d{1,2}[- ]months?(?! contract))\b"
        ),
    ),
    (
        CONTRACT,
        (
            r"\b(?:contract(?:or)?|freelance(?:r)?|freiberuf\w*|consulting contract"
            r"|c2c)\b(?! (?:manager|admin\w*|specialist|management|negotiat\w*|counsel|law\w*"
            r"|lifecycle|analyst|officer|manufactur\w*|sales|marketing))"
            r"|\(b2b\)|\bb2b (?:contract|basis|cooperation|lub|or|/)|\b(?:kontrakt|umowa|lub|or|/) b2b\b"
        ),
    ),
    (FULL, r"\bfull[- ]?time\b|\bvollzeit\b|\bpermanent\b(?! resid)"),
)
_TITLE_RULES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TITLE)

_POST = (
    r"(?:role|position|post|job|opportunity|contract|employment|engagement|assignment|vacancy"
    r"|stelle|hire|basis|project)"
)
_BODY: tuple[tuple[EmploymentType, str], ...] = (
    (
        CONTRACT,
        r"\b(?:this is an?|on an?|as an?|offered on an?|for an?"
        r"|an?)\s(?:[\w-]+,?\s){0,4}(?:contract|contractor|freelance|independent contractor|b2b"
        r"|1099)\s(?:[\w-]+\s){0,2}" + _POST + r"\b",
    ),
    (
        CONTRACT,
        (
            r"\b(?:freelance|independent|b2b|1099|w-?2|c2c|corp[- ]to[- ]corp)\s(?:contract(?:or)?s?"
            r"|contract (?:position|role)|agreement|basis|translators?|experts?|consultants?)\b"
            r"|\bcontract[- ]to[- ]hire\b|\bas (?:a|an) (?:freelancer|(?:independent )?contractor)\b"
            r"|\bseeking freelance|^[^\w\n]{0,9}freelance\b|\bcontract (?:duration|length|type|position|role"
            r"|opportunity)\s?:?|\b(?:\d{1,2}|three|six|nine|twelve)[- ]months?"
            r" (?:rolling |initial )?contract\b(?! (?:cover|of employment))"
            r"|\b(?:type|employment|contract|engagement|arrangement"
            r"|status)\s?[:\u2013-]\s?(?:b2b|freelance|contract(?:or)?)\b|\b(?:umowa|kontrakt) b2b"
            r"|\bb2b contract|\b(?:inside|outside) ir35|\byou (?:send|write"
            r"|issue) (?:us )?(?:an )?invoices?\b|\byou invoice\b|\bself-employed\b(?! (?:people"
            r"|persons|workers|customers|professionals|clients|users))|\bfreiberuflich"
        ),
    ),
    (
        INTERNSHIP,
        (
            r"\b(?:this|our|the|an?) (?:[\w-]+\s){0,4}internship\b(?! (?:experience|experiences"
            r"|program(?:me)?s? (?:or|is a plus)|or))|\bas an? (?:[\w-]+\s){0,4}intern\b"
            r"|\b(?:summer|winter|spring|autumn|fall|paid|our) internship\b(?! (?:experience|program))"
            r"|\binternship (?:duration|position|role|benefits)\b|\bpraktikum\b"
        ),
    ),
    (
        TEMPORARY,
        r"\b(?:temporary|fixed[- ]term|interim|seasonal|befristete?)\s(?:[\w-]+\s){0,2}(?:"
        + _POST[3:-1]
        + r"|cover|contract|appointment|help)\b|\b(?:maternity|parental"
        r"|paternity)(?: leave)? cover\b|\bfixed[- ]term\b|\bonly for (?:the|one"
        r"|a) (?:\w+ )?season\b|\btemporary (?:position|role|post|job"
        r"|cover|employment)|\b(?:for|only) (?:the|one|a single) (?:summer|winter|season"
        r"|harvest)\b(?=[^.\n]{0,30}\b(?:only|ends?|over|post|job|contract))|\bends? (?:on|in|with"
        r"|after) (?:\d|january|february|march|april|may|june|july|august|september|october"
        r"|november|december|the (?:season|harvest|project|summer))|\bbefristet\b|^[^\w\n]{0,9}seasonal\b"
        r"|\bcdd (?:de|d['\u2019]|\u00e0)|\b(?:contrat|en) cdd\b"
        r"|\btempo determinato\b|\bcontrato temporal\b|\bumowa na czas okre\u015blony\b"
        r"|\bcover(?:ing|s)? (?:for )?(?:a |an )?(?:maternity|parental|sick)\b|\bcover (?:from"
        r"|for|until)\b|\b(?:post|job|position|role|contract) (?:is|runs|lasts) (?:limited )?(?:to"
        r"|until|from|for) (?:\w+ )?(?:months|january|february|march|april|may|june|july|august"
        r"|september|october|november|december)",
    ),
    (
        PART,
        (
            r"\bpart[- ]time\b(?! (?:job|jobs|study|studies|students?|mba|course|degree"
            r"|work(?:ers)? (?:at|while)|and full-time staff))|\bteilzeit\b|\bmini-?job\b"
            r"|\b(?:post|position|job) is (?:for |of )?(?:(?:two|three|[23]) (?:full )?days (?:a"
            r"|per) week|[2-8]\d ?%)"
            r"|\bhalf[- ]time\b|\b(?:[4-9]|1\d|2\d)(?:\s?(?:-|\u2013|to)\s?(?:1\d|2\d"
            r"|30))?\s?(?:\+ )?(?:hours?|hrs?|h|stunden)\s?(?:a|per|each|/|pro|in the"
            r"|\u00e0 la)\s?(?:week|wk|woche)\b|\b(?:50|60|70) ?(?:%|per ?cent) (?:post|position|fte"
            r"|workload|pensum)|\b0\.[4-7] ?fte\b|\b(?:two|three|2|3) (?:full )?days (?:a"
            r"|per) week,? (?:part|in total|altogether)|\b(?:mornings|afternoons|evenings"
            r"|weekends) only\b"
        ),
    ),
    (
        FULL,
        (
            r"\bfull[- ]?time\b(?! (?:staff|employees?\b(?! position)|students?|offer|conversion"
            r"|job offer|team|hires\b|equivalent|study))|\bpermanent (?:position|role|contract|job"
            r"|employment|post|full)|\bvollzeit\b|\bfestanstellung\b|\bunbefristet\w*|\b(?:3[5-9]"
            r"|40)(?:[.,]\d)?\s?(?:hours?|hrs?|h|stunden)\s?(?:a|per|/|pro)\s?(?:week|wk|woche)\b"
            r"|\bcdi\b|\b40h\b|\bcontrato indefinido\b|\bjornada completa\b|\btempo indeterminato\b"
            r"|\bumowa o prac\u0119\b|\bpe\u0142ny etat\b"
        ),
    ),
)
_PIECES: dict[EmploymentType, tuple[str, ...]] = {
    CONTRACT: ("contract", "freelanc", "b2b", "1099", "w2", "w-2", "c2c", "corp", "ir35", "invoice",
               "self-employed", "freiberuf", "independent"),
    INTERNSHIP: ("intern", "praktik"),
    TEMPORARY: ("temporary", "fixed", "interim", "seasonal", "befristet", "cover", "season", "summer",
                "winter", "harvest", "end in", "end on", "end with", "end after", "ends", "months", "january",
                "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december", "cdd", "determinato", "temporal", "okre"),
    PART: ("part", "teilzeit", "mini", "half", "week", "wk", "woche", "%", "cent", "fte", "only"),
    FULL: ("full", "permanent", "vollzeit", "festanstellung", "unbefristet", "week", "wk", "woche", "cdi",
           "40h", "indefinido", "jornada", "indeterminato", "umowa", "etat"),
}  # fmt: skip
"""Pieces of words, one of which stands in whatever the rules of a kind match."""
_BODY_RULES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.MULTILINE), _PIECES[kind]) for kind, pattern in _BODY
)
_HEADING_RULES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (PART, r"\bpart[- ]?time\b"),
        (FULL, r"\bfull[- ]?time\b|\bpermanent\b|\bft\b|\bfte\b"),
        (INTERNSHIP, r"\binterns?(?:hips?)?\b"),
        (CONTRACT, r"\bcontract(?:or|ors|s|ing)?\b|\bfreelanc\w+|\bb2b\b(?! saas)"),
        (TEMPORARY, r"\btemporary\b|\bfixed[- ]term\b"),
    )
)
_UNSAID = re.compile(
    r"(?:\b(?:run(?:ning)?|manag(?:e|ing)|coordinat(?:e|ing)|overse(?:e|eing)"
    r"|organi[sz](?:e|ing)|not|no|never|converted? to|stud(?:y|ying)|conversion to"
    r"|convert\w* (?:\w+ )?(?:in)?to"
    r"|lead(?:ing)? to|turn(?:ing)? into|possibility of|potential for|option (?:for|of|to)|or"
    r"|unlike|previous|prior|both|worked|experience (?:in|with|as)|of|become|our|alongside"
    r"|for all|benefits for|all|becoming|developing|build(?:ing)?|contribut(?:e|ing) to|support(?:ing)?"
    r"|shap(?:e|ing)|grow(?:ing)?|improv(?:e|ing)) (?:an? |the |be )?|n['\u2019]t (?:an? |be )?"
    r"|(?:full[- ]?time|vollzeit)\s?(?:,|/|or|oder|and|und|&)\s?)$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"[^.\n]{0,80}\b(?:not be|not|are) eligible\b", re.IGNORECASE)
"""Right behind a kind of contract: terms for others who have it."""


def read_employment(sheet: Sheet) -> Found[EmploymentType] | None:
    """The kind of contract; None when the posting does not say."""
    if sheet.employment:
        for kind, rule in _FIELD_RULES:
            if rule.search(sheet.employment):
                return Found(value=kind, words=sheet.employment, field="employment")
    return _first(sheet.title, _TITLE_RULES, "title") or _listed(sheet.heading) or _said(sheet)


def _listed(heading: str) -> Found[EmploymentType] | None:
    """Of a heading that lists several kinds, the first named counts."""
    found = [(match.start(), kind, match) for kind, rule in _HEADING_RULES if (match := rule.search(heading))]
    if not found:
        return None
    _, kind, match = min(found, key=lambda one: one[0])
    return Found(value=kind, words=match.group(), field="body")


def _first(
    text: str, rules: tuple[tuple[EmploymentType, re.Pattern[str]], ...], field: str
) -> Found[EmploymentType] | None:
    for kind, rule in rules:
        if (match := rule.search(text)) is not None:
            return Found(value=kind, words=match.group(), field=field)
    return None


def _said(sheet: Sheet) -> Found[EmploymentType] | None:
    for text in (sheet.own_text, sheet.text):
        for kind, rule, pieces in _BODY_RULES:
            for match in matches(rule, text, pieces):
                before = text[max(0, match.start() - 32) : match.start()]
                if _UNSAID.search(before) or _OF_OTHERS.match(text, match.end()):
                    continue
                return Found(value=kind, words=match.group(), field="body")
    return None
