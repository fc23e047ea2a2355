"""The benchmark: `python -m bench`. Ratios count; the absolute figures are the machine's."""
