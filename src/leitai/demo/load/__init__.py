"""Loading the demo into the database, through the same services as the pages."""

from __future__ import annotations

from leitai.demo.accounts import demo_accounts
from leitai.demo.load.run import DATA_DIGEST, Report, load_demo

__all__ = ["DATA_DIGEST", "Report", "demo_accounts", "load_demo"]
