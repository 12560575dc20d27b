"""A complaint whose caller stands in every text of it, and what is left of him in what is printed."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from hostile.trials import PAPERS, PRINTING, named, paper_of, story, told
from hostile.world import World

CALLER = "欧阳晓霞"
PHONE = "13987654321"
OTHERS = (
    *(
        "139 8765 4321",
        "139-8765-4321",
        "+86 139 8765 4321",
        "0086-13987654321",
        "８６１３９８７６５４３２１",
        "１３９８７６５４３２１",
    ),
    *(
        "139  8765  4321",
        "139 - 8765 - 4321",
        "139\u30008765\u30004321",
        "139\u200b8765\u200b4321",
        "1398765\u200e4321",
    ),
    *(
        "139\x1b[0m87654321",
        "139_8765_4321",
        "（+86）13987654321",
        "139‐8765‐4321",
        "139·8765·4321",
        "1\ufe0f3\ufe0f987654321",
    ),
    *(
        "0531-87654321",
        "(0531) 8765 4321",
        "+86 531 8765 4321",
        "０５３１－８７６５４３２１",
        "电话 8765-4321",
        "回电87654321",
    ),
)
"""The same mobile number and a landline, as people write them."""
DIGITS = ("13987654321", "87654321")
"""What no output may hold, however it is spaced."""


def private_story() -> list[dict[str, Any]]:
    """Return a batch in which the caller's name and phone stand in every text."""
    texts = [f"{CALLER}女士（{shape}）、欧阳\u200b晓霞称 {PHONE}" for shape in OTHERS]
    batch = story(lambda turn: texts[turn % len(texts)])
    for line in batch:
        for key, value in {
            "caller": f"{CALLER}女士",
            "phone": PHONE,
            "source": "12345热线",
            "category": "维修抢修",
        }.items():
            if key in line:
                line[key] = value
        for key in ("order_no", "superior_no", "account"):
            line.pop(key, None)
    batch[0] |= {"caller": CALLER, "phone": f"{PHONE}/0531-87654321"}
    next(line for line in batch if line["do"] == "handle")["evidence"] = [EVIDENCE]
    return batch


EVIDENCE = f"{CALLER}139-8765-4321.jpg"


def left_of_caller(text: str) -> list[str]:
    """Return what of the caller stands in a text, whatever parts its characters."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    digits = re.sub(r"(?<=\d)[ \t\xa0_.·\-—‐()]{0,3}(?=\d)", "", shown)
    return [secret for secret in (CALLER, *DIGITS) if secret in shown or secret in digits]


def texts_in(file: Path) -> str:
    """Return all text of a written file."""
    if file.suffix == ".csv":
        return file.read_text("utf-8-sig")
    with zipfile.ZipFile(file) as archive:
        parts = (archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith((".xml", ".rels")))
        return "\n".join(re.sub(r"<[^>]*>", "", part) for part in parts)


def tell_private(world: World) -> dict[str, str]:
    """Put the private story on a fresh database; return the numbers of its complaints."""
    (world.cwd / EVIDENCE).write_bytes(b"a photo")
    refs, faults = told(world, private_story())
    assert not faults, str(faults[0])
    return refs


def outputs(world: World, refs: dict[str, str]) -> list[tuple[str, str]]:
    """Print and write everything that masks; return each command with all that it said."""
    found: list[tuple[str, str]] = []
    for args in PRINTING:
        if "--reveal" not in args:
            for more in ((), ("--json",)):
                said, _ = world.go(*named(args, refs), *more)
                found.append((" ".join((*args, *more)), said.out + said.err))
    for args in PAPERS:
        if args[0] != "form" or "--masked" in args:
            said, _ = world.go(*named(args, refs))
            found.append((" ".join(args), said.out + said.err + texts_in(paper_of(world, args))))
    return found
