"""Definitions, series, values with revisions, sources and uploads."""
