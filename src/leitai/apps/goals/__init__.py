"""Targets: floor and stretch, by unit, year and month."""
