"""Length-prefixed MessagePack frames: how records cross a pipe.

A frame is four bytes of length (big endian) and one message. What does not decode raises WireError and nothing else.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

LONGEST_FRAME = 64 * 1024 * 1024
"""In bytes. Records are cut into frames far smaller (see `messages`); this bounds a damaged or hostile length."""

_LENGTH_BYTES = 4
_T = TypeVar("_T")


class WireError(Exception):
    """A frame that is too long or does not decode as the message it should be."""


def frame(message: msgspec.Struct) -> bytes:
    """Encode one message as a frame. Thread: any."""
    try:
        payload = msgspec.msgpack.encode(message)
    except (msgspec.MsgspecError, UnicodeEncodeError, OverflowError) as error:
        raise WireError(f"A message cannot be encoded: {error}") from error
    if len(payload) > LONGEST_FRAME:
        raise WireError(f"A message of {len(payload):,} bytes is longer than the {LONGEST_FRAME:,} a frame may hold.")
    return len(payload).to_bytes(_LENGTH_BYTES, "big") + payload


class FrameReader(Generic[_T]):
    """Takes bytes as they come and gives the messages they complete. Not to be shared between threads."""

    def __init__(self, kind: object) -> None:
        """Expect messages of `kind`: a record, or a union of tagged ones (which no `type[_T]` can say)."""
        self._decoder: msgspec.msgpack.Decoder[_T] = msgspec.msgpack.Decoder(kind)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[_T]:
        """Take `data` and give each message that it completes; raise WireError at the first that is damaged."""
        self._buffer += data
        return self._messages()

    def _messages(self) -> Iterator[_T]:
        while (payload := self._next_payload()) is not None:
            yield self._decode(payload)

    def _next_payload(self) -> bytes | None:
        if len(self._buffer) < _LENGTH_BYTES:
            return None
        length = int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
        if length > LONGEST_FRAME:
            raise WireError(f"A frame announces {length:,} bytes; at most {LONGEST_FRAME:,} are allowed.")
        end = _LENGTH_BYTES + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_LENGTH_BYTES:end])
        del self._buffer[:end]
        return payload

    def _decode(self, payload: bytes) -> _T:
        try:
            return self._decoder.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise WireError(f"A message does not decode: {error}") from error
