"""Loading the demo into the database, through the same services as the pages."""

from __future__ import annotations

from leitai.demo.accounts import demo_accounts
from leitai.demo.load.run import Report, data_digest, load_demo

__all__ = ["Report", "data_digest", "demo_accounts", "load_demo"]
