"""Which postings are the same position: identity keys and content hashes. Pure.

Four keys, the surest first:

- `id:`   the source and its own id: the same entry, read again;
- `url:`  the canonical address: the same page, seen from elsewhere;
- `text:` company, title, place and the words of the text: the same advertisement, copied;
- `who:`  company, title and place: very likely the same position. It exists only where all three are
  known and the posting holds one opening, and `decisions` trusts it between sources only: five
  requisitions of one title at one company stay five when the source lists them with different texts.

Keys of a workspace's own source carry the workspace, so nothing of it can meet what others see.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from bot.domain.opening import Reading
from bot.domain.posting import Posting
from bot.domain.source import Source
from bot.feeds.urls import canonical_url, names_one_posting

LEAST_TEXT = 200
"""Characters that a text needs to identify a posting: shorter ones are boilerplate."""
LONGEST_KEY = 300

_LEGAL = frozenset(
    {"inc", "incorporated", "llc", "llp", "ltd", "limited", "gmbh", "mbh", "ag", "se", "sa", "sas", "sarl"}
    | {
        "srl",
        "spa",
        "bv",
        "nv",
        "ab",
        "oy",
        "oyj",
        "as",
        "aps",
        "plc",
        "corp",
        "corporation",
        "co",
        "company",
    }
    | {"kg", "kgaa", "ohg", "ug", "pty", "pte", "pvt", "private", "kk", "sp", "zoo"}
)
_GENDER = re.compile(
    r"[(\[]?\s*\b(?:[mwfdxgiv]|div|gn|human)\s*(?:[/|,*]\s*(?:[mwfdxgiv]|div|gn)\b\s*){1,3}[)\]]?"
    r"|[(\[]\s*(?:all genders?|gn|any gender|m w d)\s*[)\]]",
    re.IGNORECASE,
)
_FEMININE = re.compile(r"(?<=\w)(?:[*:_]in(?:nen)?|/-?in)\b|\(in\)", re.IGNORECASE)
_ROLLED = re.compile(
    r"[(\[]?\s*(?:\b(?:req(?:uisition)?|job|ref|id|jr|r)\s*(?:id|no|nr)?\.?\s*[-#:]?\s*|#\s*)[a-z]{0,3}-?\d{3,}\s*[)\]]?"
    r"|[(\[]?\b\d{5,}\b[)\]]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where keys hold: `source` is the source's id; `workspace` is set for a workspace's own source."""

    source: int
    workspace: int | None = None


def scope_of(source: Source) -> Scope:
    """The scope of a source's keys."""
    return Scope(source.id, source.workspace_id)


def identity_keys(scope: Scope, posting: Posting, reading: Reading) -> tuple[str, ...]:
    """The keys of a posting, the surest first; always at least the source's own id."""
    return (
        _key(f"id:{scope.source}:", posting.native_id),
        *shared_keys(scope, posting, reading),
    )


def shared_keys(scope: Scope, posting: Posting, reading: Reading) -> tuple[str, ...]:
    """The keys that a posting can share with one from elsewhere: `url:`, `text:`, `who:`."""
    within = "" if scope.workspace is None else f"w{scope.workspace}:"
    keys = []
    address = canonical_url(posting.url)
    if address is not None and names_one_posting(address):
        keys.append(_key(f"{within}url:", address))
    text = "".join(character for character in reading.text.casefold() if character.isalnum())
    title, company, place = (
        title_words(reading.title),
        company_words(reading.company),
        place_words(posting, reading),
    )
    if title and len(text) >= LEAST_TEXT:
        digest = hashlib.sha256(f"{company}|{title}|{place}|{text}".encode()).hexdigest()
        keys.append(f"{within}text:{digest}")
    if title and company and place and len(reading.openings) == 1:
        keys.append(_key(f"{within}who:", f"{company}|{title}|{place}"))
    return tuple(keys)


def is_sure(key: str) -> bool:
    """Whether a key makes two postings one without a doubt, also within one source: all but `who:`."""
    return "who:" not in key[:16]


def company_words(company: str | None) -> str:
    """A company's name for comparison: "Acme, Inc." and "ACME GmbH & Co. KG" are both "acme"."""
    words = _plain(re.sub(r"(?<=\w)\.(?=\w|\s|,|$)", "", company or "")).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    return " ".join(kept)


def title_words(title: str) -> str:
    """A title for comparison: without "(m/w/d)" and re-rolled numbers."""
    spaced = " ".join(title.split())  # long runs of blanks cost the patterns seconds
    return _plain(_ROLLED.sub(" ", _GENDER.sub(" ", _FEMININE.sub("", spaced))))


def place_words(posting: Posting, reading: Reading) -> str:
    """Where the job is, for comparison; empty when nothing says it."""
    opening = reading.openings[0]
    keys = sorted({place.keys[0] for place in opening.places if place.keys})
    regions = sorted({place.keys[0] for place in opening.remote_regions if place.keys})
    if keys or regions:
        return "+".join((*keys, *(f"remote {region}" for region in regions)))
    words = _plain(posting.location or "")
    return "" if words in {"remote", "fully remote", "hybrid", "multiple locations", "various"} else words


def content_hash(posting: Posting) -> str:
    """Changes when what a person would read changes; not with dates, tracking or white space.

    The day on which it ends by its own statement counts, where it states one.
    """
    parts = (
        posting.title,
        posting.company,
        canonical_url(posting.url),
        posting.location,
        posting.workplace,
        posting.employment,
        posting.salary,
        posting.body,
        "\n".join(sorted(posting.tags)),
    )
    stated = () if posting.valid_through is None else (posting.valid_through,)
    spaced = ("\x00" if part is None else " ".join(part.split()) for part in (*parts, *stated))
    return hashlib.sha256("\x1f".join(spaced).encode("utf-8", "replace")).hexdigest()


def _plain(text: str) -> str:
    """Letters, digits and the signs that make C++ and C# what they are; no accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^\w+#]+", " ", bare.replace("_", " ")).split())


def _key(prefix: str, value: str) -> str:
    if len(prefix) + len(value) <= LONGEST_KEY and value.isprintable():
        return prefix + value
    return prefix + "sha256:" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
