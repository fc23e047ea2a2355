"""Sound: how loud it is over time and as a whole, and where it is cut off."""

import math
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

WAVEFORM_VALUES = 100
WINDOWS_PER_SECOND = 20
LONGEST_MEASURED = 3600  # seconds; beyond it the loudness as a whole is left open, as measuring takes long
FULL_SCALE = 0.999
LOUDEST = 1000.0  # samples of floats may be anything, even no number or without end, of which no row can tell
QUIETEST = -120.0  # dBFS, stands for no sound at all
GATE = -70.0  # LUFS; what the standard calls silence


def look_at(media: av.container.InputContainer) -> dict[str, Any]:
    """What is known of an audio file."""
    if not media.streams.audio:
        return {"error": "The file holds no sound."}
    return measure(media)


def measure(media: av.container.InputContainer) -> dict[str, Any]:
    """Listen to the first audio stream from here to its end, a piece at a time."""
    stream = media.streams.audio[0]
    levels, loudness = Levels(stream.rate), Loudness()
    resampler = AudioResampler(format="flt", rate=stream.rate)  # PyAV reads no more than 8 planes of a planar format
    for frame in media.decode(stream):
        for piece in resampler.resample(frame):
            levels.take(piece)
            loudness.take(piece)
    return {
        "audio_codec": codec_of(stream),
        "sample_rate": stream.rate,
        "channels": stream.channels,
        "loudness": loudness.integrated(),
        **levels.found(),
    }


def codec_of(stream: AudioStream) -> str:
    return stream.codec_context.codec.canonical_name if stream.codec_context else "unknown"


class Levels:
    """RMS, peak and cut-off sound of each twentieth of a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._window = max(1, rate // WINDOWS_PER_SECOND)
        self._rest: np.ndarray | None = None
        self._levels: list[np.ndarray] = []
        self._samples, self._peak, self._clipped = 0, 0.0, 0

    def take(self, piece: AudioFrame) -> None:
        samples = np.nan_to_num(piece.to_ndarray()).clip(-LOUDEST, LOUDEST).reshape(piece.samples, -1).T
        self._samples += samples.shape[1]
        if self._rest is not None:
            samples = np.concatenate([self._rest, samples], axis=1)
        whole = samples.shape[1] // self._window * self._window
        if whole:
            self._measure(samples[:, :whole].reshape(len(samples), -1, self._window))
        self._rest = samples[:, whole:]

    def found(self) -> dict[str, Any]:
        if self._rest is not None and self._rest.size:
            self._measure(self._rest[:, np.newaxis])
        levels = np.concatenate(self._levels) if self._levels else np.empty(0)
        return {
            "duration": self._samples / self._rate,
            "waveform": _waveform(levels),
            "peak": round(max(QUIETEST, 20 * math.log10(self._peak)), 1) if self._peak else QUIETEST,
            "clipped": round(self._clipped / WINDOWS_PER_SECOND, 2),
        }

    def _measure(self, windows: np.ndarray) -> None:
        """Takes channels × windows × samples."""
        self._levels.append(np.sqrt((windows**2).mean(axis=(0, 2))))
        peak = float(np.abs(windows).max())
        self._peak = max(self._peak, peak)
        if peak >= FULL_SCALE:
            self._clipped += int(_is_cut_off(windows).sum())


def _is_cut_off(windows: np.ndarray) -> np.ndarray:
    """Which windows have three samples in a row that stay at full scale, or beyond it.

    A wave that merely touches full scale keeps moving there.
    """
    size = np.abs(windows)
    stays = (np.diff(windows) == 0) & (size[..., 1:] >= FULL_SCALE)
    beyond = (size[..., 1:] > 1) & (size[..., :-1] > 1)
    pairs = stays | beyond
    return (pairs[..., 1:] & pairs[..., :-1]).any(axis=(0, 2))


def _waveform(levels: np.ndarray) -> list[float]:
    """Loudness over time as 100 values, the loudest being 1."""
    if not len(levels) or not levels.max() > 0:
        return [0.0] * WAVEFORM_VALUES
    edges = np.linspace(0, len(levels), WAVEFORM_VALUES + 1).astype(int)
    values = [levels[a : max(b, a + 1)].max() for a, b in zip(edges, edges[1:], strict=False) if a < len(levels)]
    return [round(float(value), 3) for value in np.array(values) / levels.max()]


class Loudness:
    """Integrated loudness by EBU R 128, as FFmpeg's filter measures it."""

    def __init__(self) -> None:
        self._graph: av.filter.Graph | None = None
        self._seconds = 0.0
        self._told: float | None = None
        self._is_open = True

    def take(self, piece: AudioFrame) -> None:
        self._seconds += piece.samples / piece.sample_rate
        self._is_open = self._is_open and self._seconds <= LONGEST_MEASURED
        if self._is_open:
            self._graph = self._graph or _meter(piece)
            self._graph.push(piece)
            self._read()

    def integrated(self) -> float | None:
        """In LUFS; None for silence, and where it took too long to measure."""
        if self._graph is None or not self._is_open:
            return None
        self._graph.push(None)
        self._read()
        return self._told if self._told is not None and self._told > GATE else None

    def _read(self) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            if "lavfi.r128.I" in frame.metadata:  # not in a last piece that is too short to be measured
                self._told = round(float(frame.metadata["lavfi.r128.I"]), 1)


def _meter(piece: AudioFrame) -> av.filter.Graph:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=piece.sample_rate, format=piece.format.name, layout=piece.layout.name, time_base=piece.time_base
    )
    meter, sink = graph.add("ebur128", "metadata=1:framelog=quiet"), graph.add("abuffersink")
    graph.link_nodes(source, meter, sink).configure()
    return graph
