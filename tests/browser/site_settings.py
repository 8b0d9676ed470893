"""Settings of the sites that tests start: those of a real site, but passwords are quick to hash."""

from leitai.server.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
