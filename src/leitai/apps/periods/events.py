"""What the periods room tells the rooms after it."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent in the transaction of an import. Receivers get ``area_id`` (None: the country) and ``year``.
calendar_imported = Signal()
