"""What the robots of group chats want to be sent, and how each proves who sends. Pure."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from leitai.apps.notices.channels.base import Message
from leitai.apps.notices.models import Chat


@dataclass(frozen=True)
class Request:
    """A POST: what is added to the address, the body, and headers beside the usual ones."""

    body: bytes
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _mac(key: str, text: bytes) -> bytes:
    return hmac.new(key.encode(), text, hashlib.sha256).digest()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a JSON message: HMAC-SHA256 over ``timestamp.body``, in hex."""
    return _mac(secret, b"%d." % timestamp + body).hex()


def _plain(message: Message, text: str, secret: str, now: dt.datetime) -> Request:
    body = _json(
        {
            "id": str(message.id),
            "at": message.at.isoformat(),
            "title": message.title,
            "text": text,
            "counts": dict(message.counts),
        }
    )
    seconds = int(now.timestamp())
    return Request(
        body,
        headers={
            "X-Leitai-Delivery": str(message.id),
            "X-Leitai-Timestamp": str(seconds),
            "X-Leitai-Signature": f"sha256={signature(secret, seconds, body)}",
        },
    )


#: Bytes of text that a WeCom robot takes.
WECOM_BYTES = 2048


def _wecom(message: Message, text: str, secret: str, now: dt.datetime) -> Request:
    return Request(_json({"msgtype": "text", "text": {"content": shortened(text, WECOM_BYTES)}}))


def _dingtalk(message: Message, text: str, secret: str, now: dt.datetime) -> Request:
    body = _json({"msgtype": "text", "text": {"content": shortened(text, 20_000)}})
    if not secret:
        return Request(body)
    stamp = str(int(now.timestamp() * 1000))
    sign = base64.b64encode(_mac(secret, f"{stamp}\n{secret}".encode())).decode()
    return Request(body, query=urlencode({"timestamp": stamp, "sign": sign}))


def _feishu(message: Message, text: str, secret: str, now: dt.datetime) -> Request:
    data: dict[str, Any] = {"msg_type": "text", "content": {"text": shortened(text, 20_000)}}
    if secret:
        stamp = str(int(now.timestamp()))
        data["timestamp"] = stamp
        data["sign"] = base64.b64encode(_mac(f"{stamp}\n{secret}", b"")).decode()
    return Request(_json(data))


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many bytes, cut between lines where it is cut."""
    if len(text.encode()) <= most:
        return text
    cut = text.encode()[: most - len("\n…".encode())].decode(errors="ignore")
    return (cut.rsplit("\n", 1)[0] if "\n" in cut else cut) + "\n…"


Shape = Chat.Shape
_REQUESTS: dict[str, Callable[[Message, str, str, dt.datetime], Request]] = {
    Shape.JSON: _plain,
    Shape.WECOM: _wecom,
    Shape.DINGTALK: _dingtalk,
    Shape.FEISHU: _feishu,
}


def request_of(
    shape: str, message: Message, *, secret: str, titles: bool, now: dt.datetime
) -> Request:
    """Return the request that brings a message into a chat; without titles only counts go."""
    text = f"{message.title}\n{message.text if titles else message.short}"
    return _REQUESTS[shape](message, text, secret, now)


def refusal(answer: bytes) -> str:
    """Return what a robot has against a message that it answered with 200; empty for nothing."""
    try:
        told = json.loads(answer)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    code = told.get("errcode", told.get("code", told.get("StatusCode", 0)))
    if code in (0, None):
        return ""
    return f"{code} {told.get('errmsg') or told.get('msg') or ''}".strip()[:200]
