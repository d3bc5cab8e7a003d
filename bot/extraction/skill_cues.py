"""The words around a mention that say whether a skill is part of the job, named in passing, or not wanted."""

import re
from functools import lru_cache

from bot.domain.opening import Strength
from bot.extraction.cue_lines import Cued


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_TRIGGER = re.compile(
    r"no|not|never|without|nor|neither|cannot|t|formerly|unlike|away|off|instead|rather|place|opposed|rid|left|goodbye"
    r"|from|used|loved|backed|came|come|similar|ex|us|former|past|old|other|works?|earlier|alternative"
    r"|(?:replac|retir|sunset|deprecat|phas|drop|previous|customer|client|partner|compet|applicant|screening|recruit|resume|vendor|supplier|employer"
    r"|investor|invested|leaders|innovators|backers|roster|compan|brand|alumni|trusted|funded|found|acquired|joined|background|sponsor|integrat|connect"
    r"|plug|sync|compatible|import|export|team|group|department|agenc|colleague|somebody|someone|contractor|another|people"
    r"|half)[a-z]*"
)
"""The words that `spoken` looks for; a sentence without one needs no further look."""

_WORD = re.compile("[a-z]+")
_NOT = re.compile(
    r"(?:\b(?:no|not|never|without|nor|neither|cannot)\b|n['\u2019]t\b)"
    r"(?! (?:only|just|limited|merely|afraid|shy|necessarily|exclusively|least|longer than|matter|doubt"
    r"|later|more than"
    r"|less than|restricted|to mention))"
    r"(?P<between>[^.;:!?]{0,45})$",
    re.IGNORECASE,
)
_NOT_ENDS = _pattern(
    r",| but | and (?:you|we|our|the) ",
    r"\b(?:because|since|until|if|instead|rather|when|who|which|that|so)\b",
    r"\b(?:is|are) (?:written|built|made|done|implemented)\b",
)
_AWAY = re.compile(
    r"(?:\b(?:away from|off of|instead of|rather than|in place of|unlike|opposed to|replac(?:e|es|ed"
    r"|ing)|retir(?:e|ed|es|ing)"
    r"|sunset(?:ting)?|deprecat(?:e|ed|es|ing)|phas(?:e|ed|es|ing) out|got rid of|get(?:ting)? rid of"
    r"|dropp?(?:ed|ing)|left"
    r"|goodbye to|moved? off|moving off|migrat(?:e|ed|ing) off|formerly|no longer)\b)"
    r"(?: (?:the|our|a|an|old|legacy|from|use|using|its|of|their|all"
    r"|last))*(?: (?!to\b)[\w.+#/-]+,?){0,2}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:mov|migrat|transition|switch|port|rewrit|convert|com)\w*(?: [\w-]+){0,4} from(?: (?:the|our"
    r"|an?|old|legacy))*"
    r"(?: (?!to\b)[\w.+#/-]+,?){0,2}\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[^.;:!?,]{0,40}?\b(?:(?:is|are|was|were) (?:not|no longer|never)|isn['\u2019]t|aren['\u2019]t"
    r"|not) (?:strictly |really |actually )?"
    r"(?:required|needed|necessary|used|expected|a requirement|part of|asked|involved|wanted|a must|our"
    r"|relevant)",
    re.IGNORECASE,
)
_STILL_WELCOME = _pattern(
    r"\b(?:but|though|although|however|yet)\b[^.]{0,40}\b(?:plus|help\w*|nice|bonus|welcome|advantage"
    r"|preferred|desirable|good|great|beneficial)\b",
    r"\b(?:teach|learn|train)\w*\b",
)
_OTHERS_USE = _pattern(
    r"\b(?:customers?|clients|partners?|competitors?|applicants|vendors?|suppliers?"
    r"|former employers?)\b(?: [\w,'\u2019\u2013\u2014-]+){0,6}? "
    r"(?:use|uses|used|using|run|runs|running|rely|relies|have|deploy|build|builds|built|work|such as"
    r"|including|like|include|includes"
    r"|already|choose|want|who|are on|on|with|from)\b",
    r"\b(?:trusted by|used by|loved by|backed by|invested in by|funded by|investors|(?:companies"
    r"|brands|labs|startups|firms) (?:like|such as|including)"
    r"|alumni|ex-|previously (?:at|built|worked)|founders? (?:of|from)|came from|come from"
    r"|joined (?:us )?from"
    r"|background(?:s)? (?:at|from)|formerly|founded by|acquired by|sponsors? of|competes? with"
    r"|competing with|alternative to|similar to)\b",
    r"\b(?:leaders|innovators|investors|backers|roster)\b[^.;]{0,60}?"
    r"\b(?:including|like|such as|from)\b",
)
_RECRUITING = re.compile(
    r"\b(?:assist|uses?|used|using|help|support)\b[^.;]{0,80}"
    r"\b(?:screening|recruit(?:ing|ment)|(?:hiring|selection) process"
    r"|(?:review|evaluat|assess)\w* (?:of )?(?:job )?(?:applica\w+|candidates|resumes))\b",
    re.IGNORECASE,
)
"""The employer's own notice on the tools with which it reads applications."""
_COMPANIES = re.compile(r"\b(?:companies|brands|startups|firms)\s?[:\u2013\u2014]", re.IGNORECASE)
_CUSTOMERS_AFTER = re.compile(
    r"[^.;:!?]{0,80}?\b(?:are|is) (?:just |only |all )?(?:a few|some|among|one|two|three|part)?(?: of)?"
    r" ?(?:our|its|their)"
    r" (?:\w+ )?(?:customers?|clients?|users|partners?|investors?)\b",
    re.IGNORECASE,
)
_INTEGRATES = _pattern(
    r"(?:\b(?:native|many|hundreds of|out-of-the-box|pre-?built|ready-made|deep|seamless)|\d\+?)"
    r" (?:\w+ )?integrations (?:with|to|for|into)\b",
    r"\b(?:we|it|they|product|platform|app|tool|software|solution|which|that|customers)\b[^.;]{0,40}"
    r"\b(?:integrat(?:e|es|ed) (?:\w+ )?(?:with|into)|connects? (?:to|with)|works? with|plugs? into"
    r"|syncs? with|is compatible with"
    r"|imports? from|exports? to)\b",
    r"\b(?:plugins?|connectors?) for\b",
)
_OTHER_TEAM = re.compile(
    r"\b(?:(?:other|another|separate|different|sister|neighbou?ring|dedicated|infrastructure|platform"
    r"|operations|web|mobile|data|backend"
    r"|frontend|hosting|agency|partner) (?:team|group|department|company|agency|colleagues)"
    r"|(?:other|another|the other) (?:teams?|colleagues|people|half)|colleagues (?:in|from|at|of)"
    r"|somebody else|someone else|contractors?"
    r"|team next door|team (?:upstairs|downstairs|across))\b(?! (?:with|and|to|on|you|using|in the)\b)",
    re.IGNORECASE,
)
_PAST = _pattern(
    r"\b(?:some|many) of us\b",
    r"\b(?:former|previous|earlier|past|old) (?:jobs?|li(?:fe|ves)|companies|employers?|careers?)\b",
)
_ASKS = _pattern(
    r"\b(?:you(?:r|['\u2019]ll)?|experience\w*|knowledge|proficien\w+|familiar\w*|expertise|skills?"
    r"|required?|must|plus|bonus|ideal(?:ly)?"
    r"|candidate|looking for|understanding|fluent|preferred|nice to have|asked for)\b"
)
_WANTED = (
    r"(?:experience[ds]?|knowledge(?:able)?|proficien\w+|familiar\w*|expertise|skill(?:s|ed)|background"
    r"|understanding|understands?|fluen\w+|certifi\w+|hands-on|track record|history|comfortable|grasp|command"
    r"|exposure|practitioner|expert|specialist|trained|mastery|master)"
)
_DOING = r"(?:,? (?:and |or |and/or )?(?!training\b|including\b)\w+ing)+"
_WANTED_BEFORE = re.compile(
    rf"\b(?:{_WANTED}(?: \w+){{0,3}}? (?:in|with|of|on|to|using|across|as|building|about|at)\b"
    rf"|{_WANTED}{_DOING}\b"
    r"|\byears?['\u2019]?(?: (?:of|in|working|professional|relevant|proven|hands-on)){1,3}\b"
    rf"|\byears?['\u2019]?{_DOING}(?= ))"
    r"(?:[^.;:]|\b(?:e\.? ?g|i\.? ?e|etc|vs)\.|(?<=[:(] e)\.)*$",
    re.IGNORECASE,
)
_WANTED_AFTER = re.compile(
    r"(?:(?!\b(?:an?|the|to|deliver\w*|user|customer|client|member|employee|candidate)\b)[\w\s,/&-]){0,45}?"
    r"\b(?:experience|skills|expertise|background|knowledge|proficiency)\b"
    r"|\s?:\s(?:\w+ ){0,3}(?:ability|able|experience|understanding|knowledge|expertise|familiarity"
    r"|proficien\w+|skilled|skills)\b",
    re.IGNORECASE,
)
_NAMES_ANOTHER = re.compile(
    r"(?:/[\w.]+)?[ -](?!(?:and|or|in|for|to|with|on|of|at|as|is|are|within|across|using|through|from|that"
    r"|which|who|by|into|such|including|like|plus|skills?|experience|expertise|knowledge|background|proficiency|principles?"
    r"|concepts?|techniques?|methods?|methodolog(?:y|ies)|practices?|fundamentals|work|best|patterns"
    r"|technolog(?:y|ies)|tools?|tooling|systems?|domains?|capabilities|standards?|models?|architectures?|algorithms?"
    r"|infrastructure|frameworks?|pipelines?|processes|theory|workflows?"
    r"|certifications?|required|preferred|a|an|the)\b)[a-z]"
)
_DEGREE = re.compile(r"\b(?:degree|bachelor\S*|master\S*|diploma|ph\.?d)\b[^.;\n]*$", re.IGNORECASE)
_NEAR = 110

_SAYS_OTHERS = Cued(
    _OTHERS_USE,
    (
        "customer",
        "client",
        "partner",
        "competit",
        "applicant",
        "vendor",
        "supplier",
        "employer",
        "trusted",
        "used by",
        "loved",
        "backed",
        "invest",
        "funded",
        "like",
        "such as",
        "including",
        "alumni",
        "ex-",
        "previously",
        "founde",
        "came from",
        "come from",
        "joined",
        "background",
        "formerly",
        "acquired",
        "sponsor",
        "compet",
        "alternative",
        "similar",
        "leaders",
        "innovators",
        "enterprises",
        "organi",
        "backers",
        "roster",
    ),
)
_SAYS_RECRUITING = Cued(
    _RECRUITING,
    (
        "screening",
        "recruit",
        "hiring",
        "selection",
        "applica",
        "candidates",
        "resumes",
    ),
)
_SAYS_COMPANIES = Cued(
    _COMPANIES,
    (
        "companies",
        "brands",
        "startups",
        "firms",
    ),
)
_SAYS_CUSTOMERS = Cued(
    _CUSTOMERS_AFTER,
    (
        "customer",
        "client",
        "users",
        "partner",
        "investor",
    ),
)
_SAYS_INTEGRATES = Cued(
    _INTEGRATES,
    (
        "integrat",
        "connect",
        "works with",
        "work with",
        "plug",
        "sync",
        "compatible",
        "import",
        "export",
    ),
)
_SAYS_OTHER_TEAM = Cued(
    _OTHER_TEAM,
    (
        "team",
        "group",
        "department",
        "compan",
        "agency",
        "colleagues",
        "people",
        "half",
        "somebody else",
        "someone else",
        "contractor",
    ),
)
_SAYS_PAST = Cued(
    _PAST,
    (
        "some of us",
        "many of us",
        "former",
        "previous",
        "earlier",
        "past",
        "old ",
    ),
)
_SAYS_FROM = Cued(_FROM, (" from",))
_SAYS_AWAY = Cued(
    _AWAY,
    (
        "away from",
        "off",
        "instead of",
        "rather than",
        "in place of",
        "unlike",
        "opposed to",
        "replac",
        "retir",
        "sunset",
        "deprecat",
        "phas",
        "rid of",
        "drop",
        "left",
        "goodbye",
        "formerly",
        "no longer",
    ),
)
_SAYS_WELCOME = Cued(
    _STILL_WELCOME,
    (
        "but",
        "though",
        "however",
        "yet",
        "teach",
        "learn",
        "train",
    ),
)
"""The patterns that most sentences need not be held against: those without a piece of them."""


def may_be_passing(sentence: str) -> bool:
    """Whether a sentence holds a word that `spoken` looks for; else all that it names is part of the job."""
    return any(map(_is_trigger, _WORD.findall(sentence.lower())))


@lru_cache(maxsize=20_000)
def _is_trigger(word: str) -> bool:
    return _TRIGGER.fullmatch(word) is not None


def spoken(before: str, after: str) -> Strength:
    """How a sentence speaks of what stands between `before` and `after`: CORE, PASSING or NEGATED."""
    if _negated(before, after):
        return Strength.NEGATED
    sentence = before + after
    others = (
        _SAYS_OTHERS.search(before)
        or _SAYS_COMPANIES.search(before)
        or _SAYS_CUSTOMERS.match(after)
        or _SAYS_INTEGRATES.search(before)
        or _SAYS_OTHER_TEAM.search(sentence)
    )
    if (
        _SAYS_RECRUITING.search(after)
        or _SAYS_FROM.search(before)
        or _SAYS_PAST.search(sentence)
        or (others and not _ASKS.search(sentence))
    ):
        return Strength.PASSING
    return Strength.CORE


def _negated(before: str, after: str) -> bool:
    found = _NOT.search(before)
    said = found is not None and _NOT_ENDS.search(found["between"]) is None
    said = said or _SAYS_AWAY.search(before) is not None or _NOT_AFTER.match(after) is not None
    return said and _SAYS_WELCOME.search(after) is None


def asked_for(before: str, after: str) -> bool:
    """Whether "experience with", "... skills" and the like stand close: what a field of work needs.

    A field that only colours another thing ("AI products", a degree in it) is not asked for.
    """
    if _NAMES_ANOTHER.match(after) or _DEGREE.search(before):
        return False
    return _WANTED_BEFORE.search(before[-_NEAR:]) is not None or _WANTED_AFTER.match(after) is not None
