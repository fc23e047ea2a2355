"""A speaking sound, synthesised: vowels in the rhythm of a text, without words to be understood."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sandbox.catalog import Voice
from sandbox.pacing import Word, length_of, timed_words
from sandbox.sound import RATE, Sound, write_mp3

# Synthesised at half the rate: nothing in it is above 5 kHz.
HALF_RATE = RATE // 2
PEAK = 0.6 * 32767
HIGHEST_HARMONIC = 4500.0

Wave = NDArray[np.float64]

# First three formants in Hz, for a male voice.
VOWELS = {
    "a": (730, 1150, 2450),
    "e": (500, 1800, 2500),
    "i": (300, 2200, 2950),
    "o": (480, 880, 2450),
    "u": (330, 820, 2300),
}
BANDWIDTHS = (90.0, 120.0, 180.0)

SAMPLE_TEXTS = {
    "english": "Hello, and welcome! This is how I sound.",
    "german": "Guten Tag und willkommen! So klinge ich.",
    "french": "Bonjour et bienvenue ! Voici ma voix.",
    "spanish": "¡Hola y bienvenidos! Así suena mi voz.",
    "italian": "Ciao e benvenuti! Questa è la mia voce.",
    "portuguese": "Olá, sejam bem-vindos! Esta é a minha voz.",
    "japanese": "こんにちは、ようこそ。",
    "chinese": "你好，欢迎来到这里。",
    "korean": "안녕하세요, 만나서 정말 반갑습니다.",
    "hindi": "नमस्ते, आपका स्वागत है।",
    "arabic": "مرحبا بكم، هذا هو صوتي.",
    "polish": "Dzień dobry i witamy! Tak brzmi mój głos.",
}


@dataclass(frozen=True)
class Timbre:
    """What makes voices differ: the pitch in Hz, the size of the head, a breath of noise."""

    pitch: float
    formant_scale: float
    breath: float


def timbre_of(voice: Voice | None) -> Timbre:
    """By gender and age, with a little of its own for each voice; a neutral one for None."""
    if voice is None:
        return Timbre(150.0, 1.08, 0.02)
    own = zlib.crc32(voice.voice_id.encode()) / 2**32
    pitch = {"female": 205.0, "male": 115.0}[voice.gender]
    pitch *= {"young": 1.1, "middle_aged": 1.0, "old": 0.9}[voice.age]
    scale = {"female": 1.16, "male": 1.0}[voice.gender]
    breath = {"young": 0.012, "middle_aged": 0.015, "old": 0.035}[voice.age]
    return Timbre(pitch * (0.94 + 0.12 * own), scale * (0.97 + 0.06 * own), breath)


def speak(words: list[Word], timbre: Timbre) -> Sound:
    """The words' sound, `length_of(words)` seconds long, its peak well below clipping."""
    wave = np.zeros(int(length_of(words) * HALF_RATE) + HALF_RATE // 4)
    noise = np.random.default_rng(7)
    phrase_start = 0.0
    for word in words:
        for number, (start, end) in enumerate(_syllables(word)):
            piece = _syllable(word, number, end - start, start - phrase_start, timbre, noise)
            first = int(start * HALF_RATE)
            wave[first : first + len(piece)] += piece
        if word.ends_phrase:
            phrase_start = word.end
    wave = wave[: int(length_of(words) * HALF_RATE)]
    return _upsampled(wave * (PEAK / max(float(np.abs(wave).max()), 1e-6)))


def save_sample(voice: Voice, path: Path) -> None:
    """A voice's greeting as an MP3."""
    words = timed_words(SAMPLE_TEXTS.get(voice.language, SAMPLE_TEXTS["english"]))
    write_mp3(speak(words, timbre_of(voice)), path)


def _syllables(word: Word) -> list[tuple[float, float]]:
    step = (word.end - word.start) / word.beats
    return [(word.start + n * step, word.start + (n + 1) * step) for n in range(word.beats)]


def _syllable(
    word: Word, number: int, seconds: float, since_phrase: float, timbre: Timbre, noise: np.random.Generator
) -> Wave:
    """One vowel gliding to another, with a fade at both ends so that nothing clicks."""
    seed = zlib.crc32(f"{word.text.lower()}{number}".encode())
    size = int(max(seconds, 0.09) * 1.05 * HALF_RATE)
    time = np.arange(size) / HALF_RATE
    pitch = _melody(timbre.pitch, seed, since_phrase, word.ends_phrase and number == word.beats - 1, time)
    names = list(VOWELS)
    opened, closed = VOWELS[names[seed % 5]], VOWELS[names[seed // 5 % 5]]
    voiced = _harmonics(pitch, opened, closed, timbre.formant_scale)
    hiss = timbre.breath * np.convolve(noise.standard_normal(size + 7), np.hanning(8), "valid")
    stress = 1.0 if number == 0 else 0.78
    return (voiced + hiss) * _fade(size) * stress


def _melody(base: float, seed: int, since_phrase: float, is_last: bool, time: Wave) -> Wave:
    """Pitch over a syllable in Hz: falls along the phrase, livelier on some syllables, with a slight vibrato."""
    height = base * (1.12 - 0.05 * min(since_phrase, 4.0)) * (0.94 + 0.16 * (seed // 25 % 8) / 7)
    slope = -0.16 if is_last else 0.05 * ((seed // 200 % 3) - 1)
    progress = time / max(float(time[-1]), 1e-6)
    return np.asarray(height * (1 + slope * progress + 0.012 * np.sin(2 * np.pi * 5.2 * time)))


def _harmonics(pitch: Wave, opened: tuple[int, ...], closed: tuple[int, ...], scale: float) -> Wave:
    phase = 2 * np.pi * np.cumsum(pitch) / HALF_RATE
    mean = float(pitch.mean())
    glide = np.linspace(0, 1, len(pitch)) ** 2
    wave = np.zeros(len(pitch))
    for number in range(1, int(HIGHEST_HARMONIC / mean) + 1):
        begin = _resonance(number * mean, opened, scale)
        end = _resonance(number * mean, closed, scale)
        wave += (begin + (end - begin) * glide) / number**1.1 * np.sin(number * phase + 0.4 * number**2)
    return wave


def _resonance(frequency: float, formants: tuple[int, ...], scale: float) -> float:
    """How much the mouth lets through at a frequency."""
    gains = (1.0, 0.55, 0.25)
    return 0.05 + sum(
        gain / (1 + ((frequency - formant * scale) / width) ** 2)
        for gain, formant, width in zip(gains, formants, BANDWIDTHS, strict=True)
    )


def _fade(size: int) -> Wave:
    rise, fall = int(0.022 * HALF_RATE), int(0.055 * HALF_RATE)
    shape = np.ones(size)
    shape[:rise] = 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    shape[-fall:] = np.minimum(shape[-fall:], 0.5 + 0.5 * np.cos(np.pi * np.arange(fall) / fall))
    return shape


def _upsampled(wave: Wave) -> Sound:
    """Twice the samples: between each two, their mean."""
    double = np.empty(len(wave) * 2, dtype=np.int16)
    double[0::2] = wave
    double[1::2] = (wave + np.append(wave[1:], 0.0)) / 2
    return double
