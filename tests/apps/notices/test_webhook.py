"""Group chats: only to listed hosts, signed, in the shape that each robot takes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.notices.channels import Message, NotSentError, UnsureError
from leitai.apps.notices.channels.origins import allowed, origin_of
from leitai.apps.notices.channels.robots import (
    WECOM_BYTES,
    Request,
    refusal,
    request_of,
    shortened,
    signature,
)
from leitai.apps.notices.channels.webhook import post
from leitai.apps.notices.gathering import gather
from leitai.apps.notices.models import Chat, Delivery
from leitai.apps.notices.outgoing import due, make_deliveries, send
from leitai.apps.notices.services import join_chat, leave_chat
from tests.apps.matters.world import Desk, on
from tests.apps.notices.test_outgoing import DUE
from tests.apps.notices.world import TUESDAY, at
from tests.people import People

SECRET = "一个足够长的签名密钥-0123456789"
NOW = at("2026-11-04", 9)
MESSAGE = Message(
    uuid.UUID(int=7), NOW, "【擂台】2 条", "督办\n· 甲事项\n· 乙事项", "督办 2", {"督办": 2}
)


class Chatroom:
    """A server on this machine that keeps what is posted and answers as it is told."""

    def __init__(self) -> None:
        room = self
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.answer = 200, b'{"errcode":0,"errmsg":"ok"}'
        self.silent = False

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                room.got.append((self.path, headers, body))
                if room.silent:
                    self.connection.close()
                    return
                self.send_response(room.status)
                if room.status == 302:
                    self.send_header("Location", "/inside")
                self.end_headers()
                self.wfile.write(room.answer)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def room(settings: Any) -> Iterator[Chatroom]:
    found = Chatroom()
    settings.LEITAI_WEBHOOK_HOSTS = [found.url]
    yield found
    found.server.shutdown()
    found.server.server_close()


def asked(shape: str, *, secret: str = SECRET, titles: bool = True) -> Request:
    return request_of(shape, MESSAGE, secret=secret, titles=titles, now=NOW)


def test_json_carries_a_signature_over_time_and_body(room: Chatroom) -> None:
    post(f"{room.url}/hook?x=1", asked("json"))
    ((path, headers, body),) = room.got
    assert path == "/hook?x=1"
    stamp = headers["x-leitai-timestamp"]
    wanted = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-leitai-signature"] == f"sha256={wanted}"
    assert headers["x-leitai-delivery"] == str(MESSAGE.id)
    assert stamp == str(int(NOW.timestamp()))
    told = json.loads(body)
    assert told["counts"] == {"督办": 2}
    assert "甲事项" in told["text"]
    assert signature(SECRET, int(stamp), body + b" ") != wanted


def test_each_robot_gets_its_shape_and_its_proof() -> None:
    wecom = json.loads(asked("wecom").body)
    assert wecom["msgtype"] == "text"
    assert "甲事项" in wecom["text"]["content"]
    dingtalk = asked("dingtalk")
    query = {name: values[0] for name, values in parse_qs(dingtalk.query).items()}
    text = f"{query['timestamp']}\n{SECRET}".encode()
    mac = hmac.new(SECRET.encode(), text, hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(mac).decode()
    assert query["timestamp"] == str(int(NOW.timestamp()) * 1000)
    feishu = json.loads(asked("feishu").body)
    key = f"{feishu['timestamp']}\n{SECRET}".encode()
    assert feishu["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert "甲事项" in feishu["content"]["text"]
    assert "sign" not in json.loads(asked("feishu", secret="").body)
    assert asked("dingtalk", secret="").query == ""


@pytest.mark.parametrize("shape", Chat.Shape.values)
def test_without_titles_a_chat_reads_counts_only(shape: str) -> None:
    body = asked(shape, titles=False).body.decode()
    assert "甲事项" not in body
    assert "督办 2" in body


@given(st.text(), st.integers(10, 200))
def test_what_is_too_long_is_cut_to_whole_signs(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert len(cut.encode()) <= most
    assert cut == text or cut.endswith("…")


def test_wecom_gets_no_more_than_it_takes() -> None:
    long = Message(uuid.uuid4(), NOW, "标题", "\n".join(["· 很长的事项标题" * 3] * 200), "", {})
    request = request_of("wecom", long, secret="", titles=True, now=NOW)
    content = json.loads(request.body)["text"]["content"]
    assert len(content.encode()) <= WECOM_BYTES
    assert content.endswith("\n…")


def test_only_listed_hosts_are_posted_to(room: Chatroom, settings: Any) -> None:
    settings.LEITAI_WEBHOOK_HOSTS = ["qyapi.weixin.qq.com"]
    with pytest.raises(NotSentError, match="LEITAI_WEBHOOK_HOSTS"):
        post(f"{room.url}/hook", asked("json"))
    assert room.got == []


def test_a_redirect_is_not_followed(room: Chatroom) -> None:
    room.status = 302
    with pytest.raises(NotSentError, match="302"):
        post(f"{room.url}/hook", asked("json"))
    assert [path for path, _headers, _body in room.got] == ["/hook"]


@pytest.mark.parametrize(
    "answer", [b'{"errcode":310000,"errmsg":"sign not match"}', b'{"code":19021,"msg":"sign"}']
)
def test_a_no_in_the_answer_is_a_no(room: Chatroom, answer: bytes) -> None:
    room.answer = answer
    with pytest.raises(NotSentError, match="sign"):
        post(f"{room.url}/hook", asked("wecom"))


def test_no_answer_leaves_it_open_whether_it_arrived(room: Chatroom) -> None:
    room.silent = True
    with pytest.raises(UnsureError):
        post(f"{room.url}/hook", asked("json"))
    assert len(room.got) == 1


def test_nobody_there_means_that_it_did_not_arrive(room: Chatroom) -> None:
    room.server.shutdown()
    room.server.server_close()
    with pytest.raises(NotSentError):
        post(f"{room.url}/hook", asked("json"))


@pytest.mark.parametrize("answer", [b"", b"ok", b"[]", b'{"StatusCode":0,"code":0}'])
def test_other_answers_are_a_yes(answer: bytes) -> None:
    assert refusal(answer) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/x",
        "https://qyapi.weixin.qq.com:8443/x",
        "https://qyapi.weixin.qq.com@127.0.0.1/x",
        "https://qyapi.weixin.qq.com.evil.example/x",
        "https://evil.example/?qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com\\@127.0.0.1/",
        "https://qyapi.weixin.qq.com\r\nHost: x/",
        "https://127.0.0.1/", "https://[::1]/", "file:///etc/passwd", "ftp://qyapi.weixin.qq.com/",
        "//qyapi.weixin.qq.com/x", "qyapi.weixin.qq.com", "", "https://qyapi.weixin.qq.com:x/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_listed_host(url: str) -> None:
    assert not allowed(url, ["qyapi.weixin.qq.com"])


def test_listed_hosts_are_compared_as_hosts() -> None:
    assert allowed("https://QYAPI.weixin.qq.com/cgi?key=1", ["qyapi.weixin.qq.com"])
    assert allowed("https://qyapi.weixin.qq.com:443/", ["qyapi.weixin.qq.com"])
    assert allowed("http://10.1.2.3:8080/x", ["http://10.1.2.3:8080"])
    assert not allowed("http://10.1.2.3/x", ["http://10.1.2.3:8080"])
    assert not allowed("https://a.example/", [])


@given(st.text(max_size=60))
def test_what_is_posted_to_is_what_was_compared(text: str) -> None:
    """The host that the connection goes to is the one of the list, whatever the address looks."""
    url = f"https://good.example{text}"
    if allowed(url, ["good.example"]):
        assert origin_of(url) == ("https", "good.example", 443)
        assert urlsplit(url).hostname == "good.example"


def chat_of(people: People, room: Chatroom, person: str = "reporting_unit", **more: Any) -> Chat:
    given = {"name": "招商局工作群", "shape": "json", "secret": SECRET, "titles": False, **more}
    given.setdefault("url", f"{room.url}/robot?key=k-123")
    return join_chat(
        Act(actor=people["administrator"], at=at("2026-11-01")), person=people[person], **given
    )


@pytest.mark.django_db
def test_a_chat_gets_the_digest_of_its_account_once(
    desk: Desk, people: People, room: Chatroom
) -> None:
    chat_of(people, room)
    matter = desk.assigned(DUE)
    for _again in range(2):
        gather(NOW)
        make_deliveries(NOW)
        for number in due(NOW):
            send(number, NOW)
    ((_path, headers, body),) = room.got
    assert json.loads(body)["counts"] == {"督办": 1}
    assert matter.title not in body.decode()
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.SENT
    assert headers["x-leitai-delivery"] == str(delivery.pk)


@pytest.mark.django_db
def test_a_chat_that_left_hears_nothing_and_its_key_is_forgotten(
    desk: Desk, people: People, room: Chatroom
) -> None:
    chat = chat_of(people, room)
    desk.assigned(DUE)
    gather(NOW)
    make_deliveries(NOW)
    leave_chat(Act(actor=people["administrator"]), chat=chat)
    for number in due(NOW):
        send(number, NOW)
    assert room.got == []
    chat.refresh_from_db()
    assert (chat.url, chat.secret) == ("", "")


@pytest.mark.django_db
def test_only_who_manages_the_person_joins_a_chat(
    desk: Desk, people: People, room: Chatroom
) -> None:
    for role in ("reporting_unit", "supervision_office", "principal_leader", "assessment_office"):
        with pytest.raises(PermissionDenied):
            join_chat(
                on(TUESDAY, people[role]), person=people["reporting_unit"], name="群",
                shape="json", url=f"{room.url}/", secret=SECRET, titles=False,
            )  # fmt: skip
    with pytest.raises(PermissionDenied):
        chat_of(People({**people.by_role, "far": people.outsider}, *[people.outsider] * 2),
                room, "far")  # fmt: skip
    assert not Chat.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"url": "http://169.254.169.254/latest"}, "listed hosts"),
        ({"url": "https://example.com/"}, "listed hosts"),
        ({"shape": "fax"}, "no kind"),
        ({"secret": "kurz"}, "16 characters"),
        ({"name": " "}, "name"),
    ],
)
def test_bad_chats_are_refused_and_change_nothing(
    desk: Desk, people: People, room: Chatroom, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        chat_of(people, room, **more)
    assert not Chat.objects.exists()


@pytest.mark.django_db
def test_the_record_names_the_host_and_never_the_key(
    desk: Desk, people: People, room: Chatroom
) -> None:
    chat_of(people, room)
    entry = Entry.objects.get(verb="notice.join_chat")
    assert entry.detail["host"] == "127.0.0.1"
    assert "k-123" not in str(entry.detail) + entry.subject_label
    assert SECRET not in str(entry.detail)
    assert entry.unit_id == desk.area.pk or entry.unit_id == desk.lead.pk
