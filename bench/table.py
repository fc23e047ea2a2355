"""The table: what was measured, what stands beside it, and the ratio of the two."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One comparison. Both figures are in `unit`; `verdict` is "pass", "fail" or, without a limit, ""."""

    what: str
    measured: float
    beside: float
    unit: str
    beside_what: str
    verdict: str = ""

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.measured / self.beside:.2f}"
        return self.what, self._figure(self.measured), self._figure(self.beside), self.beside_what, ratio, self.verdict

    def _figure(self, value: float) -> str:
        digits = {"s": 3, "ms": 0, "MB": 1}[self.unit]
        return f"{value:.{digits}f} {self.unit}"


HEAD = ("", "measured", "beside", "which is", "ratio", "")
ALIGNED = "<>><><"


def print_table(rows: list[Row]) -> None:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(line, ALIGNED, widths, strict=True))
        print("  ".join(cells).rstrip())
