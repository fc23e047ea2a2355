"""An app of one task that tells how long it waited. Only the benchmark's worker knows it."""
