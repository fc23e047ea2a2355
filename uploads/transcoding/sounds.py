"""Sound as MP3, and sound for a video."""

from collections.abc import Iterator

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from uploads.decoding.confinement import open_media

RATES = (44100, 48000)
BITS_PER_CHANNEL = 96_000  # a second


def write_mp3(content_type: str, path: str, new_path: str, most_bytes: int) -> str:
    """Return "", or why there is nothing to write."""
    with open_media(content_type, path) as media:
        if not media.streams.audio:
            return "no_sound"
        source = media.streams.audio[0]
        with av.open(new_path, "w", format="mp3") as output:
            stream = add_sound(output, "libmp3lame", source)
            evened = Evened(source, stream, "s16p")
            for frame in media.decode(source):
                output.mux([packet for even in evened.take(frame) for packet in stream.encode(even)])
            output.mux([packet for even in evened.take(None) for packet in stream.encode(even)])
            output.mux(stream.encode(None))
    return ""


def add_sound(output: av.container.OutputContainer, codec: str, source: AudioStream) -> AudioStream:
    """A stream as what it is made of, but in mono or stereo and with a rate that everything plays."""
    layout = "mono" if source.channels == 1 else "stereo"
    rate = source.rate if source.rate in RATES else RATES[0]
    stream = output.add_stream(codec, rate=rate, layout=layout)
    stream.bit_rate = BITS_PER_CHANNEL * (1 if layout == "mono" else 2)
    return stream


class Evened:
    """Frames as an encoder wants them, their gaps filled: a browser writes none where nobody speaks."""

    def __init__(self, source: AudioStream, target: AudioStream, sample_format: str) -> None:
        self._graph = av.filter.Graph()
        last = self._graph.add_abuffer(template=source)
        layout, rate = target.layout.name, target.rate
        shape = f"sample_fmts={sample_format}:sample_rates={rate}:channel_layouts={layout}"
        for name, options in (("aresample", "async=1:first_pts=0"), ("aformat", shape), ("abuffersink", "")):
            following = self._graph.add(name, options)
            last.link_to(following)
            last = following
        self._graph.configure()

    def take(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        """Give what this frame completes; None is the end."""
        self._graph.push(frame)
        while True:
            try:
                even = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            even.pts = None  # the encoder counts for itself
            yield even
