"""What the indicators room tells the rooms after it."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent once per accepted batch, within its transaction, so that receivers put work off with it
#: and nothing is forgotten. Receivers get ``batch_id``.
values_accepted = Signal()

#: Asks which of ``digests`` another room still refers to; a receiver returns those as a set.
files_in_use = Signal()
