"""Write the parts of the documentation that follow from the code: commands and permissions.

The pages carry markers ``<!-- commands -->`` … ``<!-- /commands -->``; what stands between them is
written by ``python -m tools.doc_tables`` and compared by a test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh", "en")
WORDS = {
    "zh": {
        "option": "选项",
        "argument": "参数",
        "meaning": "含义",
        "default": "默认",
        "permission": "权限",
        "meaning_of": "允许做什么",
        "roles": "持有者",
        "any": "任一角色",
    },
    "en": {
        "option": "Option",
        "argument": "Argument",
        "meaning": "Meaning",
        "default": "Default",
        "permission": "Permission",
        "meaning_of": "Allows",
        "roles": "Held by",
        "any": "any role",
    },
}
ROLES = {
    "principal_leader": "主要领导",
    "leader_in_charge": "分管领导",
    "assessment_office": "考核办",
    "supervision_office": "督查室",
    "approver": "审核人",
    "reporting_unit": "填报单位",
    "analyst": "分析员",
    "auditor": "审计员",
    "administrator": "管理员",
}
#: What each permission allows: Chinese, English. A permission without a line here fails the test.
PERMISSIONS = {
    "units.manage": ("登记、调整单位", "enter and change units"),
    "units.manage_people": (
        "开账号、授角色、停用账号，接入工作群",
        "make accounts, give roles, switch accounts off, join group chats",
    ),
    "units.view": ("看单位页", "see units"),
    "indicators.view": ("看指标和已收下的值", "see indicators and accepted values"),
    "indicators.define": ("定义指标、改口径", "define indicators and their scope"),
    "indicators.upload": ("上传工作簿", "upload workbooks"),
    "indicators.view_upload": ("看上传的原件和读取结果", "see uploads and what was read"),
    "indicators.decide_upload": ("回答读取中的疑问", "answer what reading left in doubt"),
    "indicators.accept_upload": ("收下或放弃一份上传", "accept or throw away an upload"),
    "periods.view_calendar": ("看节假日安排", "see the holiday arrangements"),
    "periods.import_calendar": (
        "导入本区域一年的节假日安排",
        "import the holiday arrangement of a year for the area",
    ),
    "matters.view": ("看督办事项（只限看得到的）", "see matters that concern one"),
    "matters.manage": (
        "立项、交办、转办、批延期、暂停、核验、退回、销号、回头看",
        "register, assign, transfer, decide extensions, suspend, verify, return and close out",
    ),
    "matters.instruct": (
        "催办、升级督办单、批示（联系领导对本人联系的事项同样可以）",
        "urge, raise the ticket and instruct; a contact leader may for the own matters",
    ),
    "matters.answer": (
        "代表牵头单位签收、拒收、申请延期、复命",
        "sign for, refuse, ask for extensions and report completion for the lead unit",
    ),
    "matters.contribute": (
        "代表牵头或配合单位报进展",
        "report progress for the lead unit or a supporting one",
    ),
    "matters.choose_rules": (
        "选用事项种类和期限、亮灯规则、督办单",
        "choose kinds, terms, lights and tickets",
    ),
    "matters.arrange_map": (
        "排挂图的位置，上传有审图号的地图",
        "lay the tiles of the battle map, bring an approved map",
    ),
    "matters.store_statistics": (
        "把督办统计存为指标值",
        "store statistics of matters as values",
    ),
    "goals.view": ("看目标", "see targets"),
    "goals.set_target": ("下达、调整目标", "set and change targets"),
    "goals.edit_tree": ("编目标树，分阶段", "write the goal tree and its phases"),
    "goals.assign": (
        "定责任领导、牵头和责任单位、联系领导，组专班",
        "say who answers for goals and targets, contact leaders, task forces",
    ),
    "goals.name_person": (
        "定本单位目标的责任人",
        "name the person who answers for a unit's target",
    ),
    "goals.delegate": ("委托别人代管自己的责任", "let somebody stand in for oneself"),
    "goals.break_down": (
        "分解目标，提出调整",
        "break targets down over units and propose changes of targets",
    ),
    "goals.approve_targets": (
        "审定目标分解和调整（不得是提出人）",
        "approve or return proposed targets that others proposed",
    ),
    "goals.set_pace_rule": ("定四季成色的阈值", "set the thresholds of red and steady quarters"),
    "goals.view_matrix": ("看责任矩阵", "see the responsibility matrix"),
    "standings.write_scheme": ("起草方案", "write schemes"),
    "standings.approve_scheme": (
        "审定方案（不得是起草人）",
        "approve or return schemes that others wrote",
    ),
    "standings.publish_scheme": ("发布方案版本", "publish a version of a scheme"),
    "standings.compute": ("试算榜单", "compute a draft standing"),
    "standings.publish": ("发布榜单", "publish a standing"),
    "standings.view_draft": ("看草稿榜单", "see draft standings"),
    "standings.view_inputs": ("看全部输入，不受方案公开范围限制", "see every input of a standing"),
    "benchmarks.view": ("看对标", "see benchmarks"),
    "benchmarks.propose": ("提出主标杆、设参照", "propose a main benchmark and set references"),
    "benchmarks.confirm": ("确认或退回主标杆", "confirm or return a main benchmark"),
    "benchmarks.define": ("规定对标范围和比较项", "say who is compared and by what"),
    "benchmarks.keep_practices": ("记做法卡、改、撤", "note, change and withdraw practice cards"),
    "benchmarks.decide_practice": ("决定做法采不采用", "decide whether a practice is adopted"),
    "benchmarks.keep_trips": ("外出学习的计划、报告和措施", "plan and report study trips"),
    "benchmarks.state_comparison": ("登记引用的比较", "enter stated comparisons"),
    "publishing.export_store": (
        "把本人看得到的全部数据取成 Parquet",
        "take away the whole store, as far as one sees it",
    ),
    "publishing.view": ("看签发的责任书、成绩单和通报", "see letters, report cards and bulletins"),
    "publishing.issue": (
        "签发、撤回责任书、成绩单，拟、撤回排名通报",
        "issue and withdraw letters and report cards, draft and withdraw bulletins of boards",
    ),
    "publishing.sign": (
        "签发、退回别人拟的排名通报",
        "sign bulletins of boards that others drafted, or send them back",
    ),
    "publishing.sign_supervision": (
        "签发、退回别人拟的督查通报",
        "sign bulletins of supervision that others drafted, or send them back",
    ),
    "publishing.issue_supervision": (
        "拟、撤回督查通报",
        "draft and withdraw bulletins of supervision",
    ),
    "standings.enter_record": (
        "登记加分、扣分、一票否决记录",
        "enter records of bonus, penalty and veto",
    ),
    "standings.sign_record": ("签认别人登记的记录", "sign a record that somebody else entered"),
    "standings.withdraw_record": ("撤回记录", "withdraw a record"),
    "audit.read_all": ("看本区域的全部变更记录", "read the whole record of changes of the area"),
}


def _cell(text: Any) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for key, each in inner.items():
        yield from _commands(each, f"{name} {key}")


def commands(language: str) -> str:
    """Return the reference of the command line; the process must speak the language already."""
    import typer

    from leitai.cli.main import app

    words = WORDS[language]
    root: Any = typer.main.get_command(app)
    lines: list[str] = []
    for name, command in _commands(root, "leitai"):
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option"]
        usage = [name, *(_usage(p) for p in arguments)]
        if options:
            usage.append("[OPTIONS]")
        lines += [f"### `{name}`", "", f"{command.help}", "", "```text", " ".join(usage), "```", ""]
        if arguments:
            lines += [f"| {words['argument']} | {words['meaning']} |", "|---|---|"]
            lines += [f"| `{_usage(p)}` | {_cell(p.help or '')} |" for p in arguments] + [""]
        if options:
            lines += [
                f"| {words['option']} | {words['meaning']} | {words['default']} |",
                "|---|---|---|",
            ]
            for option in options:
                names = ", ".join(f"`{each}`" for each in [*option.opts, *option.secondary_opts])
                default = "" if option.default in (None, "", False) else f"`{option.default}`"
                if option.required:
                    default = "—"
                lines.append(f"| {names} | {_cell(option.help or '')} | {default} |")
            lines.append("")
    return "\n".join(lines).strip()


def _usage(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper().strip("{}[]")
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def permissions(language: str) -> str:
    """Return the table of permissions and the roles that hold them, as the policies say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.server.settings")
    import django

    django.setup()
    from rules.permissions import permissions as known

    words = WORDS[language]
    lines = [
        f"| {words['permission']} | {words['meaning_of']} | {words['roles']} |",
        "|---|---|---|",
    ]
    order = list(PERMISSIONS)
    for name in sorted(known, key=lambda n: order.index(n) if n in order else 999):
        meaning = PERMISSIONS.get(name, ("?", "?"))[language == "en"]
        lines.append(f"| `{name}` | {meaning} | {_holders(known[name], language)} |")
    return "\n".join(lines)


def _holders(predicate: Any, language: str) -> str:
    roles = getattr(predicate, "roles", None) or re.findall(
        "|".join(sorted(ROLES, key=len, reverse=True)), predicate.name
    )
    if predicate.name == "reads_record":
        roles = ["auditor", "assessment_office", "administrator"]
    if not roles:
        return WORDS[language]["any"]
    if language == "en":
        return ", ".join(role.replace("_", " ") for role in roles)
    return "、".join(ROLES[role] for role in roles)


PAGES = {"cli.md": ("commands", commands), "roles.md": ("permissions", permissions)}


def filled(text: str, name: str, content: str) -> str:
    """Return a page with the part between its markers replaced.

    Raises:
        ValueError: if the page has no such markers.
    """
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
    if not pattern.search(text):
        raise ValueError(f"no markers <!-- {name} -->")
    return pattern.sub(lambda m: f"{m[1]}\n{content}\n\n{m[2]}", text)


def render(language: str) -> dict[Path, str]:
    """Return every such page of a language as it should be."""
    pages = {}
    for page, (name, make) in PAGES.items():
        path = ROOT / "docs" / language / page
        pages[path] = filled(path.read_text("utf-8"), name, make(language))
    return pages


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``check`` tell which differ. Each language in its own process."""
    if len(arguments) == 2 and arguments[1] in LANGUAGES:
        different = 0
        for path, text in render(arguments[1]).items():
            if path.read_text("utf-8") != text:
                different += 1
                if arguments[0] == "check":
                    print(f"{path.relative_to(ROOT)} is not what the code says")
                else:
                    path.write_text(text, "utf-8")
        return int(bool(different) and arguments[0] == "check")
    action = "check" if arguments == ["check"] else "write"
    codes = [
        subprocess.run(
            [sys.executable, "-m", "tools.doc_tables", action, language],
            cwd=ROOT,
            env={**os.environ, "LEITAI_LANG": language, "COLUMNS": "100"},
            check=False,
        ).returncode
        for language in LANGUAGES
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
