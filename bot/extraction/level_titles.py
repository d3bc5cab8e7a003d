"""Level words of titles: which level each names, and the phrases in which it names none."""

import re

from bot.domain.opening import Level

NOT_LEVELS = re.compile(
    r"\b(?:assistant|secretary|advis[eo]r|aide|deputy|support) (?:to|of) (?:the )?.*$"
    r"|\breport(?:s|ing) to .*$"
    r"|\bsenior (?:living|care|citizens?|housing|services|center|centre|communit\w+|home|homes"
    r"|health|residence)\b|\bseniors\b"
    r"|\blead[- ]?(?:gen\w*|qualification|nurturing|time|management|conversion|acid|poisoning"
    r"|to cash|free)\b|\b(?:sales|inbound|qualified|marketing|warm) leads\b"
    r"|\bstaff (?:nurses?|accountants?|augmentation|training|scheduling|relations|sergeant"
    r"|attorney|writer|assistant|pharmacist|physician|therapist|member)\b|\b(?:chief of"
    r"|member of(?: the)? (?:technical|trading|research|design)|technical|teaching|medical|nursing"
    r"|support|kitchen|bar"
    r"|wait|office|temporary|warehouse|event) staff\b"
    r"|\bprincipal (?:investigator|component|place|agent|dealer|teacher)\b"
    r"|\bschool principal\b|(?<=[,:(|\u2013-])\s+principal\s(?=\w)(?![^,(|]*\b(?:engineer|developer|scientist"
    r"|architect|designer|analyst|consultant|manager|researcher|level|staff)s?\b)|\b(?:junior"
    r"|senior) (?:high|college|school)\b|\bjuniors? (?:team"
    r"|academy|coach)\b"
    r"|\b(?:account|sales|marketing|customer service|business development|customer|hr|accounts"
    r"|advertising|recruitment|admin\w*|front office) executives?\b|\bexecutive (?:assistant(?: to .*$)?"
    r"|search|recruit\w*|protection|chef|producer|coach\w*|support|education|communications"
    r"|administrat\w+|briefing|housekeeper)\b"
    r"|\b(?:mid|middle)[- ]?(?:market|east|school|office|ware|town|atlantic|west|stage|size\w*"
    r"|funnel)\b|\bgraduate (?:school|admissions|program manager|recruit\w*|studies"
    r"|scheme manager)\b|\bentry (?:clerk|operator|specialist|point)\b|\bdata entry\b"
    r"|\binternal\b|\binternational\b"
    r"|\b(?:intern(?:ship)?|apprentice(?:ship)?|trainee|graduate)s? (?:program(?:me)?s? )?"
    r"(?:coordinator|manager"
    r"|director|lead|specialist|supervisor|recruiter|advisor|officer)\b"
    r"|\b(?:art|funeral|music|film|athletic|board|non-?executive"
    r"|casting) directors?\b|\bdirectory\b|\bactive directory\b"
    r"|\bmanager[- ]?in[- ]?training\b|\b(?:package|password|content|window|task|memory|device"
    r"|secrets?|wallet|key|file) managers?\b(?! (?:for|of) people)",
    re.IGNORECASE,
)

_IC_MANAGERS = (
    r"products?|project|projekt|program(?:me)?|account|accounts|customer success|success"
    r"|client(?: success| services| relations| partner)?|community|incident|release|case"
    r"|content|campaign|social media|partner(?:ship)?s?|fleet(?: care)?|category|territory"
    r"|office"
    r"|brand|seo|crm|event|events|relationship|channel|delivery|portfolio|change|risk|asset"
    r"|contract|contracts|property|facility|facilities|grant|claims|vendor|supplier"
    r"|procurement|sourcing|inventory|logistics|growth|marketing|product marketing|lifecycle"
    r"|email|paid media|performance"
    r"|community|influencer|affiliate|demand generation|field marketing|engagement"
    r"|implementation|onboarding|solutions?|technical account|key account|business development"
    r"|sales development|alliances?|compliance|privacy|policy|tax|treasury|payroll|billing"
    r"|pricing|strategy|operations strategy"
    r"|experience|scrum|configuration|problem|service level|service delivery|traffic|media"
    r"|communications?|pr|public relations|advocacy|learning|training|curriculum|talent"
    r"|recruiting|recruitment|merchandising|planning|demand|supply chain|sustainability"
    r"|research|user research|knowledge|quality|records|stage|tour|kit|team event|go-to-market"
    r"|gtm|consumer growth|(?:\w+ )?growth operations|business operations|strategy (?:and"
    r"|&) operations|operations|process|market|country|city|region|area|district|renewals?"
    r"|enablement|gtm enablement|sales enablement|revenue|deal desk|pre-?sales|licen[sc]ing"
    r"|collections|accounting|finance|executive communications"
)
IC_MANAGER = re.compile(
    rf"\b(?:{_IC_MANAGERS})\s(?:managers?|mgr)\b|\bproduktmanager\w*|\bprojektmanager\w*", re.IGNORECASE
)
"""Managers of things and accounts: managers of people only where the text says so."""

_ROLE = (
    r"engineer(?:ing)?|developer|dev|scientist|designer|architect|analyst|programmer"
    r"|administrator|technician|manager|researcher|consultant|writer|tester|sde|swe|sdet|sre"
    r"|specialist|recruiter|accountant|associate|representative"
)
LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern, re.IGNORECASE))
    for level, pattern in (
        (
            Level.EXECUTIVE,
            (
                r"\b(?:chief [\w&, ]{2,40}? officer|c[etfiopm]o|ciso|chro|cpo|vp|svp|evp|avp"
                r"|vice[- ]president|president|managing director|general partner|partner(?= and | at )"
                r"|gesch\u00e4ftsf\u00fchrer\w*)\b"
            ),
        ),
        (
            Level.DIRECTOR,
            (
                r"\b(?:directors?(?!['\u2019]s)|head of|head,|global head|group head|direktor\w*|directeur"
                r"|directrice"
                r"|leiter\w*)\b|\bhead$|\bhead(?= -| \u2013|,)"
            ),
        ),
        (
            Level.MANAGER,
            (
                r"\b(?:managers?|mgr|supervisors?|team ?leiter\w*|teamleiter\w*|foreman|forewoman"
                r"|superintendent)\b"
            ),
        ),
        (
            Level.PRINCIPAL,
            (
                r"\b(?:principals?|distinguished|(?:engineering|technical|architecture|software|hardware"
                r"|design) fellow|^fellow(?=,| [-\u2013]))\b"
            ),
        ),
        (Level.LEAD, r"\b(?:leads?|team ?lead(?:er)?|tech ?lead|lead(?:er)?)\b|\bteam ?leader\b"),
        (Level.STAFF, r"\bstaff\b\+?"),
        (Level.SENIOR, r"\b(?:seniors?|sr|snr|sen\.|experienced|expert|s\u00e9nior|s\u00eanior|starszy)\b"),
        (
            Level.MID,
            (
                r"\b(?:mid(?:dle)?(?:[ -]?level| weight|weight)?|medior|intermediate"
                r"|confirm\u00e9e?|pleno|regular(?=\s?[/,|&]|\s(?:or\s|and\s|to\s)?(?:senior"
                r"|[\w.#+]+ (?:developer"
                r"|engineer)|developer|engineer)))\b(?! (?:atlantic|market))"
            ),
        ),
        (
            Level.JUNIOR,
            r"\b(?:junior|jr|jnr|entry[ -]?level|graduates?|(?:new|recent|university"
            r"|college)[ -]?grad\w*|grads?|early[ -]career|beginner|m\u0142odszy|berufseinsteiger\w*"
            r"|d\u00e9butante?|early talent|campus (?:hire|grad\w*))\b|\bassociate (?!(?:director"
            r"|partner|vice|principal|general|professor|dean|attorney|counsel"
            r"|manager,? [a-z]+ (?:store|retail)|staff|creative|head))(?:[\w&/-]+ ){0,3}(?:"
            + _ROLE
            + r")s?\b",
        ),
        (
            Level.INTERN,
            (
                r"\b(?:interns?|internships?|werkstudent\w*|working student|praktik\w*|stagiaire"
                r"|alternant\w*|alternance|becari[oa]|estagi\u00e1ri[oa]|trainees?|apprentice(?:ship)?s?"
                r"|co-?op|stage\b(?= )|student (?:assistant|worker|researcher|engineer|developer)|azubi\w*"
                r"|ausbildung)\b"
            ),
        ),
    )
)
NUMERALS = {
    "i": Level.JUNIOR, "1": Level.JUNIOR, "ii": Level.MID, "2": Level.MID,
    "iii": Level.SENIOR, "3": Level.SENIOR, "iv": Level.SENIOR, "4": Level.SENIOR,
}  # fmt: skip
_STEP = r"(?:i{1,3}|iv|[1-4])"
LADDER = re.compile(
    rf"\b(?:{_ROLE})s?[ ,-]{{1,3}}(?:level )?(?:l)?(?P<steps>{_STEP}(?:\s?[/&,]\s?{_STEP})*)\b"
    r"(?![/+]|[ -]?(?:years?|yrs?|months?|days?|to \d|x\b|\d))"
    r"|(?<!phase )(?<!tier )(?<!class )(?<!title )(?<!type )(?<!part )(?<!stage )\b(?P<last>II|III|IV)"
    r"(?=\s*(?:$|[,(|]))",
    re.IGNORECASE,
)
"""Steps of a ladder ("Software Engineer II", "Engineer I/II")."""
ALL_LEVELS = re.compile(
    r"\b(?:all|any|multiple|various|several|different|mixed) (?:experience |seniority |skill "
    r"|career )?levels\b",
    re.IGNORECASE,
)
"""A title that says so is for everybody who does the work: juniors, mid level, seniors."""
RANGE = re.compile(r"^\s*(?:-|\u2013|to|through|bis|until)\s*$", re.IGNORECASE)
"""What stands between the ends of a range of levels ("Junior to Senior")."""
FOUNDING = re.compile(r"\bfounding\b|\bfirst (?:engineer|hire|designer|marketer)\b", re.IGNORECASE)
"""Who joins as a founder has no step on a ladder, however few years are asked for."""
ASSOCIATE = re.compile(
    r"(?<!sales )(?<!store )(?<!warehouse )(?<!retail )(?<!legal )(?<!litigation )(?<!senior )(?<!sr )"
    r"(?<!production )(?<!team )(?<!research )(?<!service )(?<!fulfillment )(?<!operations )\bassociates?(?=$"
    r"|[ ,(|-]*$| [-\u2013(|,]|,)",
    re.IGNORECASE,
)
"""A title that ends so is for beginners."""

ALTERNATIVES = re.compile(
    r"^\s*(?:/|,|&|\+|\||-|\u2013|\bor\b|\band\b|\bto\b|\bund\b|\boder\b|\bthrough\b|\bbis\b|\s)+\s*$",
    re.IGNORECASE,
)
"""What stands between two level words that are both meant ("Senior / Staff")."""
