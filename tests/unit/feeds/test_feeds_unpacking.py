"""Compressed bodies, bombs and quines."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.unpacking import TooLarge, Unpackable, Unpacker


def unpack(body: bytes, encoding: str, *, step: int = 7, limit: int = 10_000) -> bytes:
    unpacker = Unpacker(encoding, limit=limit)
    for start in range(0, len(body), step):
        unpacker.feed(body[start : start + step])
    return unpacker.finish()


@given(st.binary(max_size=400), st.integers(1, 50))
def test_what_was_packed_is_unpacked_in_chunks_of_any_size(body: bytes, step: int):
    plain = b"x" + body
    assert unpack(gzip.compress(plain), "gzip", step=step) == plain
    assert unpack(zlib.compress(plain), "deflate", step=max(2, step)) == plain
    assert unpack(plain, "", step=step) == plain


def test_a_limit_is_a_limit_on_what_comes_out():
    assert len(unpack(gzip.compress(b"a" * 10_000), "gzip")) == 10_000
    with pytest.raises(TooLarge):
        unpack(gzip.compress(b"a" * 10_001), "gzip")
    with pytest.raises(TooLarge):
        unpack(b"a" * 10_001, "identity")


def test_a_gz_file_is_unpacked_once_and_bounded_too():
    inner = gzip.compress(b"a" * 20_000)
    assert unpack(gzip.compress(gzip.compress(gzip.compress(b"x"))), "gzip") == gzip.compress(b"x")
    with pytest.raises(TooLarge):
        unpack(inner, "")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"abc", mtime=0)[:-9], "gzip"),
        (b"abc", "gzip"),
        (b"abc", "deflate"),
        (b"\x1f\x8bxxxx", ""),
    ],
)
def test_what_cannot_be_unpacked_says_so(body: bytes, encoding: str):
    with pytest.raises(Unpackable):
        unpack(body, encoding)


def test_an_unknown_encoding_says_so():
    with pytest.raises(Unpackable, match="zstd"):
        Unpacker("zstd", limit=1)


def test_padding_after_the_last_member_is_ignored():
    assert unpack(gzip.compress(b"abc") + b"\0" * 20, "gzip") == b"abc"
