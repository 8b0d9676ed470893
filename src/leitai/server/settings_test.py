"""Settings under test: quick password hashing and tasks that run at once."""

import os

from leitai.server.settings import *  # noqa: F403
from leitai.server.settings import CONFIG, DATABASES

# A browser driven from a test leaves an event loop in its thread; Django would then refuse the
# database to every later test of that process, though all of them are synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DEBUG = False
# Quick and without a database for tests that have none; tests/server/test_shared.py tries ours.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads meet each other's locks as in service; nothing here must survive.
    # Named by process, so that two runs side by side do not take each other's file away.
    (CONFIG.var / "test").mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(CONFIG.var / "test" / f"{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    # What a test writes need not survive a power cut, so no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
MEDIA_ROOT = CONFIG.var / "test-files"
LEITAI_DEMO = False
LEITAI_WEBHOOK_HOSTS = ["chat.example.cn"]
