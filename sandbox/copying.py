"""Results without rendering, for thousands of videos: the first of each screen style serves for all."""

import os
import shutil
import threading
from pathlib import Path

from sandbox.rendering import COVER, Order, render


class SameResult:
    """Renders the first order of each screen style in this process; later ones get its files."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[Path, float]] = {}
        self._locks = {style: threading.Lock() for style in (1, 2, 3)}

    def render(self, order: Order, directory: Path) -> float:
        """The same as `sandbox.rendering.render`, but for what is seen and heard: the first order's."""
        with self._locks[order.screen_style]:
            if order.screen_style not in self._first:
                self._first[order.screen_style] = directory, render(order, directory)
                return self._first[order.screen_style][1]
        first, seconds = self._first[order.screen_style]
        directory.mkdir(parents=True, exist_ok=True)
        for name in (order.video_filename, COVER):
            _put_same_file(first / name, directory / name)
        return seconds


def _put_same_file(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # not every file system has hard links
        shutil.copyfile(source, target)
