"""Reads of the benchmarks room, one topic a file."""
