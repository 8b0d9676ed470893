"""Writes of the standings room, one topic a file."""

from leitai.apps.standings.services.restatements import note_restatements
from leitai.apps.standings.services.results import compute_standing, publish_standing
from leitai.apps.standings.services.schemes import (
    add_version,
    create_scheme,
    open_round,
    publish_version,
)

__all__ = [
    "add_version",
    "compute_standing",
    "create_scheme",
    "note_restatements",
    "open_round",
    "publish_standing",
    "publish_version",
]
