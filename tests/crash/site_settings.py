"""Settings of a site that is killed; its tables are made from the models, which is quick."""

from tests.browser.site_settings import *  # noqa: F403


class NoMigrations(dict[str, None]):
    """Says of every app that it has no migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoMigrations()
