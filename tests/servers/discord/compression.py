"""How the gateway packs its payloads: one context for a whole connection, flushed after each payload."""

import importlib
import zlib
from collections.abc import Callable

Pack = Callable[[bytes], bytes]


def packer(asked: str | None) -> Pack | None:
    """None for plain text. ValueError for a compression that Discord, or this Python, does not speak."""
    if asked is None:
        return None
    if asked == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if asked == "zstd-stream":
        return _zstd()
    raise ValueError(f"no compression {asked}; there are zlib-stream and zstd-stream")


def _zstd() -> Pack:
    """With the module that discord.py would use: it asks for zstd wherever it finds one of them."""
    try:
        zstandard = importlib.import_module("zstandard")
    except ModuleNotFoundError:
        return _standard_zstd()
    stream = zstandard.ZstdCompressor().compressobj()
    return lambda data: bytes(stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))


def _standard_zstd() -> Pack:
    try:
        zstd = importlib.import_module("compression.zstd")
    except ModuleNotFoundError as error:
        raise ValueError("this Python has no zstd") from error
    stream = zstd.ZstdCompressor()
    return lambda data: bytes(stream.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK))
