"""Tandem: the open, self-hosted cooperation platform of the social economy and tech actors."""

__version__ = "0.1.0"
