"""What the duties say about a software engineer whose title names no nearer family. Counts cue words."""

import re

_FULLSTACK = re.compile(
    r"\bfull[- ]?stack\b(?! (?:sales|ai infrastructure|platform for|recruit|marketing|company|team of))"
    r"|\bacross (?:the|our) (?:entire |whole |full |tech(?:nology)? )*stack\b|\b(?:whole"
    r"|entire|full) stack\b|\b(?:both )?front[- ]?end(?: |, | and |/| & )+(?:and "
    r"|the )?back[- ]?end\b|\bback[- ]?end(?: |, | and |/| & )+(?:and |the )?front[- ]?end\b",
    re.IGNORECASE,
)
_SERVER = re.compile(
    r"\bback[- ]?end\b(?! (?:team|engineers|developers))|\bserver[- ]side\b"
    r"|\bmicro-?services?\b|\bdistributed (?:systems?|services|computing)\b|\b(?:rest(?:ful)?"
    r"|grpc|graphql|http|public|internal|web)?[ -]?apis?\b|\bhigh[- ](?:throughput"
    r"|availability|scale)\b"
    r"|\blow[- ]latency\b|\bevent[- ]driven\b|\bmessage (?:queues?|brokers?)\b|\bdatabases?\b"
    r"|\bscalable (?:services|systems)\b|\bdata (?:model|schema)s?\b|\bservice[- ]oriented\b"
    r"|\bpostgres(?:ql)?\b|\bkafka\b|\bcaching\b|\bdynamodb\b|\bspring boot\b|\bdjango\b"
    r"|\bfastapi\b|\bmulti-tenant\b|\borchestration\b|\bworkflow engines?\b|\bfault[- ]toleran\w+\b",
    re.IGNORECASE,
)
_PLAINLY_SERVER = re.compile(
    r"\bback[- ]?end\b(?! (?:team|engineers|developers))|\bserver[- ]side\b"
    r"|\bmicro-?services?\b|\bdistributed (?:systems?|services)\b|\bevent[- ]driven\b",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"\bfront[- ]?end\b(?! (?:team|engineers|developers))|\buser interfaces?\b|\bui(?:/ux)?\b"
    r"|\breact(?:\.?js)?\b(?! (?:to|quickly|native))|\bvue(?:\.?js)?\b|\bangular\b|\bcss\b"
    r"|\bweb apps?\b|\bnext\.?js\b|\bdesigners?\b|\bcomponents? librar\w+\b|\baccessibility\b",
    re.IGNORECASE,
)
_SCREEN_TOOL = re.compile(
    r"\breact(?:\.?js)?\b(?! (?:to|quickly|native|with))|\bvue(?:\.?js)?\b|\bangular\b"
    r"|\bsvelte\b|\bcss\b|\bnext\.?js\b",
    re.IGNORECASE,
)
_MODELS = re.compile(
    r"\b(?:train|fine-?tun|deploy|build|evaluat)\w*(?: and \w+)? (?:[\w-]+ ){0,3}models\b"
    r"|\bpytorch\b|\btensorflow\b|\bmachine learning\b|\bfine-?tun\w+\b|\bllms?\b",
    re.IGNORECASE,
)
_TRADES = re.compile(
    r"\bsoftware\b|\bcode\b|\bcoding\b|\bapis?\b|\bprogramming\b|\bpython\b|\bjava\b"
    r"|\btypescript\b|\bkubernetes\b|\breact\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:looking for|hiring|seeking|searching for|as an?|we need)"
    r"(?: (?:an?|our|some|the|more|senior|experienced|strong|great|talented|several|two|one)){0,4}"
    r" (?P<role>back[- ]?end|front[- ]?end|full[- ]?stack) (?:software )?(?:engineer|developer)s?\b",
    re.IGNORECASE,
)
_ENOUGH_MODELS = 3
_ENOUGH = 2


_DATA = re.compile(
    r"\bdata (?:systems|pipelines?|platforms?|architectures?|processing|infrastructure|ingestion"
    r"|warehous\w+|lakes?"
    r"|solutions)\b|\b(?:ingestion|etl|elt|streaming|batch) (?:pipelines?|jobs?|processes)\b"
    r"|\banalytics (?:infrastructure|platform|engine|pipelines?)\b|\b(?:apache )?(?:spark|flink|airflow"
    r"|beam)\b"
    r"|\bdbt\b|\blakehouse\b",
    re.IGNORECASE,
)
_RELEASES = re.compile(
    r"\bci ?/ ?cd\b|\bcontinuous (?:integration|delivery|deployment)\b|\brelease (?:systems?|process\w*"
    r"|pipelines?"
    r"|automation|engineering)\b|\bbuild (?:systems?|pipelines?|issues|infrastructure)\b|\bterraform\b"
    r"|\bansible\b"
    r"|\binfrastructure as code\b|\bself-hosted (?:runners?|ci)\b|\bkubernetes\b",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"\b(?:test|testing|qa) (?:automation|cases?|plans?|suites?|scripts?|frameworks?|coverage)\b"
    r"|\b(?:automated?|regression|functional|manual) test\w*\b|\bselenium\b|\bcypress\b|\bplaywright\b"
    r"|\bappium\b|\bdefects?\b",
    re.IGNORECASE,
)
_STRONGLY = 5
_RELEASES_AT_LEAST = 3


def data_duties(text: str) -> tuple[str, ...]:
    """Words by which a backend engineer builds systems for data; none when they are too few."""
    words = _words(_DATA, text)
    return _once(words) if len(_kinds(words)) >= _STRONGLY else ()


def release_duties(text: str) -> tuple[str, ...]:
    """Words by which an automation engineer automates releases; none where tests are named as often."""
    words = _words(_RELEASES, text)
    enough = len(_kinds(words)) >= _RELEASES_AT_LEAST
    return _once(words) if enough and len(_kinds(words)) > len(_kinds(_words(_TESTS, text))) else ()


def duties(text: str, *, by_language: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles that the duties of a generic software engineer name, and the words that say so, each once.

    `by_language`: the title names a language of servers, so that plain words of servers are enough.
    """
    sought = _SOUGHT.search(text)
    if sought is not None:
        role = sought["role"].lower().replace("-", "").replace(" ", "")
        return ("fullstack", "software") if role == "fullstack" else (role,), (sought["role"],)
    full = _FULLSTACK.search(text)
    if full is not None:
        return ("fullstack", "software"), (full.group(),)
    server, screen = _words(_SERVER, text), _words(_SCREEN, text)
    tools = _words(_SCREEN_TOOL, text)
    plainly_server = _PLAINLY_SERVER.search(text) is not None
    if (by_language and not tools and len(_kinds(server)) >= _ENOUGH) or (
        plainly_server
        and len(server) >= _ENOUGH
        and len(server) > _ENOUGH * len(tools)
        and len(_kinds(server)) >= len(_kinds(screen))
    ):
        return ("backend",), _once(_words(_PLAINLY_SERVER, text) + server)
    if tools and (plainly_server or len(_kinds(server)) >= _ENOUGH):
        return ("fullstack", "software"), _once(tools + server)
    if tools and len(_kinds(screen)) > _ENOUGH and len(_kinds(server)) <= 1:
        return ("frontend",), _once(screen)
    return (), ()


def about_models(text: str) -> bool:
    """Whether the duties are those of somebody who builds or trains models."""
    return len(_kinds(_words(_MODELS, text))) >= _ENOUGH_MODELS


def about_software(text: str) -> bool:
    """Whether the text is about making software at all."""
    return len(_kinds(_words(_TRADES, text))) >= 2  # noqa: PLR2004


def _words(cue: re.Pattern[str], text: str) -> list[str]:
    return [match.group().strip() for match in cue.finditer(text)]


def _kinds(words: list[str]) -> set[str]:
    return {word.lower() for word in words}


def _once(words: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(word.lower(), word)
    return tuple(seen.values())
