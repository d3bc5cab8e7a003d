"""Unpacks a compressed body as it arrives, and stops a bomb while it goes off."""

import zlib

SUPPORTED = "gzip, deflate"
_STEP = 1 << 18
_GZIP = b"\x1f\x8b"


class TooLarge(Exception):
    """The unpacked body would exceed the limit."""


class Unpackable(Exception):
    """The body is not in the encoding that its headers name."""


class Unpacker:
    """Collects a body, chunk by chunk, never holding more than `limit` bytes of it unpacked."""

    def __init__(self, encoding: str, *, limit: int) -> None:
        self._limit = limit
        self._body = bytearray()
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise Unpackable(f"unknown content encoding {encoding!r}")
        self._stream: zlib._Decompress | None = None
        self._is_file = False

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk as it came over the wire."""
        if self._encoding in {"", "identity"}:
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise Unpackable(str(error)) from error

    def finish(self) -> bytes:
        """The whole unpacked body; Unpackable when the compressed stream was cut off."""
        if self._stream is not None and not self._stream.eof:
            raise Unpackable("the compressed body ends too early")
        body = bytes(self._body)
        return self._file(body) if body.startswith(_GZIP) and not self._is_file else body

    def _file(self, packed: bytes) -> bytes:
        """A .gz file that was served as it is: one further layer, never two."""
        inner = Unpacker("gzip", limit=self._limit)
        inner._is_file = True
        inner.feed(packed)
        return inner.finish()

    def _inflate(self, chunk: bytes) -> None:
        rest = chunk
        while rest:
            if self._stream is None or (self._stream.eof and rest.startswith(_GZIP)):
                self._stream = zlib.decompressobj(self._window(rest))
            elif self._stream.eof:
                return  # padding after the last member
            self._keep(self._stream.decompress(rest, _STEP))
            rest = self._stream.unconsumed_tail or self._stream.unused_data

    def _window(self, start: bytes) -> int:
        if self._encoding != "deflate":
            return 16 + zlib.MAX_WBITS
        is_zlib = start[0] & 0x0F == zlib.DEFLATED and (
            len(start) == 1 or (start[0] * 256 + start[1]) % 31 == 0
        )
        return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS

    def _keep(self, piece: bytes) -> None:
        if len(self._body) + len(piece) > self._limit:
            raise TooLarge
        self._body += piece
