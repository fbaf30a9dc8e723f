"""Official conference documents as PDF, Word and HTML from one source."""

__version__ = "0.1.0"
