"""Loading the demo into the database, through the same services as the pages."""

from __future__ import annotations

from leitai.demo.load.run import Progress, load_demo, loaded

__all__ = ["Progress", "load_demo", "loaded"]
