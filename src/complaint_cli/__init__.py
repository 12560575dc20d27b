"""The complaint regulation of a city-gas company over one local SQLite file."""

__version__ = "0.2.2"
