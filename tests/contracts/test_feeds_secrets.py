"""A secret in a feed's address stands in no message and in no log."""

import asyncio

import pytest

from bot.errors import FeedError
from bot.feeds.fetch import Fetcher


async def _answers_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nNo\x00Header: x\r\n\r\n")
    await writer.drain()
    writer.close()


async def test_an_answer_that_is_no_http_tells_no_secret() -> None:
    async with await asyncio.start_server(_answers_nonsense, "127.0.0.1", 0) as server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        fetcher = Fetcher(user_agent="Jobwire tests", allowed_private=frozenset({host}))
        with pytest.raises(FeedError) as caught:
            await fetcher.get(f"http://anna:s3cret@{host}/jobs?token=t0ken")
        await fetcher.close()
    told = f"{caught.value} {caught.value.detail}"
    assert "s3cret" not in told
    assert "t0ken" not in told
    assert "ClientResponseError: 400" in told


async def test_an_address_with_a_nul_is_refused_like_any_that_is_none() -> None:
    fetcher = Fetcher(user_agent="Jobwire tests")
    with pytest.raises(FeedError) as caught:
        await fetcher.get("http://anna:s3cret@ex\x00ample.com/jobs?token=t0ken")
    await fetcher.close()
    told = f"{caught.value} {caught.value.detail}"
    assert "host name that cannot be found" in told
    assert "s3cret" not in told
    assert "t0ken" not in told
