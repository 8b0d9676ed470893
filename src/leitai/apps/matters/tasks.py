"""Work of the matters room that needs nobody waiting."""

from __future__ import annotations

import logging

from leitai.apps.matters.services import keep_rules

log = logging.getLogger("leitai.matters")


def keep_daily_rules() -> None:
    """Do what the rules ask for today; run any number of times a day, it is done once."""
    done = keep_rules()
    log.info(
        "rules of matters: %d urged, %d tickets, %d reminded, %d resumed",
        done.urged, done.raised, done.reminded, done.resumed,
    )  # fmt: skip
