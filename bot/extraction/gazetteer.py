"""Resolves names of places: cities, states, countries, regions. Pure; its tables come from `loading`.

Where names compete, what stands around them decides ("Paris, TX", "Tbilisi, Georgia"), then the number
of inhabitants.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypedDict

from bot.domain.opening import Place

CITY, STATE, COUNTRY, REGION = "city", "state", "country", "region"

Record = tuple[str, str, str, int, float]
"""Kind, shown name, own key, number of the parent record (-1: none), weight."""


class Tables(TypedDict):
    """Plain data of a gazetteer: records, the regions of countries and regions, names and codes by record."""

    records: Sequence[Record]
    regions_of: Mapping[int, tuple[str, ...]]
    names: Mapping[str, tuple[int, ...]]
    codes: Mapping[str, tuple[int, ...]]
    states_first: Sequence[str]
    stop_words: Sequence[str]


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"[^\W_]+")
_INSIDE_NAME = re.compile(r"\.? |[-.'\u2019]|\. ?| ?& ?|")
_HOLDS = re.compile(r"[\s,(\[:]*(?:[-\u2013\u2014/>][\s(]*)?")
_MOST_WORDS = 6
_WORDS_OF_UNKNOWN = 3
_BIG_CITY = 1.5e6
_IN_NAMED_CONTAINER = 30.0
_STATE_CODE_LENGTH = 2
_AMBIENT = frozenset(
    (
        "remote",
        "hybrid",
        "onsite",
        "site",
        "on",
        "office",
        "in",
        "from",
        "within",
        "or",
        "and",
        "based",
        "only",
    )
)


def fold_place(name: str) -> str:
    """A name for comparison: words in lower case without accents, one space between."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(sign for sign in name if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(name.lower()))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """Words that may name a place, and the records that bear the name. `code`: two or three capitals."""

    start: int
    end: int
    records: tuple[int, ...]
    code: bool = False
    word: int = 0


class Gazetteer:
    """All known places, by name."""

    def __init__(self, tables: Tables) -> None:
        self._records = tables["records"]
        self._regions_of = tables["regions_of"]
        self._names = tables["names"]
        self._codes = tables["codes"]
        self._states_first = frozenset(tables["states_first"])
        self._stop_words = frozenset(tables["stop_words"])
        self._find = lru_cache(maxsize=4096)(self._find_places)

    def names(self) -> Iterator[str]:
        """Names of regions, countries, states and large cities, for suggestions."""
        for kind, name, _, _, weight in self._records:
            if kind != CITY or weight >= _BIG_CITY / 10:
                yield name.lower()

    def resolve(self, text: str) -> Place | None:
        """The place that the whole text names, in any case ("berlin", "San Francisco, CA"); None if none."""
        folded = fold_place(text)
        found = self._find(text, False)  # noqa: FBT003  # lru_cache wants it by position
        whole = [place for place, words in found if len(fold_place(words)) >= len(folded)]
        if len(found) == 1 and whole:
            return whole[0]
        records = self._names.get(folded)
        return self._place(self._likeliest(records)) if records else None

    def find(self, text: str) -> tuple[tuple[Place, str], ...]:
        """The places that a location field names, in order and each once, with the words that name them."""
        return self._find(text, any(sign.islower() for sign in text))

    def _find_places(self, text: str, cased: bool) -> tuple[tuple[Place, str], ...]:  # noqa: FBT001
        reading = _LocationReading(self, text, cased=cased)
        found: dict[tuple[str, ...], tuple[Place, str]] = {}
        for record, start, end in reading.places():
            place = self._place(record) if isinstance(record, int) else record
            found.setdefault(place.keys, (place, text[start:end]))
        return tuple(found.values())

    def _place(self, record: int) -> Place:
        kind, name, _, parent, _ = self._records[record]
        if kind in (COUNTRY, REGION):
            return Place(name=name, keys=self.keys(record))
        while self._records[parent][0] != COUNTRY:
            parent = self._records[parent][3]
        return Place(name=f"{name}, {self._records[parent][1]}", keys=self.keys(record))

    def keys(self, record: int) -> tuple[str, ...]:
        """The keys of a record and of all that it lies in, innermost first."""
        found = []
        while record >= 0:
            found.append(self._records[record][2])
            found += self._regions_of.get(record, ())
            record = self._records[record][3]
        return tuple(found)

    def holds(self, container: int, record: int) -> bool:
        """Whether a record lies in another."""
        return container != record and self._records[container][2] in self.keys(record)

    def kind(self, record: int) -> str:
        """`city`, `state`, `country` or `region`."""
        return self._records[record][0]

    def weight(self, record: int) -> float:
        """How likely the record is what its name means: inhabitants, roughly; states below big cities."""
        return self._records[record][4]

    def named(self, folded: str, *, bare: bool = True) -> tuple[int, ...]:
        """The records of a folded name; a word that mostly names no place has none when it stands bare."""
        if bare and folded in self._stop_words:
            return ()
        return self._names.get(folded, ())

    def coded(self, code: str) -> tuple[int, ...]:
        """The records of a code in capitals such as TX, DE, BC; the likelier meaning first."""
        found = self._codes.get(code, ())
        wanted = STATE if code in self._states_first else COUNTRY
        return tuple(sorted(found, key=lambda record: self.kind(record) != wanted))

    def _likeliest(self, records: Sequence[int]) -> int:
        return max(records, key=self.weight_alone)

    def weight_alone(self, record: int) -> float:
        """The weight of a record when nothing around the name helps.

        A country that has the name of a state ("Georgia") gives way to it, and one that is a city
        (Singapore) to the city.
        """
        kind, name, key, _, weight = self._records[record]
        if kind == COUNTRY and key in _SHY_COUNTRIES:
            return 1.0
        return weight + (1 if name else 0)

    def unknown_city(self, name: str, container: int) -> Place:
        """A place that the tables do not have, in a state or country that they have."""
        keys = self.keys(container)
        country = next(key for key in keys if key.startswith("country:"))
        own = f"city:{name.lower()},{country.removeprefix('country:')}"
        return Place(name=f"{name}, {self._country_name(container)}", keys=(own, *keys))

    def _country_name(self, record: int) -> str:
        while self._records[record][0] != COUNTRY:
            record = self._records[record][3]
        return self._records[record][1]


_SHY_COUNTRIES = frozenset(("country:ge", "country:sg", "country:hk"))


class _LocationReading:
    """One reading of a location text: names, what holds what, and which record each name means."""

    def __init__(self, gazetteer: Gazetteer, text: str, *, cased: bool) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._cased = cased
        self._words = [
            _Word(found.group(), fold_place(found.group()), found.start(), found.end())
            for found in _WORD.finditer(text)
        ]
        self._found = list(self._names())

    def places(self) -> Iterator[tuple[int | Place, int, int]]:
        """The records (or places that no record has) with the span of the words that name them."""
        settled: list[tuple[int | Place, int, int]] = []
        at = 0
        while at < len(self._found):
            name = self._found[at]
            chain, records = self._container_chain(at)
            before = self._unknown_before(at) if chain == at else None
            if before is not None:
                settled.append(before)
            elif name.code and chain == at and not self._stands_for_itself(name):
                pass
            else:
                narrowed = replace(name, records=records)
                settled.append((self._choose(narrowed, settled), name.start, self._found[chain].end))
            at = chain + 1
        return iter(self._without_leading_containers(settled))

    def _names(self) -> Iterator[_Name]:
        at = 0
        while at < len(self._words):
            name = self._longest_name(at) or self._code(at)
            if name is None:
                at += 1
                continue
            yield name
            while at < len(self._words) and self._words[at].start < name.end:
                at += 1

    def _longest_name(self, at: int) -> _Name | None:
        first = self._words[at]
        if self._cased and first.text[0].islower():
            return None
        last = self._last_joined(at)
        for end in range(last, at, -1):
            folded = " ".join(word.folded for word in self._words[at:end])
            records = self._gazetteer.named(folded)
            if records and self._written_as_name(at, end, records):
                return _Name(first.start, self._words[end - 1].end, records, word=at)
        return None

    def _last_joined(self, at: int) -> int:
        end = at + 1
        while end < min(len(self._words), at + _MOST_WORDS):
            between = self._text[self._words[end - 1].end : self._words[end].start]
            if _INSIDE_NAME.fullmatch(between) is None:
                break
            end += 1
        return end

    def _written_as_name(self, at: int, end: int, records: Sequence[int]) -> bool:
        """A short name of one word is a code, and must be in capitals ("US", never "us")."""
        word = self._words[at].text
        if not self._cased or end - at > 1 or len(word) > _STATE_CODE_LENGTH:
            return True
        return word.isupper() and bool(records)

    def _code(self, at: int) -> _Name | None:
        word = self._words[at]
        if not 2 <= len(word.text) <= 3 or (self._cased and not word.text.isupper()):  # noqa: PLR2004
            return None
        records = self._gazetteer.coded(word.text.upper())
        return _Name(word.start, word.end, records, code=True, word=at) if records else None

    def _between(self, left: _Name, right: _Name) -> str:
        return self._text[left.end : right.start]

    def _container_chain(self, at: int) -> tuple[int, tuple[int, ...]]:
        """How far the names after `at` say what it lies in, and the records that lie in all of that."""
        records, last = self._found[at].records, at
        while last + 1 < len(self._found):
            following = self._found[last + 1]
            if _HOLDS.fullmatch(self._between(self._found[last], following)) is None:
                break
            held = [
                (record, container)
                for record in records
                for container in following.records
                if self._gazetteer.holds(container, record)
                and self._gazetteer.kind(container) in (STATE, COUNTRY, REGION)
            ]
            if not held or (self._gazetteer.kind(held[0][1]) == REGION and last > at):
                break
            records = tuple(dict.fromkeys(record for record, _ in held))
            last += 1
        return last, records

    def _stands_for_itself(self, name: _Name) -> bool:
        """A bare code counts where nothing else but words such as "remote" stands beside it."""
        others = [word.folded for word in self._words if not name.start <= word.start < name.end]
        capitals = len(name.records) == 1 or len(self._words) == 1
        return all(word in _AMBIENT for word in others) and (capitals or bool(others) or not self._cased)

    def _unknown_before(self, at: int) -> tuple[Place, int, int] | None:
        """ "Vandenberg, CA": capitalised words before a state or country that are no known place in it."""
        name = self._found[at]
        kind = self._gazetteer.kind(name.records[0])
        if kind not in (STATE, COUNTRY) or not self._text[: name.start].rstrip(" ").endswith(","):
            return None
        words: list[_Word] = []
        previous = self._found[at - 1].end if at else 0
        for word in reversed(self._words[: name.word]):
            if word.start < previous or len(words) > _WORDS_OF_UNKNOWN:
                break
            gap = self._text[word.end : words[0].start] if words else self._text[word.end : name.start]
            allowed = re.fullmatch(r"[ '\u2019.-]{1,2}" if words else r" ?, ?", gap)
            if allowed is None or not word.text[0].isupper() or word.folded in _AMBIENT:
                break
            words.insert(0, word)
        if not words or len(words) > _WORDS_OF_UNKNOWN or self._gazetteer.named(words[0].folded) == ():
            return self._made_up(words, name)
        return None

    def _made_up(self, words: Sequence[_Word], name: _Name) -> tuple[Place, int, int] | None:
        if not words or len(words) > _WORDS_OF_UNKNOWN:
            return None
        spelled = self._text[words[0].start : words[-1].end]
        if any(not self._gazetteer.named(word.folded, bare=False) and len(word.text) == 1 for word in words):
            return None
        place = self._gazetteer.unknown_city(spelled, name.records[0])
        return place, words[0].start, name.end

    def _choose(self, name: _Name, settled: Sequence[tuple[int | Place, int, int]]) -> int:
        """The likeliest record, those in a place that is named elsewhere in the text much likelier."""
        containers = {record for other in self._found for record in other.records if not other.code}
        del settled

        def weight(record: int) -> float:
            inside = any(
                self._gazetteer.holds(container, record)
                for container in containers
                if self._gazetteer.kind(container) in (STATE, COUNTRY)
            )
            factor = _IN_NAMED_CONTAINER if inside else 1.0
            return self._gazetteer.weight_alone(record) * factor

        if name.code:
            return name.records[0]
        return max(name.records, key=weight)

    def _without_leading_containers(
        self, settled: Sequence[tuple[int | Place, int, int]]
    ) -> list[tuple[int | Place, int, int]]:
        """ "Germany - Berlin" names Berlin: a container right before a place in it is no place of its own."""
        kept: list[tuple[int | Place, int, int]] = []
        for at, (record, start, end) in enumerate(settled):
            following = settled[at + 1] if at + 1 < len(settled) else None
            if (
                following is not None
                and isinstance(record, int)
                and isinstance(following[0], int)
                and _HOLDS.fullmatch(self._text[end : following[1]])
                and self._gazetteer.holds(record, following[0])
            ):
                continue
            kept.append((record, start, end))
        return kept
