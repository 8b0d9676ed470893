"""The ways out of the house, one file each; the site itself needs none.

A way out is a :class:`~leitai.apps.notices.channels.base.Way`: whom it reaches, and how a message
goes. Another one is a file here, a line in :data:`WAYS` and a name in
:class:`~leitai.apps.notices.models.Channel`.
"""

from __future__ import annotations

from collections.abc import Mapping

from leitai.apps.notices.channels.base import Message, NotSentError, UnsureError, Way
from leitai.apps.notices.channels.mail import Mail
from leitai.apps.notices.channels.webhook import Webhook
from leitai.apps.notices.models import Channel

WAYS: Mapping[str, Way] = {Channel.EMAIL: Mail(), Channel.WEBHOOK: Webhook()}

__all__ = ["WAYS", "Message", "NotSentError", "UnsureError", "Way"]
