"""The database's sieve of stored postings loses none that a query matches."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.context import Call
from bot.commands.parse import parse_command
from bot.commands.recent import candidate_of, recent_matches
from bot.commands.values import checked
from bot.domain.posting import StoredPosting
from bot.matching import explain, parse
from bot.store import chats
from tests.acceptance.command_house import GO, JAVA, START, House, vocabulary

QUERIES = (
    "senior",
    "senior+",
    "backend, Go",
    "software engineer",
    "Go | Java",
    "Go, -Java",
    "-Go",
    "remote",
    "remote:EU",
    "in:Berlin",
    "in:Europe",
    "salary>=100k",
    "salary:unknown",
    "salary>=100k | salary:unknown",
    "years<=5",
    "visa:yes",
    "visa:unknown",
    "lang:en",
    "contract",
    "strasse",
    '"event sourcing"',
    "companies",
    "company",
    "title:engineer",
    "company:acme",
    'source:"Example Jobs"',
    "posted<30d",
    "C++",
    "münchen",
    "senior (Go | strasse)",
)
POSTINGS = (
    ("Senior Backend Engineer", GO),
    ("Backend Engineer (m/f/d), Berlin", JAVA),
    ("Staff Software Engineer", f"{GO} Remote within the EU. Salary: 120,000 - 150,000 EUR a year."),
    ("C++ Engineer in München", "C++ in der Fürther Straße. Event-Sourcing. Visa sponsorship is offered."),
    ("Office Assistant", "A company of companies. At least 2 years of experience. Contract position."),
    ("Data Engineer", "One of the best companies to work for."),
    ("Principal Engineer", "We have seen EVENT  sourcing at many a company. $210k to $250k. Strasse 5."),
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = await House.open(tmp_path)
    source = await made.source()
    for title, body in POSTINGS:
        await made.posting(title, body, source=source, location="Berlin, Germany")
        made.later(minutes=1)
    await made.run("/jobs list")
    yield made
    await made.close()


@pytest.mark.parametrize("query", QUERIES)
async def test_what_is_found_is_what_holding_every_posting_against_the_query_finds(house: House, query: str):
    parsed = parse(query, vocabulary())
    async with house.store.read() as c:
        channel = await chats.channel_by_ref(c, house.context().channel)
    assert channel is not None
    typed = parse_command(f"/jobs preview {query}")
    call = Call(
        services=house.services,
        context=house.context(),
        channel=channel,
        command=typed.command,
        values=checked(typed),
        now=house.now,
    )
    found = await recent_matches(call, parsed, since=START)
    expected = [
        one.id
        for one in await _everything(house)
        if explain(parsed, candidate_of(one, "Example Jobs"), now=house.now).met
    ]
    assert [one.posting.id for one in found.found] == expected
    assert found.complete


async def _everything(house: House) -> list[StoredPosting]:
    from bot.store import postings

    async with house.store.read() as c:
        return [one async for one in postings.since(c, START, None)]
