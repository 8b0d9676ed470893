"""What the indicators room tells the rooms after it."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent once per accepted batch, after the commit. Receivers get ``batch_id``.
values_accepted = Signal()
