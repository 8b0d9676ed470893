"""Reads of the matters room, one topic a file."""
