"""Work in the background of the publishing room."""

from __future__ import annotations

from django_tasks import task


@task()
def check_everything() -> None:
    """Run all checks and note what they found: a page asked for it."""
    from leitai.apps.publishing.checks import run_checks

    run_checks()
