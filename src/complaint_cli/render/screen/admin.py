"""How the organisation and the policy are shown: lines of text, and the JSON of the same facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

from complaint_cli.company.categories import Category
from complaint_cli.company.edition import Change, Edition, as_text
from complaint_cli.company.keys import KEYS
from complaint_cli.company.kinds import Band, Step
from complaint_cli.company.organisation import Department, Organisation, Post, PostKind, Term
from complaint_cli.messages import Message, listed
from complaint_cli.messages.admin import Admin
from complaint_cli.text.plain import plain

_ROLES = {"office": Admin.ROLE_OFFICE, "audit": Admin.ROLE_AUDIT, "responsible": Admin.ROLE_RESPONSIBLE}
_POSTS: dict[PostKind, tuple[str, Message]] = {
    "deputy": ("deputy", Admin.POST_DEPUTY),
    "manager": ("manager", Admin.POST_MANAGER),
}
_TOML_HEAD = (
    "# 改好后用 complaint org import 文件 导入。",
    "# role：office 综合管理部（恰有一个） · audit 审计督查部 · responsible 责任部门",
    "# general_manager、deputy、manager：写一个姓名，或写任职经过",
    '#   [{ name = "孙三", since = 2026-01-01 }, { name = "周五", since = 2026-06-01 }]',
    "",
)

# -- the organisation -------------------------------------------------------------------------------


def holders(organisation: Organisation, kind: PostKind, department: str | None) -> list[Post]:
    """Return who holds and held a post, the earliest first, each day's last recorded holder alone."""
    last = {p.since: p for p in organisation.posts if p.kind == kind and p.department == department}
    return sorted(last.values(), key=lambda post: post.since or date.min)


def organisation_lines(organisation: Organisation, day: date) -> list[str]:
    """Show departments, posts as they stand on ``day``, and staff."""
    general = _seat(organisation, "general", None, day)
    lines = [organisation.company, Admin.LINE(label=Admin.POST_GENERAL(), value=general)]
    for department in organisation.departments:
        lines += ["", f"{department.name}  [{_ROLES[department.role]()}]"]
        for kind, (_, label) in _POSTS.items():
            value = _seat(organisation, kind, department.name, day)
            lines.append("  " + Admin.LINE(label=label(), value=value))
        people = listed(department.staff) or Admin.NOBODY()
        lines.append("  " + Admin.LINE(label=Admin.STAFF(), value=people))
    return [plain(line, lines=False) for line in lines]


def _seat(organisation: Organisation, kind: PostKind, department: str | None, day: date) -> str:
    posts = holders(organisation, kind, department)
    begun = [post for post in posts if (post.since or date.min) <= day]
    said = []
    for post in posts:
        current = len(posts) > 1 and post in begun[-1:]
        since = Admin.HOLDS_NOW if current else Admin.SINCE
        name = since(name=post.name, since=post.since) if post.since else post.name
        said.append(Admin.UNTIL(name=name, until=post.until) if post.until else name)
    return listed(said) or Admin.NOBODY()


def organisation_json(organisation: Organisation) -> dict[str, object]:
    """Return the organisation for ``--json``; posts are dated lists, ``since`` null meaning always."""
    return {
        "schema": 1,
        "company": organisation.company,
        "general_manager": _posts_json(holders(organisation, "general", None)),
        "departments": [
            {
                "department": department.name,
                "role": department.role,
                **{key: _posts_json(holders(organisation, kind, department.name)) for kind, (key, _) in _POSTS.items()},
                "staff": list(department.staff),
                "terms": [_term_json(term) for term in department.terms],
                "formerly": list(department.formerly),
            }
            for department in organisation.departments
        ],
    }


def _term_json(term: Term) -> dict[str, str | None]:
    days = {key: day.isoformat() if day else None for key, day in (("since", term.since), ("until", term.until))}
    return {"name": term.name, **days}


def _posts_json(posts: Iterable[Post]) -> list[dict[str, object]]:
    return [
        {
            "name": post.name,
            "since": post.since.isoformat() if post.since else None,
            **({"until": post.until.isoformat()} if post.until else {}),
        }
        for post in posts
    ]


def organisation_toml(organisation: Organisation) -> str:
    """Write the organisation as the file that ``org import`` reads."""
    lines = [*_TOML_HEAD, f"company = {_quoted(organisation.company)}"]
    lines += _posts_toml("general_manager", holders(organisation, "general", None))
    if organisation.accounts:
        pairs = (f"{_quoted(account)} = {_quoted(person)}" for account, person in organisation.accounts.items())
        lines.append(f"accounts = {{ {', '.join(pairs)} }}")
    for department in organisation.departments:
        lines += ["", "[[department]]", f"name = {_quoted(department.name)}", f"role = {_quoted(department.role)}"]
        for kind, (key, _) in _POSTS.items():
            lines += _posts_toml(key, holders(organisation, kind, department.name))
        lines.append(f"staff = [{', '.join(_staff_toml(department))}]")
        if department.formerly:
            lines.append(f"formerly = [{', '.join(map(_quoted, department.formerly))}]")
    return "\n".join(lines) + "\n"


def _staff_toml(department: Department) -> list[str]:
    dated = {term.name for term in department.terms}
    terms = [_dated_toml(term.name, term.since, term.until) for term in department.terms]
    return [*(_quoted(name) for name in department.staff if name not in dated), *terms]


def _dated_toml(name: str, since: date | None, until: date | None) -> str:
    days = "".join(f", {key} = {day}" for key, day in (("since", since), ("until", until)) if day)
    return f"{{ name = {_quoted(name)}{days} }}"


def _posts_toml(key: str, posts: Sequence[Post]) -> list[str]:
    if not posts:
        return [f'# {key} = ""']
    if len(posts) == 1 and posts[0].since is None and posts[0].until is None:
        return [f"{key} = {_quoted(posts[0].name)}"]
    return [f"{key} = [{', '.join(_dated_toml(post.name, post.since, post.until) for post in posts)}]"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def change_line(
    kind: str, department: str | None, was: str | None, now: str | None, since: str | None, until: str | None
) -> str:
    """Say one change that an organisation file makes."""
    role = {word: label() for word, label in _ROLES.items()}
    if kind in ("added", "role"):
        was, now = role.get(was or ""), role.get(now or "")
    if since:
        now = Admin.SINCE(name=now, since=since)
    if until:
        now = Admin.UNTIL(name=now, until=until)
    nothing = Admin.CHANGED_ALWAYS() if kind == "days" else Admin.CHANGED_NOBODY()
    was, now = was or nothing, now or nothing
    sentence = Admin[f"CHANGED_{kind.upper()}"](department=department, was=was, now=now)
    return plain(sentence, lines=False)


# -- the policy -------------------------------------------------------------------------------------


def edition_facts(edition: Edition) -> dict[str, object]:
    """Return which edition it is."""
    return {"title": edition.title, "effective": edition.effective.isoformat(), "sha256": edition.sha256}


def edition_json(edition: Edition) -> dict[str, object]:
    """Return an edition for ``--json``: every key and its value, amounts and points as strings."""
    numbers = {key: jsonable(edition.numbers.get(key)) for key in KEYS if key not in ("title", "effective")}
    return {"schema": 1, **edition_facts(edition), "numbers": numbers}


def jsonable(value: object) -> object:
    """Return a value of an edition as JSON takes it; nothing becomes a float."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Step | Category):
        return {name: jsonable(part) for name, part in value._asdict().items()}
    if type(value) is tuple or isinstance(value, Band):
        return [jsonable(part) for part in value]
    return str(value)


def unconfirmed(edition: Edition) -> list[str]:
    """Return the tables whose band the company has yet to confirm."""
    bands = [key for key in KEYS if key.endswith(".confirmed") and edition.knows(key.partition(".")[0])]
    return [key.partition(".")[0] for key in bands if not edition.get(key)]


def difference_line(change: Change) -> str:
    """Say one value that differs between two editions."""
    old, new = (as_text(value) or Admin.EMPTY_VALUE() for value in (change.old, change.new))
    return plain(Admin.DIFFERENCE(key=change.key, old=old, new=new), lines=False)
