"""``leitai token …``: access tokens for programs that use the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.units.models import User

_USERNAME = both("登录名", "name to sign in with")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    token = typer.Typer(
        no_args_is_help=True,
        help=both("接口令牌", "tokens for the API"),
        rich_markup_mode=None,
    )
    token.command("issue", help=both("签发令牌，只显示一次", "make a token, shown once"))(issue)
    token.command("revoke", help=both("吊销令牌", "end a token at once"))(revoke)
    app.add_typer(token, name="token")


def issue(
    username: Annotated[str, typer.Argument(help=_USERNAME)],
    name: Annotated[str, typer.Option(help=both("用途", "what it is for"))],
    scope: Annotated[
        list[str] | None,
        typer.Option(help=both("范围，可多次：read、upload、compute", "read, upload or compute")),
    ] = None,
    days: Annotated[int, typer.Option(help=both("有效天数", "days it lasts"))] = 90,
) -> None:
    open_site()
    require_migrated()
    from django.core.exceptions import ValidationError

    from leitai.apps.audit.services import Act
    from leitai.apps.units.services.tokens import issue_token

    act = Act(actor=_person(username))
    try:
        token = issue_token(act, name=name, scopes=scope or ["read"], days=days)
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"未签发：{text}", f"Not issued: {text}") from None
    typer.echo(token.secret)
    say("请现在记下，以后不再显示。", "Keep it now; it is not shown again.")


def revoke(
    username: Annotated[str, typer.Argument(help=_USERNAME)],
    prefix: Annotated[
        str, typer.Argument(help=both("令牌的开头，如 lt_Ab12Cd", "how the token begins"))
    ],
) -> None:
    open_site()
    require_migrated()
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import AccessToken
    from leitai.apps.units.services.tokens import revoke_token

    person = _person(username)
    short = prefix[:10]
    found = list(AccessToken.objects.filter(user=person, prefix=short, revoked_at=None))
    if len(found) != 1:
        raise stop(f"没有有效的令牌 {short}。", f"There is no token {short} in force.")
    revoke_token(Act(actor=person), token=found[0])
    say(f"已吊销 {short}。", f"Revoked {short}.")


def _person(username: str) -> User:
    from leitai.apps.units.models import User

    person = User.objects.filter(username=username).first()
    if person is None:
        raise stop(f"没有账号 {username}。", f"There is no account {username}.")
    return person
