"""Settings under test: quick password hashing and tasks that run at once."""

from leitai.server.settings import *  # noqa: F403
from leitai.server.settings import CONFIG, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DEBUG = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory there is nothing to write ahead or to synchronise.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA foreign_keys=ON;"
MEDIA_ROOT = CONFIG.var / "test-files"
LEITAI_DEMO = False
