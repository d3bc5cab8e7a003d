"""The fetcher against a real HTTP server: every answer a job board can give."""

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.domain.source import Validators
from bot.errors import FetchFailed, NoSuchFeed, RefusedAddress
from bot.feeds.fetch import Fetched, Fetcher, FetchLimits, NotModified
from bot.feeds.formats import read_document
from tests.servers.job_board import ENTITY_BOMB, LOGIN_PAGE, JobBoard, answers

FEED = (
    b'<rss version="2.0"><channel><title>Jobs</title>'
    b"<item><guid>1</guid><title>Cook</title></item></channel></rss>"
)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class NamedAddresses(AbstractResolver):
    """A name service of our own: what names lead to is what the test says."""

    def __init__(self, addresses: dict[str, list[str]]) -> None:
        self.addresses = addresses

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        found = self.addresses.get(host)
        if found is None:
            raise OSError(None, f"no such name: {host}")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        return


@pytest.fixture
async def board() -> AsyncIterator[JobBoard]:
    async with JobBoard() as board:
        yield board


@pytest.fixture
async def fetcher(board: JobBoard) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(
        user_agent="Jobwire/0.1 (+https://example.org/bot)",
        allowed_private=frozenset({board.host}),
        limits=FetchLimits(total=5, connect=2, body=2_000_000),
        clock=lambda: NOW,
    )
    yield fetcher
    await fetcher.close()


async def test_the_second_get_is_conditional_and_says_not_modified(board: JobBoard, fetcher: Fetcher):
    board.put("/jobs.rss", FEED, last_modified="Wed, 25 Nov 2026 10:00:00 GMT")
    first = await fetcher.get(board.url("/jobs.rss"))
    assert isinstance(first, Fetched)
    assert (first.body, first.content_type) == (FEED, "application/rss+xml")
    second = await fetcher.get(board.url("/jobs.rss"), first.validators)
    assert second == NotModified(validators=first.validators, final_url=board.url("/jobs.rss"))
    assert [asked.status for asked in board.requests] == [200, 304]
    sent = board.requests[1].headers
    assert sent["If-Modified-Since"] == "Wed, 25 Nov 2026 10:00:00 GMT"
    assert sent["User-Agent"] == "Jobwire/0.1 (+https://example.org/bot)"


async def test_a_server_without_validators_is_not_modified_by_the_hash_of_its_body(
    board: JobBoard, fetcher: Fetcher
):
    board.put("/jobs.rss", FEED, etag=False)
    first = await fetcher.get(board.url("/jobs.rss"))
    assert isinstance(await fetcher.get(board.url("/jobs.rss"), first.validators), NotModified)
    board.put("/jobs.rss", FEED.replace(b"Cook", b"Baker"), etag=False)
    assert isinstance(await fetcher.get(board.url("/jobs.rss"), first.validators), Fetched)


async def test_an_unchanged_body_with_a_new_etag_brings_the_new_etag_along(board: JobBoard, fetcher: Fetcher):
    board.put("/jobs.rss", FEED)
    first = await fetcher.get(board.url("/jobs.rss"))
    stale = Validators(etag='"old"', body_hash=first.validators.body_hash)
    again = await fetcher.get(board.url("/jobs.rss"), stale)
    assert isinstance(again, NotModified)
    assert again.validators.etag == first.validators.etag


@pytest.mark.parametrize(("code", "error"), [(404, NoSuchFeed), (410, NoSuchFeed), (401, NoSuchFeed)])
async def test_an_answer_that_says_there_is_no_feed(
    board: JobBoard, fetcher: Fetcher, code: int, error: type[Exception]
):
    board.script("/x", answers.status(code))
    with pytest.raises(error, match=str(code)):
        await fetcher.get(board.url("/x"))


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (400, "Check the address"),
        (403, "does not want to be read by bots"),
        (429, "less often"),
        (500, "often passes"),
        (502, "often passes"),
        (503, "often passes"),
        (304, "Check the address"),
        (204, "Check the address"),
    ],
)
async def test_an_answer_that_says_nothing_about_the_feed_is_a_failure(
    board: JobBoard, fetcher: Fetcher, code: int, advice: str
):
    board.script("/x", answers.status(code))
    with pytest.raises(FetchFailed, match=str(code)) as caught:
        await fetcher.get(board.url("/x"))
    assert not isinstance(caught.value, RefusedAddress)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("120", timedelta(seconds=120)),
        ("Wed, 25 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Wed, 25 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("soon", None),
        (None, None),
    ],
)
async def test_retry_after_is_carried(
    board: JobBoard, fetcher: Fetcher, header: str | None, wish: timedelta | None
):
    board.script("/x", answers.status(429, retry_after=header))
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(board.url("/x"))
    assert caught.value.retry_after == wish


async def test_five_redirects_are_followed_and_relative_ones_resolved(board: JobBoard, fetcher: Fetcher):
    board.put("/end/jobs.rss", FEED)
    for at in range(4):
        board.script(f"/r{at}", answers.redirect(f"/r{at + 1}", code=[301, 302, 307, 308][at]))
    board.script("/r4", answers.redirect("end/jobs.rss"))
    got = await fetcher.get(board.url("/r0"))
    assert isinstance(got, Fetched)
    assert got.final_url == board.url("/end/jobs.rss")


async def test_an_endless_redirect_ends_after_six_requests(board: JobBoard, fetcher: Fetcher):
    board.always("/loop", answers.endless())
    with pytest.raises(FetchFailed, match="redirects more than 5 times"):
        await fetcher.get(board.url("/loop"))
    assert len(board.requests) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "http://2130706433:1/",
        "http://0x7f.1:1/",
        "http://10.0.0.7/",
        "file:///etc/passwd",
        "gopher://example.org/",
    ],
)
async def test_a_redirect_to_a_private_address_or_another_scheme_is_refused(
    board: JobBoard, fetcher: Fetcher, target: str
):
    board.script("/x", answers.redirect(target))
    with pytest.raises(RefusedAddress, match="refused"):
        await fetcher.get(board.url("/x"))


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["::1"], ["100.64.0.1", "10.0.0.1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"]],
)
async def test_a_public_name_that_leads_to_a_private_address_is_refused(
    board: JobBoard, addresses: list[str]
):
    board.put("/jobs.rss", FEED)
    fetcher = Fetcher(user_agent="Jobwire", resolver=NamedAddresses({"jobs.example.com": addresses}))
    with pytest.raises(RefusedAddress, match="private network"):
        await fetcher.get(f"http://jobs.example.com:{board.port}/jobs.rss")
    await fetcher.close()
    assert board.requests == []


async def test_a_private_name_may_be_read_where_a_setting_names_its_host_and_port(board: JobBoard):
    board.put("/jobs.rss", FEED)
    names = NamedAddresses({"board.internal": ["127.0.0.1"]})
    named = Fetcher(
        user_agent="Jobwire", allowed_private=frozenset({f"Board.internal:{board.port}"}), resolver=names
    )
    assert isinstance(await named.get(f"http://board.internal:{board.port}/jobs.rss"), Fetched)
    with pytest.raises(RefusedAddress):
        await named.get("http://board.internal:9/jobs.rss")
    await named.close()


async def test_a_socket_is_refused_even_when_the_name_was_judged_public(board: JobBoard):
    """The last gate: the address that is connected to, whatever the checks before it were told."""

    class Rebinding(NamedAddresses):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await super().resolve(host, port, family)
            return [Lying(result) for result in found]  # type: ignore[misc]

    class Lying(dict[str, object]):
        """Says a public address the first time that it is asked, a private one from then on."""

        asked = False

        def __getitem__(self, key: str) -> object:
            if key == "host" and not self.asked:
                self.asked = True
                return "93.184.215.14"
            return super().__getitem__(key)

    board.put("/jobs.rss", FEED)
    fetcher = Fetcher(user_agent="Jobwire", resolver=Rebinding({"evil.example": ["127.0.0.1"]}))
    with pytest.raises(RefusedAddress):
        await fetcher.get(f"http://evil.example:{board.port}/jobs.rss")
    await fetcher.close()
    assert board.requests == []


async def test_a_gzip_bomb_is_stopped_while_it_unpacks(board: JobBoard, fetcher: Fetcher):
    board.script("/x", answers.bomb(60))
    tracemalloc.start()
    with pytest.raises(FetchFailed, match="larger than 2 MB"):
        await fetcher.get(board.url("/x"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


async def test_a_huge_body_is_stopped_while_it_streams(board: JobBoard, fetcher: Fetcher):
    board.script("/x", answers.huge(50))
    with pytest.raises(FetchFailed, match="larger than 2 MB unpacked"):
        await fetcher.get(board.url("/x"))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(FEED, mtime=0), "gzip"),
        (zlib.compress(FEED), "deflate"),
        (zlib.compress(FEED, wbits=-15), "deflate"),
        (gzip.compress(FEED, mtime=0), None),
        (gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]), "gzip"),
        (gzip.compress(gzip.compress(FEED)), "gzip"),
        (FEED, "identity"),
    ],
    ids=["gzip", "zlib", "raw deflate", "a .gz file", "two members", "twice", "identity"],
)
async def test_compressed_bodies_are_unpacked(
    board: JobBoard, fetcher: Fetcher, body: bytes, encoding: str | None
):
    board.script("/x", answers.page(body, content_type="application/rss+xml", encoding=encoding))
    got = await fetcher.get(board.url("/x"))
    assert isinstance(got, Fetched)
    assert got.body == FEED


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(FEED)[:-12], "gzip"),
        (b"no gzip at all", "gzip"),
        (FEED, "br"),
        (b"\x1f\x8b broken", None),
    ],
)
async def test_a_body_that_cannot_be_unpacked_is_a_failure(
    board: JobBoard, fetcher: Fetcher, body: bytes, encoding: str | None
):
    board.script("/x", answers.page(body, encoding=encoding))
    with pytest.raises(FetchFailed, match="cannot be unpacked"):
        await fetcher.get(board.url("/x"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answers.truncated(FEED), "ends too early"),
        (answers.dropped(), "could not be reached"),
        (answers.never(), "did not answer within 0.2 s"),
        (answers.stalls(FEED[:20]), "did not answer within 0.2 s"),
    ],
)
async def test_connections_that_break_or_stall(board: JobBoard, answer: object, words: str):
    fetcher = Fetcher(
        user_agent="Jobwire", allowed_private=frozenset({"127.0.0.1"}), limits=FetchLimits(total=0.2)
    )
    board.always("/x", answer)  # type: ignore[arg-type]
    with pytest.raises(FetchFailed, match=words):
        await fetcher.get(board.url("/x"))
    await fetcher.close()


async def test_names_that_do_not_resolve_and_ports_that_do_not_listen(board: JobBoard):
    fetcher = Fetcher(
        user_agent="Jobwire", allowed_private=frozenset({"127.0.0.1"}), resolver=NamedAddresses({})
    )
    with pytest.raises(FetchFailed, match="host name that cannot be found"):
        await fetcher.get("http://nowhere.invalid/jobs.rss")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(FetchFailed, match="could not be reached"):
            await fetcher.get(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    await fetcher.close()


@pytest.mark.parametrize(
    "url", ["", "jobs.rss", "ftp://example.com/", "http://", "http://[bad/", "http://a:x/"]
)
async def test_what_is_no_web_address_is_refused_in_words(fetcher: Fetcher, url: str):
    with pytest.raises(FetchFailed, match=r"address"):
        await fetcher.get(url)


async def test_a_password_in_an_address_is_used_and_never_shown(board: JobBoard, fetcher: Fetcher):
    url = f"http://anna:s3cret@{board.host}/x?token=t0ken"
    with pytest.raises(NoSuchFeed) as caught:
        await fetcher.get(url)
    assert board.requests[0].headers["Authorization"].startswith("Basic ")
    assert "s3cret" not in f"{caught.value}{caught.value.detail}"
    assert "t0ken" not in f"{caught.value}{caught.value.detail}"


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (LOGIN_PAGE, NoSuchFeed, "login page"),
        (ENTITY_BOMB, FetchFailed, "entities"),
        (b"", FetchFailed, "empty"),
        (FEED[:40], FetchFailed, "broken document"),
    ],
)
async def test_a_fetched_body_that_is_no_feed_is_told_apart_by_reading_it(
    board: JobBoard, fetcher: Fetcher, body: bytes, error: type[Exception], words: str
):
    board.script("/x", answers.page(body))
    got = await fetcher.get(board.url("/x"))
    assert isinstance(got, Fetched)
    with pytest.raises(error, match=words):
        read_document(got.body, url=got.final_url, content_type=got.content_type)


async def test_a_host_is_asked_at_most_three_times_at_once(board: JobBoard):
    fetcher = Fetcher(
        user_agent="Jobwire", allowed_private=frozenset({"127.0.0.1"}), limits=FetchLimits(total=0.3)
    )
    board.always("/x", answers.never())
    waiting = [asyncio.ensure_future(fetcher.get(board.url("/x"))) for _ in range(5)]
    _, pending = await asyncio.wait(waiting, timeout=0.15)
    assert len(pending) == 5
    assert len(board.requests) == 3
    await asyncio.gather(*waiting, return_exceptions=True)
    await fetcher.close()
