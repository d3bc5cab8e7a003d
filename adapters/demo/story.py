"""Tells the demo: what happens, in a line each, and between the lines the bot's own messages."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from adapters.demo.board import FEEDS, SampleBoard
from adapters.demo.watching import LeftOut, Twice, Watcher
from adapters.wiring import House
from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.delivery.message import Message
from bot.delivery.wording import count_text
from bot.domain.chat import ChannelRef, UserRef

PLATFORM = WORKSPACE = "terminal"
SUBSCRIPTIONS = (
    ("backend", "/jobs subscribe senior backend, Go | Rust"),
    ("data", "/jobs subscribe data engineer | data scientist, Python, remote daily"),
)
WAVES = 3
LONGEST = 25.0
"""Seconds after which the story gives up and says what it waited for."""

_LOOK = 0.05
_TITLE_WIDTH = 35  # what it leaves of 80 columns holds most reasons on one line
_SAYS = "bold cyan"
_FORMATS = "Greenhouse, Ashby, RSS, Atom, JSON Feed"

Row = tuple[Text, Text, Text]
Unfinished = Callable[[], Awaitable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How the story is told. `pause` is the time, in seconds, that a reader has after each step."""

    console: Console
    pause: float = 0.0


class Story:
    """The main job, once, on the sample board. `tell` it."""

    def __init__(self, house: House, board: SampleBoard, telling: Telling) -> None:
        self._house = house
        self._board = board
        self._telling = telling
        self._watch = Watcher(house, board, [_ref(channel) for channel, _ in SUBSCRIPTIONS])
        self._waits_for: Unfinished | None = None

    async def tell(self) -> tuple[str, ...]:
        """Tell it to the end. Returns what did not happen as it should; nothing when all is well."""
        try:
            async with asyncio.timeout(LONGEST):
                await self._tell()
        except TimeoutError:
            late = await self._waits_for() if self._waits_for else ()
            return (f"It took more than {LONGEST:.0f} seconds.", *late)
        return await self._watch.faults()

    async def _tell(self) -> None:
        await self._first_reading()
        await self._subscribe()
        for _ in range(WAVES):
            await self._new_postings()
        await self._digest()
        await self._why()
        await self._not_posted()

    async def _first_reading(self) -> None:
        count = sum(len(self._board.listed(feed)) for feed in FEEDS)
        self._say(
            f"A sample job board is up on {self._board.host}: {count} postings in {len(FEEDS)} feeds "
            f"({_FORMATS}). Jobwire reads it."
        )
        await self._until(self._watch.unread)
        stored = await self._watch.stored()
        self._say(f"The first reading is the baseline: {stored} postings are stored, none is posted.")
        await self._breathe()

    async def _subscribe(self) -> None:
        self._say("Two channels say what they look for.")
        for at, (channel, command) in enumerate(SUBSCRIPTIONS):
            if at:
                self._telling.console.print()
            reply = await self._run(channel, command)
            self._show(channel, _without_examples(reply.message))
            await self._breathe()

    async def _new_postings(self) -> None:
        fresh = sorted(self._board.reveal(), key=lambda one: one[0].name)
        named = [f"{name} {len(list(group))}" for name, group in groupby(fresh, key=lambda one: one[0].name)]
        self._say(f"{count_text(len(fresh), 'new posting')} on the board: {', '.join(named)}.")
        await self._until(self._watch.unread)
        await self._until(self._watch.unsettled)
        await self._breathe()

    async def _digest(self) -> None:
        self._say(
            "#data is daily: what it asked for has been kept for its digest. We do not wait until then."
        )
        await self._run("data", "/jobs digest now")
        await self._until(self._watch.unsettled)
        await self._breathe()

    async def _why(self) -> None:
        nearest = next(iter(await self._watch.left_out()), None)
        if nearest is None:
            return
        self._say(f"One looks as if it belonged in {nearest.channel}, and was not posted there. Why?")
        channel = nearest.channel.removeprefix("#")
        reply = await self._run(channel, f"/jobs why {nearest.posting.id}")
        self._show(channel, reply.message)
        await self._breathe()

    async def _not_posted(self) -> None:
        left_out = await self._watch.left_out()
        new = len(await self._watch.new())
        twice = await self._watch.twice()
        self._say(
            f"{count_text(new, 'new position')}, {new - len(left_out)} posted. "
            "What was left out, and what it missed; then what two boards had and was shown once:"
        )
        self._print(_table((*map(_missed_row, left_out), *map(_twice_row, twice))))
        await self._breathe()

    async def _run(self, channel: str, command: str) -> Reply:
        self._print(Text.assemble((f"#{channel}> ", "dim"), (command, "bold green")))
        return await self._house.dispatcher.run(command, _context(channel))

    async def _until(self, unfinished: Unfinished) -> None:
        self._waits_for = unfinished
        while await unfinished():  # noqa: ASYNC110 (the store tells nobody when it changes)
            await asyncio.sleep(_LOOK)
        self._waits_for = None

    async def _breathe(self) -> None:
        await asyncio.sleep(self._telling.pause)

    def _show(self, channel: str, message: Message) -> None:
        self._house.terminal.show(_ref(channel), message)

    def _say(self, text: str) -> None:
        self._telling.console.print()
        self._print(Text(f"▶ {text}", style=_SAYS))

    def _print(self, what: RenderableType) -> None:
        self._telling.console.print(what)


def _table(rows: Sequence[Row]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(max_width=_TITLE_WIDTH)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table


def _missed_row(one: LeftOut) -> Row:
    missed = one.explanation.missed
    why = Text.assemble((one.channel, "dim"), f" {missed.why if missed else ''}")
    return Text("✗", style="red"), Text(one.posting.reading.title), why


def _twice_row(one: Twice) -> Row:
    return Text("=", style="green"), Text(one.posting.reading.title), Text(f"on {' and '.join(one.boards)}")


def _without_examples(message: Message) -> Message:
    """How a query was understood and what it would have posted; its examples would fill a screen."""
    return Message(sections=message.sections[:1], summary=message.summary)


def _ref(channel: str) -> ChannelRef:
    return ChannelRef(platform=PLATFORM, workspace=WORKSPACE, channel=channel)


def _context(channel: str) -> Context:
    return Context(
        channel=_ref(channel),
        channel_name=f"#{channel}",
        workspace_name=WORKSPACE,
        user=UserRef(platform=PLATFORM, workspace=WORKSPACE, user="you", name="you", is_admin=True),
    )
