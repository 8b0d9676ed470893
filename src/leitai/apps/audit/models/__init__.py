from leitai.apps.audit.models.chain import Head, Link
from leitai.apps.audit.models.check import Check
from leitai.apps.audit.models.counter import Counter
from leitai.apps.audit.models.entry import Entry

__all__ = ["Check", "Counter", "Entry", "Head", "Link"]
