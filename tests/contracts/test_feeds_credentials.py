"""Keys of single hosts: shown on the wire to those hosts alone, and nowhere else."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.errors import FetchFailed
from bot.feeds.credentials import Credential
from bot.feeds.fetch import Fetched, Fetcher
from tests.servers.job_board import JobBoard, answers


@pytest.fixture
async def board() -> AsyncIterator[JobBoard]:
    async with JobBoard() as board:
        yield board


def fetcher_with(board: JobBoard, credential: Credential) -> Fetcher:
    return Fetcher(user_agent="Jobwire", allowed_private=frozenset({board.host}), credentials=(credential,))


async def test_a_key_is_put_into_the_request_and_into_nothing_that_is_kept(board: JobBoard):
    queries: list[dict[str, str]] = []

    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        queries.append(dict(request.query))
        return web.Response(body=b"{}")

    board.always("/search", answer)
    fetcher = fetcher_with(
        board, Credential(host=board.host, query={"app_key": "s3cret"}, headers={"Authorization-Key": "k3y"})
    )
    found = await fetcher.get(board.url("/search?what=go"))
    assert isinstance(found, Fetched)
    assert queries == [{"what": "go", "app_key": "s3cret"}]
    assert board.requests[0].headers["Authorization-Key"] == "k3y"
    assert "s3cret" not in found.final_url
    board.always("/search", answers.status(500))
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(board.url("/search?what=go"))
    await fetcher.close()
    assert "s3cret" not in f"{caught.value} {caught.value.detail}"


async def test_a_key_is_not_taken_along_to_another_host_and_not_kept_from_a_redirect(board: JobBoard):
    async with JobBoard() as other:
        other.put("/there", b"{}")
        board.script("/search", answers.redirect(other.url("/there?app_key=s3cret&what=go")))
        fetcher = Fetcher(
            user_agent="Jobwire",
            allowed_private=frozenset({board.host, other.host}),
            credentials=(Credential(host=board.host, query={"app_key": "s3cret"}, headers={"X-Key": "k3y"}),),
        )
        found = await fetcher.get(board.url("/search"))
        await fetcher.close()
        assert isinstance(found, Fetched)
        assert found.final_url == other.url("/there?what=go")
        assert "X-Key" not in other.requests[0].headers


async def test_a_host_whose_key_is_missing_is_not_asked(board: JobBoard):
    fetcher = fetcher_with(board, Credential(host=board.host, missing="Set JOBWIRE_X."))
    with pytest.raises(FetchFailed, match=r"have a key\. Set JOBWIRE_X\."):
        await fetcher.get(board.url("/search"))
    await fetcher.close()
    assert board.requests == []


def test_a_key_is_shown_to_its_host_over_https_alone():
    credential = Credential(host="api.adzuna.com", query={"app_key": "s3cret"})
    assert "s3cret" not in repr(credential)
    assert credential.belongs_to("https://api.adzuna.com/v1")
    assert not credential.belongs_to("http://api.adzuna.com/v1")
    assert credential.belongs_to("http://api.adzuna.com/v1", in_clear=True)
    assert not credential.belongs_to("https://api.adzuna.com.evil.example/v1")


async def test_what_is_posted_is_followed_by_a_get(board: JobBoard):
    asked: list[tuple[str, bytes]] = []

    async def answer(_board: JobBoard, request: web.Request) -> web.StreamResponse:
        asked.append((request.method, await request.read()))
        return web.Response(body=b"{}")

    board.always("/jobs", answer)
    board.script("/old", answers.redirect(board.url("/jobs"), code=303))
    fetcher = Fetcher(user_agent="Jobwire", allowed_private=frozenset({board.host}))
    await fetcher.get(board.url("/jobs"), json_body=b'{"offset": 0}')
    await fetcher.get(board.url("/old"), json_body=b'{"offset": 0}')
    await fetcher.close()
    assert asked == [("POST", b'{"offset": 0}'), ("GET", b"")]
