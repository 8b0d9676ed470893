"""Leitai (擂台): the yearly loop of targets, supervision and open boards as software."""

__version__ = "0.1.0"
