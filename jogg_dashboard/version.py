"""The version that runs, for reports and the status page; pyproject.toml says the same."""

VERSION = "0.1.0"
