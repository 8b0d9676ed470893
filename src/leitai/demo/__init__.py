"""Data for the demo: real counties and cities restated, and an invented district.

Everything here is plain Python; loading it into the site is done elsewhere through services.
"""
