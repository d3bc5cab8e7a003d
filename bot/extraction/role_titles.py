"""Which roles the words of a title name, in order of precedence: a rule consumes what it matches."""

import re

from bot.extraction.role_titles_makers import MAKERS

_LEADS = r"(?:director|head|vp|svp|avp|evp|vice president|manager|mgr|leader)"

_LEADERS_AND_OTHERS: tuple[tuple[tuple[str, ...], str], ...] = (
    # People who lead engineers.
    (
        ("engineering-manager",),
        r"\bengineering (?:team )?(?:manager|mgr|director|leader|lead)s?\b|\b(?:software"
        r"|(?<!business )(?<!sales )(?<!community )(?<!talent )development|dev|technical"
        r"|engineering)(?: engineering"
        r"| development)? manager\b|\b"
        + _LEADS
        + r"\b[ ,:/-]{1,3}(?:of |for )?(?:the )?(?:[\w&/-]+ ){0,2}?(?:engineering"
        r"|software development|r&d)\b(?! (?:program|operations|recruit))|\bcto\b"
        r"|\bchief technology officer\b|\bteam ?leads? manager\b|\b(?:software|backend|frontend"
        r"|platform|infrastructure|mobile|web|devops|sre|data engineering|ml|machine learning"
        r"|ai) (?:engineering )?manager\b",
    ),
    # Names that hold the name of another role.
    (
        ("legal",),
        (
            r"\b(?:(?:product|sales|marketing|hr|partnerships?|data|finance|financial|clinical"
            r"|operations|trade"
            r"|people)(?: &| and|,)? )+compliance\b"
        ),
    ),
    (("sales", "operations"), r"\bsales (?:support|operations|enablement|admin\w*|ops)\b"),
    (("marketing", "operations"), r"\bmarketing (?:operations|ops)\b"),
    (
        ("project-manager", "operations"),
        r"\b(?:strategic|special) projects?\b(?: (?:lead|manager|associate))?",
    ),
    (("design", "marketing"), r"\bcreative director\b"),
    (
        ("hr",),
        (
            r"\b(?:compensation|total rewards|benefits) (?:lead|manager|analyst|partner|business partner"
            r"|director)\b"
        ),
    ),
    (
        ("hardware",),
        (
            r"\b(?:cad|mechanical|electrical|pcb|ic|asic|analog|chip|rf|physical|circuit|tooling|structural"
            r"|silicon"
            r"|mixed[- ]signal|package|power)(?: (?:cad|product|hardware|system))* design engineer(?:s"
            r"|ing)?\b"
        ),
    ),
    (
        ("ml-engineer", "research"),
        r"\b(?:ai|ml|machine learning|deep learning)(?:/(?:ai|ml))? research engineers?\b",
    ),
    (("infrastructure",), r"\bit operations engineers?\b"),
    (
        ("solutions", "sales"),
        (
            r"\bsales (?:engineer|solutions? engineer|solutions? architect|consulting engineer)(?:s"
            r"|ing)?\b"
        ),
    ),
    (
        ("solutions",),
        (
            r"\b(?:solutions?|customer|pre-?sales|post-?sales|value|partner|field|client"
            r"|implementation|deployment|integration|onboarding) (?:solutions? )?(?:engineer|architect"
            r"|consultant)(?:s|ing)?\b|\bsolutions?\b(?! (?:manager|analyst))"
            r"|\bforward[- ]deployed\b(?:[^|,(]*engineers?)?|\bimplementation (?:specialist|manager"
            r"|lead)\b|\bpre-?sales\b|\btechnical consultant\b|\bprofessional services\b"
        ),
    ),
    (
        ("solutions", "support"),
        (
            r"\bcustomer success (?:engineer|architect)(?:s|ing)?\b|\btechnical account manager\b"
            r"|\btam\b"
        ),
    ),
    (
        ("devrel",),
        (
            r"\bdeveloper (?:advoca\w+|relations|evangelist|experience advocate|community)\b"
            r"|\bdevrel\b|\bdeveloper marketing\b|\btech(?:nical|nology)? evangelist\b"
            r"|\bdeveloper educat\w+\b"
        ),
    ),
    (
        ("support",),
        (
            r"\b(?:customer|technical|product|application|it|desktop|tech|client|user|production"
            r"|member|patient|tier ?\d|l[1-3]) (?:support|care|service|success|experience)\b"
            r"|\bsupport (?:software )?(?:engineer|analyst|specialist|agent|technician|representative"
            r"|associate"
            r"|manager|lead|officer)(?:s|ing)?\b|\bhelp ?desk\b|\bservice ?desk\b|\bcustomer success\b"
            r"|\bcustomer care\b|\bcall cent(?:er|re)\b|\bsupport\b$|\bfield service\b"
            r""
        ),
    ),
    (
        ("marketing",),
        (
            r"\bproduct marketing\b|\bmarketing(?! (?:\w+ )?(?:scientist|data|analyst|analytics"
            r"|engineer))\b|\bcopy ?writer\b|\bcontent (?:strateg\w+|writer|creator|manager|marketer"
            r"|lead|specialist|editor|producer)\b|\bseo\b|\bsem\b|\bsocial media\b|\bgrowth (?:manager"
            r"|marketer|lead|hacker|specialist|associate)\b|\bbrand (?:manager|strateg\w+|lead"
            r"|director)\b|\bdemand gen\w*\b|\bcommunications?\b(?! (?:engineer|systems?|software))"
            r"|\b(?:google|facebook|paid|display|performance) (?:ads?|search|media|social)\b|\bppc\b"
            r"|\bpublic relations\b|\bcommunity manager\b|\b(?:go-to-market|gtm)(?: \w+)? (?:manager"
            r"|lead|strateg\w+|operations|associate)\b|\bmarketer\b|\bpr manager\b|\b(?:marketing"
            r"|growth) director\b"
        ),
    ),
    (
        ("product-manager",),
        r"\bproduct (?:manager|owner|management|lead)s?\b|\bproduktmanager\w*|\bgroup pm\b"
        r"|\bpms?\b|\bcpo\b|\b"
        + _LEADS
        + r"\b[ ,:/-]{1,3}(?:of )?(?:\w+ )?product\b(?! (?:design|marketing|security|operations"
        r"|analytics|engineering|support|research))|\bproduct director\b",
    ),
    (
        ("project-manager",),
        (
            r"\b(?:projects?|program(?:me)?s?|delivery|release|portfolio|engagement) (?:manager|management"
            r"|lead|coordinator|director)s?\b|\btpms?\b|\bscrum master\b|\bagile coach\b|\bpmo\b"
            r"|\bprojektleiter\w*|\bprojektmanager\w*"
        ),
    ),
    (
        ("design",),
        (
            r"\b(?:product|ux|ui|ui/ux|ux/ui|visual|graphic|brand|interaction|web|motion|game"
            r"|communication|service|experience|content|industrial|creative|lead|senior|principal"
            r"|staff)?[ /]?design(?:er|ers)\b(?! engineer)|\b(?:product|ux|ui|ux/ui|ui/ux|visual"
            r"|graphic|interaction|experience|service|brand) design\b|\bux (?:researcher|research"
            r"|writer|lead|manager|strategist)\b|\bux\b(?! engineer)|\b(?:art|creative) director\b"
            r"|\bdesign (?:lead|manager|director)\b|\b(?:head|director|vp"
            r"|manager)[ ,]{1,2}(?:of )?design\b|\banimator\b|\billustrator\b|\bdesigner\b"
            r"|\bdesign systems? (?:designer|lead)\b"
        ),
    ),
    (("frontend", "design"), r"\b(?:design|ux|ui/ux|ux/ui) engineer(?:s|ing)?\b|\bdesign technologist\b"),
    (
        ("hr",),
        (
            r"\brecruit\w*\b|\btalent\b|\bhuman resources?\b|\bhrbp\b|\bhr\b|\bpeople (?:partner"
            r"|operations|ops|business|team|experience|lead|manager|generalist|specialist)\b"
            r"|\bhead of people\b|\bsourcers?\b|\bpayroll\b"
        ),
    ),
    (
        ("legal",),
        (
            r"\bcounsel\b|\blegal\b|\blawyers?\b|\battorneys?\b|\bparalegal\b|\bcompliance\b"
            r"|\bregulatory\b|\bprivacy (?:manager|analyst|officer|lead|program)\b|\bpolicy (?:manager"
            r"|analyst|lead|advisor|specialist)\b|\bpublic policy\b|\bdata protection officer\b"
        ),
    ),
    (
        ("sales",),
        (
            r"\baccount (?:executive|manager|director|representative|management)s?\b"
            r"|\bsales\b(?! force)(?!force)|\bbusiness development\b|\bsdrs?\b|\bbdrs?\b|\baes?\b"
            r"|\bpartnerships?\b|\bpartner (?:manager|development|sales)\b|\bbusiness developers?\b"
            r"|\bcommercial (?:manager|director|lead)\b|\brevenue (?:manager|lead"
            r"|director)\b|\bclosers?\b|\bchannel manager\b|\bvertrieb\w*|\bkey account\b"
            r"|\bchief revenue officer\b"
        ),
    ),
    (
        ("finance",),
        (
            r"\baccountants?\b|\baccounting\b|\b(?:financ\w+|treasury|tax|audit|credit|investment"
            r"|equity) (?:analyst|manager|controller|lead|director|associate|planning|specialist"
            r"|partner|officer|operations|reporting)\b|\bfp&a\b|\bcontroller\b|\bbookkeep\w*|\bcfo\b"
            r"|\bunderwriter\b|\bstrategic finance\b|\bactuar\w+\b|\bhead of finance\b"
            r"|\baccounts (?:payable|receivable)\b|\bfinance (?:manager|lead|director)\b"
            r"|^finance\b(?! data)"
        ),
    ),
)

RULES = tuple((roles, re.compile(pattern)) for roles, pattern in (*_LEADERS_AND_OTHERS, *MAKERS))

NOT_ROLES = re.compile(
    r"\b(?:reports? to|reporting to)\b.*$|(?<=\bassistant )to\b.*$|\bcto[\'\u2019]s office\b"
    r"|\boffice of the (?:cto|ceo|coo)\b|\b(?:voice )?talent (?:pool|community|network|required)\b"
    r"|\bcad (?:\w+ ){0,3}designers?\b|\bsocial security\b"
    r"|\bnational security\b|\bsite engineer\w*\b(?! reliability)|\b(?:civil|structural"
    r"|building|geotechnical|road|highway|chemical|petroleum|mining|environmental|water"
    r"|traffic|sound|audio visual|recording) engineer\w*\b"
    r"|\breal estate developers?\b|\b(?:property|land|curriculum|course|leadership"
    r"|organi[sz]ational|economic|community|child|instructional) developers?\b"
    r"|\binstructional design\w*\b|\b(?:interior|fashion|floral|landscape|jewel\w+|set|hair"
    r"|kitchen|textile|costume|lighting) design\w*\b"
    r"|\bsolutions oriented\b|\bsecurity (?:deposit|benefits)\b|\bfood (?:safety|security)\b"
    r"|\bmedia planner\b"
)
"""Words of titles that look like roles of our families and are not."""
