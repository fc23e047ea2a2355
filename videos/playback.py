"""Whether a fetched video plays, in a process of its own: `python -m videos.playback TYPE PATH`.

It limits itself and prints one JSON object: `announced` (seconds, as the file's head says; None where it
doesn't), `length` (seconds, as far as its pictures and sound really go), `has_sound`, `starts` and `ends`
(whether its first and its last second can be decoded); or `error`, a sentence.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

import av
from av.stream import Stream

from uploads.decoding.confinement import UNREADABLE, confine, open_media

CPU_SECONDS = 120
DECODED = 1.0  # seconds at each end
LATE = 0.5  # seconds; a last picture may stand for longer than its neighbours, sound may end before the pictures
NO_PICTURES = "It holds no pictures."
DAMAGED = "It is damaged and can't be read."


def main(content_type: str, path: str) -> None:
    confine(cpu_seconds=CPU_SECONDS, largest_file=0)
    try:
        found = look_at(content_type, path)
    except UNREADABLE:
        found = {"error": DAMAGED}
    print(json.dumps(found, allow_nan=False))


def look_at(content_type: str, path: str) -> dict[str, Any]:
    with open_media(content_type, path) as media:
        if not media.streams.video:
            return {"error": NO_PICTURES}
        streams: list[Stream] = [media.streams.video[0], *media.streams.audio[:1]]
        ends = _ends(media, streams)
        return {
            "announced": media.duration / av.time_base if media.duration else None,
            "length": max(ends) - _start(media),
            "has_sound": len(streams) > 1,
            "starts": all(_starts(media, stream) for stream in streams),
            "ends": all(_plays_to(media, stream, end) for stream, end in zip(streams, ends, strict=True)),
        }


def _start(media: av.container.InputContainer) -> float:
    return (media.start_time or 0) / av.time_base


def _ends(media: av.container.InputContainer, streams: list[Stream]) -> list[float]:
    """Where each stream's last whole packet ends, in seconds: what a file lacks at its end shows here."""
    ends = {stream.index: _start(media) for stream in streams}
    for packet in media.demux(streams):
        if packet.pts is not None and not packet.is_corrupt:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            ends[packet.stream.index] = max(ends[packet.stream.index], end)
    return [ends[stream.index] for stream in streams]


def _starts(media: av.container.InputContainer, stream: Stream) -> bool:
    media.seek(media.start_time or 0)
    return _last_time(media.decode(stream), until=_start(media) + DECODED) is not None


def _plays_to(media: av.container.InputContainer, stream: Stream, end: float) -> bool:
    """Whether what is decoded from a second before the end goes up to there."""
    media.seek(int(max(_start(media), end - DECODED) * av.time_base))
    last = _last_time(media.decode(stream))
    return last is not None and last >= end - LATE


def _last_time(frames: Iterable[Any], until: float | None = None) -> float | None:
    """The time of the last of these frames, in seconds; None where there is none, or one is damaged."""
    last = None
    try:
        for frame in frames:
            if getattr(frame, "is_corrupt", False):
                return None
            last = frame.time if frame.time is not None else last
            if until is not None and last is not None and last >= until:
                break
    except av.FFmpegError:
        return None
    return last


if __name__ == "__main__":
    main(*sys.argv[1:])
