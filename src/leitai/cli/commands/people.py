"""``leitai user …`` and ``leitai unit add``: the first accounts and units of a new site."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from leitai.cli.site import find_unit, open_site, require_migrated, say, stop
from leitai.cli.words import both

_UNIT = both("单位名称或区划代码", "name or division code of the unit")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    user = typer.Typer(
        no_args_is_help=True, help=both("账号和角色", "accounts and roles"), rich_markup_mode=None
    )
    user.command("add", help=both("新建账号；密码从键盘或标准输入读", "make an account"))(add_user)
    user.command("role", help=both("授予角色", "give a role"))(give_role)
    app.add_typer(user, name="user")
    unit = typer.Typer(no_args_is_help=True, help=both("单位", "units"), rich_markup_mode=None)
    unit.command("add", help=both("登记单位", "enter a unit"))(add_unit)
    unit.command(
        "repair",
        help=both("按上级关系修复单位层级表", "put the table of who stands under whom right"),
    )(repair_units)
    app.add_typer(unit, name="unit")


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(
            typer.prompt(both("密码", "Password"), hide_input=True, confirmation_prompt=True)
        )
    return sys.stdin.readline().rstrip("\r\n")


def add_user(
    username: Annotated[str, typer.Argument(help=both("登录名", "name to sign in with"))],
    name: Annotated[str, typer.Option(help=both("姓名", "name of the person"))],
    unit: Annotated[str, typer.Option(help=_UNIT)],
    role: Annotated[str, typer.Option(help=both("角色", "role on the unit"))] = "",
    post: Annotated[str, typer.Option(help=both("职务", "post"))] = "",
) -> None:
    open_site()
    require_migrated()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import User
    from leitai.apps.units.services import assign_role, register_user

    if User.objects.filter(username=username).exists():
        raise stop(f"账号 {username} 已存在。", f"The account {username} exists already.")
    home = find_unit(unit)
    _check_role(role)
    password = _read_password()
    try:
        validate_password(password, User(username=username, display_name=name))
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"密码不合要求：{text}", f"The password will not do: {text}") from None
    with transaction.atomic():
        account = register_user(
            Act(),
            username=username,
            password=password,
            display_name=name,
            post=post,
            home=home,
        )
        if role:
            assign_role(Act(), user=account, role=role, unit=home)
    say(f"已建账号 {username}（{home}）。", f"Made the account {username} ({home}).")


def _check_role(role: str) -> None:
    from leitai.apps.units.models import Role

    if role and role not in Role.values:
        listed = "、".join(Role.values)
        raise stop(f"没有角色 {role}。可用：{listed}", f"No role {role}. There are: {listed}")


def give_role(
    username: Annotated[str, typer.Argument(help=both("登录名", "name to sign in with"))],
    role: Annotated[str, typer.Argument(help=both("角色", "role"))],
    unit: Annotated[str, typer.Argument(help=_UNIT)],
) -> None:
    open_site()
    require_migrated()
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import User
    from leitai.apps.units.services import assign_role

    account = User.objects.filter(username=username).first()
    if account is None:
        raise stop(f"没有账号 {username}。", f"There is no account {username}.")
    _check_role(role)
    assignment = assign_role(Act(), user=account, role=role, unit=find_unit(unit))
    say(f"已授予：{assignment}", f"Given: {assignment}")


def add_unit(
    name: Annotated[str, typer.Argument(help=both("名称", "name"))],
    kind: Annotated[str, typer.Option(help=both("类型", "kind"))],
    parent: Annotated[str, typer.Option(help=both("上级单位", "unit above"))] = "",
    code: Annotated[str, typer.Option(help=both("区划代码", "division code"))] = "",
    name_en: Annotated[str, typer.Option(help=both("英文名", "name in English"))] = "",
) -> None:
    open_site()
    require_migrated()
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import UnitKind
    from leitai.apps.units.services import register_unit

    if kind not in UnitKind.values:
        listed = "、".join(UnitKind.values)
        raise stop(f"没有类型 {kind}。可用：{listed}", f"No kind {kind}. There are: {listed}")
    unit = register_unit(
        Act(),
        name=name,
        kind=kind,
        parent=find_unit(parent) if parent else None,
        division_code=code,
        name_en=name_en,
    )
    say(f"已登记：{unit}", f"Entered: {unit}")


def repair_units() -> None:
    open_site()
    require_migrated()
    from leitai.apps.audit.services import Act
    from leitai.apps.units.services import repair_ancestry

    count = repair_ancestry(Act())
    if count:
        say(f"已修复 {count} 个单位。", f"Put {count} units right.")
    else:
        say("单位层级表没有差错，无需修复。", "Nothing is wrong; nothing was changed.")
