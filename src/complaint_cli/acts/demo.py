"""The made-up month, which ``complaint demo`` lays in a file of its own."""

from __future__ import annotations

from pathlib import Path

from complaint_cli.acts.batch import apply_line, parse_object
from complaint_cli.acts.call import Call
from complaint_cli.acts.setup import DATA, fill, read_organisation
from complaint_cli.acts.work import work_on
from complaint_cli.store.copies import created

DEMO = DATA / "demo"
CLERK = "温小棠"  # who sits there in the made-up month
LAID = "2026-09-01 09:00"
NOW = "2026-11-02 09:00"
MONTH = "2026-10"


def lay_demo(call: Call, path: Path) -> int:
    """Make the made-up month in a new file, each line entered when it happened; return its complaints.

    Nothing is left where it fails.
    """
    call = call._replace(db=path, now_text=LAID, sits=CLERK)
    lines = [parse_object(line) for line in (DEMO / "month.jsonl").read_bytes().splitlines()]
    complaints = len([line for line in lines if line["do"] == "intake"])
    with created(path) as store:
        fill(store, call, read_organisation(DEMO / "organisation.toml"))
        work = work_on(call, store)
        work.folder, work.now = DEMO, work.time(NOW)
        with store.writing():
            refs: dict[str, str] = {}
            for line in lines:
                apply_line(work, {"entered": line["at"], **line}, refs)
    return complaints
