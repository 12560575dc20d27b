"""The files of a made-up company: its organisation and its editions, and what a later file changes in them."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from random import Random

from company import Edition, World

OFFICE = "综合管理部"
EVER, NEVER = date.min, date.max
STAFF = {
    OFFICE: ["陈文", "沈静", "吴九"],
    "审计督查部": ["韩审", "郑十"],
    "维修抢修部": ["李四", "王五", "孙三", "周五"],
    "客户服务部": ["卫平", "冯三"],
    "安检部": ["杨八", "朱六"],
}
LEAVES = {"王五": date(2026, 10, 20)}
MANAGERS = {
    OFFICE: [("吴九", EVER)],
    "审计督查部": [("郑十", EVER)],
    "维修抢修部": [("孙三", EVER), ("周五", date(2026, 10, 15))],
    "客户服务部": [("冯三", EVER)],
    "安检部": [("朱六", date(2026, 10, 5))],
}
RESPONSIBLE = [*STAFF][2:]
ROLES = {OFFICE: "office", "审计督查部": "audit"}
ACCOUNTS = {"t_clerk": "陈文", "t_hand": "李四"}
DEFAULT = Path(__file__).parents[2] / "src" / "complaint_cli" / "data" / "edition.toml"
TURNS = ("2026-09-01", "2026-10-01", "2026-10-16", "2026-11-01", "2026-11-12")
SINCE = (date(2026, 9, 1), date(2026, 10, 3), date(2026, 10, 9), date(2026, 10, 20), date(2026, 11, 4))
CHANGES: dict[str, list[str]] = {
    "start_day": ["1", "1", "16", "26"],
    "general": ['"4wd"', '"6wd"', '"7d"'],
    "transfer": ['"2wh"', '"8wh"'],
    "rework": ['"1wd"', '"3wd"'],
    "callback": ['"2wd"', '"3wh"'],
    "reply": ['"1wd"', '"4wd"'],
    "min_share_left": ["0.5", "0.1"],
    "points_late": ["-2.5"],
    "first": ["60"],
    "later": ["80"],
    "minor": ["150"],
    "holidays": ["[2026-10-09]", "[2026-11-05]"],
    "workdays": ["[2026-10-25]"],
}
STEPS = ("{ days = 3, amount = 200 }", "{ days = 3, amount = 100 }")


def organisation(world: World) -> str:
    """Return the company as a file."""
    lines = ['company = "试燃气"', 'general_manager = "赵一"', f"accounts = {_inline(ACCOUNTS)}"]
    for first, (name, *former) in world.names.items():
        managers = [one for one in world.posts[first] if (first, one[0]) not in world.omitted]
        posts = ", ".join(
            f'{{ name = "{person}", since = {max(since, date(2000, 1, 1))} }}' for person, since in managers
        )
        staff = [(one, until) for one, until in world.staff[first].items() if ("", one) not in world.omitted]
        people = ", ".join(
            f'"{one}"' if until == NEVER else f'{{ name = "{one}", until = {until} }}' for one, until in staff
        )
        role = world.departments[first]["role"]
        lines += ["[[department]]", f'name = "{name}"', f"formerly = {former}", f'role = "{role}"', 'deputy = "钱二"']
        lines += [f"manager = [{posts}]", f"staff = [{people}]"]
    return "\n".join(lines) + "\n"


def _inline(values: dict[str, str]) -> str:
    return "{ " + ", ".join(f'{key} = "{value}"' for key, value in values.items()) + " }"


def edition_text(random: Random, turn: str) -> str:
    """Return an edition's file: the default one with a few numbers changed."""
    text = re.sub(r"(?m)^effective = \S+", f"effective = {turn}", DEFAULT.read_text(encoding="utf-8"))
    for key in random.sample(list(CHANGES), random.randint(1, 5)):
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {random.choice(CHANGES[key])}", text, count=1)
    if random.random() < 0.4:
        step = random.choice(STEPS)
        text = text.replace(step, re.sub(r"\d+ }", "250 }", step))
    return text


def edition_texts(random: Random) -> list[str]:
    """Return the editions to adopt after the default one, each a file."""
    turns = sorted(random.sample(TURNS, random.choice((0, 1, 1, 2))))
    return [edition_text(random, turn) for turn in turns]


def edition_of(text: str, adopted: datetime = datetime.min) -> Edition:
    data = tomllib.loads(text)
    return Edition(data["effective"], data, adopted)


def world_of(texts: list[str], account: str) -> World:
    """Return what the oracle is to know of the company."""
    return World(
        {name: {"role": ROLES.get(name, "responsible")} for name in STAFF},
        {name: [name] for name in STAFF},
        dict(MANAGERS),
        {name: {one: LEAVES.get(one, NEVER) for one in staff} for name, staff in STAFF.items()},
        [edition_of(text) for text in (DEFAULT.read_text(encoding="utf-8"), *texts)],
        account == "t_hand",
    )


def reorganised(random: Random, world: World, day: date) -> None:
    """Change the company as a new organisation file of a day does."""
    kinds = random.sample(("name", "holder", "leaves", "gone"), random.choice((1, 1, 2)))
    department = random.choice(RESPONSIBLE)
    if "name" in kinds:
        former = world.names[department]
        world.names[department] = [f"{department[:-1]}{len(former)}部", *former]
    if "holder" in kinds and not any(first for first, _ in world.omitted):
        since = random.choice(SINCE)
        department, holders = random.choice(
            (("维修抢修部", ["孙三", "周五"]), ("客户服务部", ["冯三", "卫平"]), ("安检部", ["朱六"]))
        )
        omits = department == "客户服务部" and random.random() < 0.3
        if omits or len(holders) == 1:  # a file says nothing of a time for which it names nobody
            since = min([since, *(one for person, one in world.posts[department] if person == holders[-1])])
        world.posts[department] = [(one, EVER) for one in holders[:-1]] + [(holders[-1], since)]
        if omits:
            world.omitted.add((department, "冯三"))
    if "gone" in kinds:
        department, person = random.choice((("维修抢修部", "王五"), ("安检部", "杨八")))
        if ("", person) not in world.omitted:
            world.omitted.add(("", person))
            world.staff[department][person] = min(world.staff[department][person], day)
    if "leaves" in kinds:
        department, person = random.choice((("维修抢修部", "王五"), ("安检部", "杨八"), (OFFICE, "沈静")))
        if ("", person) not in world.omitted:
            world.staff[department][person] = random.choice((*SINCE, NEVER))
