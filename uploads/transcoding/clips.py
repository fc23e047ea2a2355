"""Videos as MP4: copied where their streams are what Jogg takes, else coded anew."""

from fractions import Fraction

import av
from av.container import InputContainer, OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from uploads.decoding.confinement import open_media
from uploads.transcoding.sounds import BITS_PER_CHANNEL, Evened, add_sound

COPIED_VIDEO = {"h264", "hevc"}
COPIED_SOUND = {"aac"}
FASTEST_BITS = 12_000_000  # a second
SLOWEST_BITS = 100_000
SHARE_OF_PICTURES = 0.9  # the rest is the container's, and what the encoder is over its aim
TIME_BASE = Fraction(1, 90_000)
TURNS = {90: "transpose=cclock", -270: "transpose=cclock", -90: "transpose=clock", 270: "transpose=clock"}
UPSIDE_DOWN = "hflip,vflip"


def write_mp4(content_type: str, path: str, new_path: str, most_bytes: int) -> str:
    """Return "", or why there is nothing to write."""
    with open_media(content_type, path) as media:
        if not media.streams.video:
            return "no_pictures"
        with av.open(new_path, "w", format="mp4", options={"movflags": "faststart"}) as output:
            if _can_be_copied(media):
                _copy(media, output)
            else:
                _code(media, output, most_bytes)
    return ""


def _can_be_copied(media: InputContainer) -> bool:
    return all(
        stream.codec_context.codec.canonical_name in names
        for streams, names in ((media.streams.video[:1], COPIED_VIDEO), (media.streams.audio[:1], COPIED_SOUND))
        for stream in streams
    )


def _copy(media: InputContainer, output: OutputContainer) -> None:
    sources = [*media.streams.video[:1], *media.streams.audio[:1]]
    streams = {source: output.add_stream_from_template(source) for source in sources}
    for source, stream in streams.items():
        if source.codec_context.codec.canonical_name == "hevc":
            stream.codec_context.codec_tag = "hvc1"  # the one of its two names that all players know
    for packet in media.demux(sources):
        if packet.dts is not None:
            packet.stream = streams[packet.stream]
            output.mux(packet)


def _code(media: InputContainer, output: OutputContainer, most_bytes: int) -> None:
    pictures = Pictures(media, output, most_bytes)
    sound = Sound(media, output) if media.streams.audio else None
    sources = [*media.streams.video[:1], *media.streams.audio[:1]]
    for packet in media.demux(sources):
        maker = pictures if packet.stream is sources[0] else sound
        for frame in packet.decode():
            output.mux(maker.take(frame))
    for maker in filter(None, (pictures, sound)):
        output.mux(maker.take(None))


class Pictures:
    """H.264 of frames, upright, with even sides, at the times they had."""

    def __init__(self, media: InputContainer, output: OutputContainer, most_bytes: int) -> None:
        self._source = media.streams.video[0]
        self._output, self._bits = output, _bits(media, most_bytes)
        self._stream: VideoStream | None = None
        self._graph: av.filter.Graph | None = None
        self._last = -1

    def take(self, frame: VideoFrame | None) -> list[av.Packet]:
        """Give what this frame completes; None is the end."""
        if self._graph is None:
            if frame is None:
                raise ValueError("there are no pictures")
            self._graph = self._upright(frame)
        self._graph.push(frame)
        packets = [packet for even in self._pulled() for packet in self._encoded(even)]
        return packets + (self._stream.encode(None) if frame is None and self._stream else [])

    def _upright(self, frame: VideoFrame) -> av.filter.Graph:
        """A chain of filters as the first frame needs them."""
        turn = UPSIDE_DOWN if abs(frame.rotation) == 180 else TURNS.get(frame.rotation, "")
        chain = [*filter(None, turn.split(",")), "scale=trunc(iw/2)*2:trunc(ih/2)*2", "format=yuv420p", "buffersink"]
        graph = av.filter.Graph()
        last = graph.add_buffer(template=self._source)
        for step in chain:
            name, _, options = step.partition("=")
            following = graph.add(name, options)
            last.link_to(following)
            last = following
        graph.configure()
        return graph

    def _pulled(self) -> list[VideoFrame]:
        frames = []
        while True:
            try:
                frames.append(self._graph.pull())
            except (av.BlockingIOError, av.EOFError):
                return frames

    def _encoded(self, frame: VideoFrame) -> list[av.Packet]:
        self._stream = self._stream or self._open(frame)
        at = round(frame.pts * frame.time_base / TIME_BASE)
        if at <= self._last:  # two frames at one time
            return []
        frame.pts, frame.time_base, self._last = at, TIME_BASE, at
        frame.pict_type = 0
        return self._stream.encode(frame)

    def _open(self, frame: VideoFrame) -> VideoStream:
        limits = {"maxrate": str(self._bits), "bufsize": str(2 * self._bits)}
        rate = self._source.average_rate or 30
        stream = self._output.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "23", **limits})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        return stream


class Sound:
    """AAC of frames."""

    def __init__(self, media: InputContainer, output: OutputContainer) -> None:
        source = media.streams.audio[0]
        self._stream = add_sound(output, "aac", source)
        self._evened = Evened(source, self._stream, "fltp")

    def take(self, frame: av.AudioFrame | None) -> list[av.Packet]:
        packets = [packet for even in self._evened.take(frame) for packet in self._stream.encode(even)]
        return packets + (self._stream.encode(None) if frame is None else [])


def _bits(media: InputContainer, most_bytes: int) -> int:
    """The most a second of pictures may take for the file to stay within its limit."""
    if not media.duration:
        return FASTEST_BITS
    seconds = media.duration / av.time_base
    return max(
        SLOWEST_BITS, min(FASTEST_BITS, int(most_bytes * 8 / seconds * SHARE_OF_PICTURES) - 2 * BITS_PER_CHANNEL)
    )
