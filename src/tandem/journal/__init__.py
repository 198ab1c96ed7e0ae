"""What happened, told to those who asked to hear of it."""

from tandem.journal.registry import on, periodically

__all__ = ["on", "periodically"]
