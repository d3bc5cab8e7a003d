"""Reads one location text: which words are names of places, what lies in what, which of a name is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.opening import Place
from bot.extraction.place_tables import CITY, COUNTRY, STATE, PlaceTables, fold_place

_WORD = re.compile(r"[^\W_]+")
_INSIDE_NAME = re.compile(r"\.? |[-.'\u2019]|\. ?| ?& ?|")
_HOLDS = re.compile(r"[\s,(\[:]*(?:\d{1,6}[\s,]*)?(?:[-\u2013\u2014/>][\s(]*)?")
_COMMA = re.compile(r" ?, ?")
_IN_UNKNOWN_NAME = re.compile(r"[ '\u2019.-]{1,2}")
_MOST_WORDS = 6
_WORDS_OF_UNKNOWN = 3
_CODE_LENGTHS = (2, 3)
_KNOWN_CITY = 3e5
_IN_NAMED_CONTAINER = 30.0
_AROUND_CODE = frozenset(
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
        "fully",
    )
)


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
    first_word: int
    records: tuple[int, ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a stretch of the text names: a record, or a place that no record has."""

    start: int
    end: int
    record: int | None
    unknown: Place | None = None


class LocationReading:
    """One reading. `cased`: only capitalised words are names, and codes stand in capitals."""

    def __init__(self, tables: PlaceTables, text: str, *, cased: bool) -> None:
        self._tables = tables
        self._text = text
        self._cased = cased
        self._words = [
            _Word(found.group(), fold_place(found.group()), found.start(), found.end())
            for found in _WORD.finditer(text)
        ]
        self._names = list(self._all_names())

    def places(self) -> Iterator[tuple[Place, int, int]]:
        """The places in order, with the span of the words that name them."""
        for settled in self._without_leading_containers(list(self._settled())):
            if settled.unknown is not None:
                yield settled.unknown, settled.start, settled.end
            elif settled.record is not None:
                for record in self._tables.spelled_out(settled.record):
                    yield self._tables.place(record), settled.start, settled.end

    def _settled(self) -> Iterator[_Settled]:
        at = 0
        while at < len(self._names):
            name = self._names[at]
            joined = self._joined_town(at)
            if joined is not None:
                yield joined
                while at < len(self._names) and self._names[at].start < joined.end:
                    at += 1
                continue
            last, records = self._containers_after(at)
            unknown = self._unknown_place(at) if last == at else None
            if unknown is not None:
                yield unknown
                at += 1 if unknown.start < name.start else 2
                continue
            record = self._meant(replace(name, records=records), at, alone=last == at)
            if record is not None:
                yield _Settled(name.start, self._names[last].end, record)
            at = last + 1

    # Names and codes.

    def _all_names(self) -> Iterator[_Name]:
        at = 0
        while at < len(self._words):
            name = self._longest_name(at)
            if name is None or self._may_be_code(name) or self._after_its_city(at):
                name = self._code(at) or name
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
        for end in range(self._last_joined(at), at, -1):
            records = self._tables.named(" ".join(word.folded for word in self._words[at:end]))
            if records and (end - at > 1 or self._written_as_name(first)):
                return _Name(first.start, self._words[end - 1].end, at, records)
        return None

    def _last_joined(self, at: int) -> int:
        end = at + 1
        while end < min(len(self._words), at + _MOST_WORDS):
            between = self._text[self._words[end - 1].end : self._words[end].start]
            if _INSIDE_NAME.fullmatch(between) is None:
                break
            end += 1
        return end

    def _written_as_name(self, word: _Word) -> bool:
        """A name of two letters must be in capitals ("US", never "us" or "Us")."""
        return not self._cased or len(word.text) > min(_CODE_LENGTHS) or word.text.isupper()

    def _may_be_code(self, name: _Name) -> bool:
        """Whether a short name of small cities alone ("Pa") is rather the code of a state."""
        short = name.end - name.start in _CODE_LENGTHS
        return short and all(self._tables.weight(record) < _KNOWN_CITY for record in name.records)

    def _after_its_city(self, at: int) -> bool:
        """Whether "LA" says the state of the city before it ("New Orleans, LA"), else it is Los Angeles."""
        code = self._code(at)
        states = self._tables.states_of(code.records) if code and at else ()
        if not states:
            return False
        if _COMMA.fullmatch(self._text[self._words[at - 1].end : self._words[at].start]) is None:
            return False
        before = (self._words[first:at] for first in range(max(0, at - _WORDS_OF_UNKNOWN), at))
        named = [
            record
            for words in before
            for record in self._tables.named(" ".join(word.folded for word in words))
        ]
        return any(self._tables.holds(state, record) for state in states for record in named)

    def _code(self, at: int) -> _Name | None:
        word = self._words[at]
        if len(word.text) not in _CODE_LENGTHS or (self._cased and not word.text.isupper()):
            return None
        records = self._tables.coded(word.text.upper())
        return _Name(word.start, word.end, at, records, code=True) if records else None

    # What lies in what.

    def _containers_after(self, at: int) -> tuple[int, tuple[int, ...]]:
        """How far the names behind `at` say what it lies in, and the records that lie in all of that."""
        records, last = self._names[at].records, at
        while last + 1 < len(self._names):
            gap = self._text[self._names[last].end : self._names[last + 1].start]
            held = self._held(records, self._names[last + 1].records) if _HOLDS.fullmatch(gap) else ()
            if not held:
                break
            records, last = held, last + 1
        return last, records

    def _held(self, records: Sequence[int], containers: Sequence[int]) -> tuple[int, ...]:
        """Those of the records that lie in one of the states or countries."""
        lands = [each for each in containers if self._tables.kind(each) in (STATE, COUNTRY)]
        return tuple(
            record for record in records if any(self._tables.holds(container, record) for container in lands)
        )

    def _unknown_place(self, at: int) -> _Settled | None:
        """A town that the tables lack: "Vandenberg, CA", or "Berlin, Connecticut" that is none of theirs."""
        name = self._names[at]
        following = self._names[at + 1] if at + 1 < len(self._names) else None
        long_name = name.end - name.start > max(_CODE_LENGTHS)
        if following and long_name and self._only(name, CITY) and self._only(following, STATE):
            gap = self._text[name.end : following.start]
            if _COMMA.fullmatch(gap) and self._containers_after(at + 1)[0] == at + 1:
                return self._made_up(name.start, name.end, following)
        if self._tables.kind(name.records[0]) not in (STATE, COUNTRY):
            return None
        words = self._capitalised_before(at)
        if not words or any(self._is_no_town(word) for word in words):
            return None
        return self._made_up(words[0].start, words[-1].end, name)

    def _joined_town(self, at: int) -> _Settled | None:
        """A town of several words before its state, of which only parts are known: "Essex County, MA"."""
        name = self._names[at]
        words = [self._words[name.first_word]]
        for word in self._words[name.first_word + 1 :]:
            if self._text[words[-1].end : word.start] != " " or not word.text[0].isupper():
                break
            words.append(word)
        behind = [each for each in self._names[at + 1 :] if each.start > words[-1].end]
        parts = [each for each in self._names[at:] if each.end <= words[-1].end]
        if not behind or not 1 < len(words) <= _WORDS_OF_UNKNOWN or words[-1].end <= name.end:
            return None
        known = any(self._tables.is_large(record) for part in parts for record in part.records)
        states = self._tables.states_of(behind[0].records)
        if known or not states or any(self._is_no_town(word) for word in words):
            return None
        gap = self._text[words[-1].end : behind[0].start]
        inside = replace(behind[0], records=states)
        return self._made_up(name.start, words[-1].end, inside) if _COMMA.fullmatch(gap) else None

    def _is_no_town(self, word: _Word) -> bool:
        return word.text.isupper() or word.folded in self._tables.stop_words or word.folded in _AROUND_CODE

    def _only(self, name: _Name, kind: str) -> bool:
        return all(self._tables.kind(record) == kind for record in name.records) or (
            kind == STATE and name.code and self._tables.kind(name.records[0]) == STATE
        )

    def _made_up(self, start: int, end: int, container: _Name) -> _Settled:
        place = self._tables.unknown_city(self._text[start:end], container.records[0])
        return _Settled(start, container.end, None, place)

    def _capitalised_before(self, at: int) -> Sequence[_Word]:
        """Up to three capitalised words before the comma before a name; () when it is not so."""
        name = self._names[at]
        previous = self._names[at - 1].end if at else 0
        words: list[_Word] = []
        for word in reversed(self._words[: name.first_word]):
            gap = self._text[word.end : words[0].start if words else name.start]
            if word.start < previous or (_IN_UNKNOWN_NAME if words else _COMMA).fullmatch(gap) is None:
                break
            if not word.text[0].isupper():
                return ()
            words.insert(0, word)
        return words if len(words) <= _WORDS_OF_UNKNOWN else ()

    def _without_leading_containers(self, found: Sequence[_Settled]) -> Iterator[_Settled]:
        """In "Germany - Berlin" is Berlin: a container before a place in it is no place of its own."""
        for at, each in enumerate(found):
            following = found[at + 1] if at + 1 < len(found) else None
            if following is None or not self._leads_to(each, following):
                yield each

    def _leads_to(self, container: _Settled, following: _Settled) -> bool:
        if container.record is None or following.record is None:
            return False
        gap = self._text[container.end : following.start]
        return _HOLDS.fullmatch(gap) is not None and self._tables.holds(container.record, following.record)

    # Which of a name is meant.

    def _meant(self, name: _Name, at: int, *, alone: bool) -> int | None:
        """The likeliest record; those in a place that is named elsewhere in the text are much likelier."""
        if name.code and alone:
            return self._meant_code(name, at)
        land = self._tables.city_state(name.records) if alone else None
        if land is not None and self._among_countries(at):
            return land
        lands = {
            record
            for other in self._names
            for record in other.records
            if not other.code and self._tables.kind(record) in (STATE, COUNTRY)
        }

        def weight(record: int) -> float:
            inside = any(self._tables.holds(land, record) for land in lands)
            return self._tables.weight_alone(record) * (_IN_NAMED_CONTAINER if inside else 1.0)

        return max(name.records, key=weight)

    def _among_countries(self, at: int) -> bool:
        """Whether all other names of the text are countries: there "Singapore" is one too."""
        others = self._names[:at] + self._names[at + 1 :]
        kinds = {self._tables.kind(record) for other in others for record in other.records}
        return kinds == {COUNTRY}

    def _meant_code(self, name: _Name, at: int) -> int | None:
        """A bare code counts before a place in it, behind a comma, or beside "remote" and the like."""
        following = self._names[at + 1] if at + 1 < len(self._names) else None
        if following and _HOLDS.fullmatch(self._text[name.end : following.start]):
            for record in name.records:
                if any(self._tables.holds(record, other) for other in following.records):
                    return record
        if self._text[name.start : name.end].upper() in self._tables.not_alone:
            return None
        others = [word.folded for word in self._words if not name.start <= word.start < name.end]
        if all(word in _AROUND_CODE for word in others):
            return name.records[0]
        after_comma = self._text[: name.start].rstrip(" ").endswith(",")
        return name.records[0] if after_comma and self._tables.kind(name.records[0]) == STATE else None
