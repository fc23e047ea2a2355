"""Many videos at once: the table they are ordered by, its checks, and what becomes of them together."""
