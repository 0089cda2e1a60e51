"""Frames over a pipe: whole, in pieces, damaged and hostile."""

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.messages import FromEngine, LayoutFailed, PauseTraining, Printed, RunProgram, ToEngine
from desktop.records.run import Program
from desktop.records.wire import LONGEST_FRAME, FrameReader, WireError, frame

PRINTED = st.builds(Printed, st.integers(0, 2**63), st.text())
PROGRAM = RunProgram(7, Program("x = 1\n"))


def framed(payload: bytes) -> bytes:
    """Put any payload behind its length."""
    return len(payload).to_bytes(4, "big") + payload


def read(kind: Any, *pieces: bytes) -> list[Any]:
    """Feed pieces to a fresh reader; give all messages."""
    reader: FrameReader[Any] = FrameReader(kind)
    return [message for piece in pieces for message in reader.feed(piece)]


@given(st.lists(PRINTED, max_size=5), st.data())
def test_messages_come_out_as_they_went_in_however_the_bytes_are_cut(
    messages: list[Printed], data: st.DataObject
) -> None:
    """Cut anywhere, byte by byte or in the middle of a length, a stream of frames gives the same messages in order."""
    stream = b"".join(map(frame, messages))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert read(FromEngine, *pieces) == messages


def test_a_message_is_given_as_soon_as_it_is_complete() -> None:
    """The last byte of a frame completes it; until then nothing comes."""
    stream = frame(PROGRAM)
    assert read(ToEngine, stream[:-1]) == []
    assert read(ToEngine, stream[:-1], stream[-1:]) == [PROGRAM]


@given(st.binary())
def test_random_bytes_are_messages_or_a_wire_error(noise: bytes) -> None:
    """Noise never raises anything but WireError."""
    with suppress(WireError):
        read(FromEngine, noise)


@given(st.binary(max_size=64))
def test_a_random_payload_is_a_message_or_a_wire_error(noise: bytes) -> None:
    """Noise behind a true length is a wire error, or happens to be one message of the kind that was expected."""
    with suppress(WireError):
        (message,) = read(ToEngine, framed(noise))
        assert isinstance(message, ToEngine)


@pytest.mark.parametrize(
    "message",
    [
        {"type": "Printed", "ticket": "one", "text": ""},
        {"type": "Printed", "ticket": 1},
        {"type": "Printed", "ticket": 1, "text": 2},
        {"type": "Printed", "ticket": 1.5, "text": ""},
        {"type": "FormatDisk", "ticket": 1},
        {"ticket": 1, "text": "untagged"},
        {"type": 3, "ticket": 1},
        {"type": "RunProgram", "ticket": 1, "program": {"text": ""}},
        [],
        None,
        "Printed",
    ],
)
def test_a_message_of_another_shape_is_a_wire_error(message: object) -> None:
    """Wrong types, missing fields, an unknown tag, no tag, and a message for the other side are refused."""
    with pytest.raises(WireError):
        read(FromEngine, framed(msgspec.msgpack.encode(message)))


def test_a_recipe_out_of_bounds_does_not_cross_the_wire() -> None:
    """Bounds are checked where a message is decoded."""
    recipe = {"type": "StartTraining", "ticket": 1, "recipe": {"learning_rate": -1.0}}
    with pytest.raises(WireError, match="learning_rate"):
        read(ToEngine, framed(msgspec.msgpack.encode(recipe)))


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_truncated_payload_is_a_wire_error(cut: int) -> None:
    """A payload that ends in the middle of a message is refused."""
    payload = frame(PauseTraining(1))[4:]
    with pytest.raises(WireError):
        read(ToEngine, framed(payload[:-cut]))


def test_a_payload_with_something_behind_the_message_is_a_wire_error() -> None:
    """One frame holds one message and nothing more."""
    with pytest.raises(WireError):
        read(ToEngine, framed(frame(PauseTraining(1))[4:] + b"\0"))


def test_text_that_is_not_utf_8_is_a_wire_error() -> None:
    """A string with broken UTF-8 in it is refused like any other damage."""
    payload = msgspec.msgpack.encode(LayoutFailed(1, "aaaa")).replace(b"aaaa", b"a\xff\xfea")
    with pytest.raises(WireError):
        read(LayoutFailed, framed(payload))


def test_a_payload_nested_without_end_is_a_wire_error() -> None:
    """Deep nesting cannot exhaust the stack."""
    with pytest.raises(WireError):
        read(ToEngine, framed(b"\x91" * 100_000 + b"\xc0"))


def test_a_length_beyond_the_longest_frame_is_refused_before_its_bytes_come() -> None:
    """A hostile length is an error at once: nobody waits for four gigabytes."""
    with pytest.raises(WireError, match="4,294,967,295"):
        read(ToEngine, b"\xff\xff\xff\xff")
    assert read(ToEngine, LONGEST_FRAME.to_bytes(4, "big")) == []


def test_a_message_too_long_for_a_frame_is_not_sent() -> None:
    """Who writes is held to the same bound as who reads."""
    with pytest.raises(WireError):
        frame(Printed(1, "a" * LONGEST_FRAME))


def test_what_came_whole_before_the_damage_is_given() -> None:
    """Messages in front of a damaged one are not lost with it."""
    reader: FrameReader[Any] = FrameReader(ToEngine)
    messages = reader.feed(frame(PROGRAM) + framed(b"\xc1"))
    assert next(messages) == PROGRAM
    with pytest.raises(WireError):
        next(messages)
