"""Schemes: the dataclasses, the YAML reader, the checks and the JSON Schema.

Import from ``leitai.engine``; this package stays empty so that rules can use its shapes.
"""
