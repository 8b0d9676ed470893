"""Schemes, rounds and standings: rules with versions, and results that explain themselves."""
