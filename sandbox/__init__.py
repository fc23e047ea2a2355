"""A local stand-in of the Jogg.ai API. Start it with `python -m sandbox`; see README.md."""
