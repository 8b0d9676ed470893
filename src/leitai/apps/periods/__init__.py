"""Periods, the calendar that every number and deadline hangs on."""
