"""Sizes in words. MB is 1024 × 1024 bytes here, as in the limits."""

KB, MB, GB = 1024, 1024**2, 1024**3


def size_text(size: int, apart_from: int | None = None) -> str:
    """Return a size as "9.6 MB", with as many digits as tell it from `apart_from`."""
    unit, name = next(
        ((unit, name) for unit, name in ((GB, "GB"), (MB, "MB"), (KB, "kB")) if size >= unit), (1, "bytes")
    )
    if unit == 1:
        return f"{size} {name}"
    for digits in (0 if size >= 10 * unit else 1, 1, 2):
        text = _number(size / unit, digits)
        if apart_from is None or text != _number(apart_from / unit, digits):
            return f"{text} {name}"
    return f"{size:,} bytes"


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".removesuffix(".0")
