"""What the benchmark raises where there is nothing to measure."""


class BenchFailed(Exception):
    """Something didn't work; the message is a sentence for the terminal."""
