from leitai.apps.audit.models.chain import Head, Link
from leitai.apps.audit.models.counter import Counter
from leitai.apps.audit.models.entry import Entry

__all__ = ["Counter", "Entry", "Head", "Link"]
