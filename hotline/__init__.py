"""An offline-first SMS and voice information line."""

__version__ = "0.1.0"
