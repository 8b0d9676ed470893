"""Accounts: made by administrators, never by visitors."""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Close sign-up: accounts come from the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return str(user)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keep what second factors rest on encrypted, so that a copy of the database opens nothing.

    The key is derived from the site's secret: whoever changes that enrols the second factors anew.
    """

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Made under another secret of the site. Nothing that could be guessed may stand here:
            # no code fits, and the person enrols anew.
            return base64.b32encode(os.urandom(20)).decode()


@lru_cache(maxsize=4)
def _cipher(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"leitai second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
