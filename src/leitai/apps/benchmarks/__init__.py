"""Benchmarks (对标): against whom a unit measures itself, how far behind it is, what closes it."""
