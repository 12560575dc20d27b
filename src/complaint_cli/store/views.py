"""The views for other programs, each as a migration laid it."""

from __future__ import annotations

LEDGER = """
CREATE VIEW ledger AS
WITH latest AS (
    SELECT c.*,
        (SELECT id FROM transfer t WHERE t.complaint = c.id ORDER BY id DESC LIMIT 1) AS last_transfer,
        (SELECT new_deadline FROM extension e WHERE e.complaint = c.id ORDER BY id DESC LIMIT 1) AS extended
    FROM complaint c
)
SELECT l.number, l.order_no, l.superior_no, l.source, l.at AS received, l.category, l.content,
    t.department, t.persons, t.at AS transferred,
    (SELECT a.at FROM approval a WHERE a.transfer = t.id AND a.post = 'general' AND a.verdict = 'approved')
        AS dispatched,
    coalesce(l.extended,
        (SELECT new FROM amendment m WHERE m.complaint = l.id AND m.field = 'deadline' ORDER BY id DESC LIMIT 1),
        l.deadline) AS deadline,
    (SELECT min(at) FROM handback h WHERE h.complaint = l.id) AS handed_back,
    (SELECT result FROM callback b WHERE b.complaint = l.id AND b.result <> 'unreached'
        ORDER BY at DESC, id DESC LIMIT 1) AS satisfaction,
    (SELECT min(at) FROM reply r WHERE r.complaint = l.id) AS replied,
    (SELECT f.number FROM link k JOIN complaint f ON f.id = k.repeat_of
        WHERE k.id = (SELECT max(id) FROM link WHERE complaint = l.id)) AS repeat_of,
    (SELECT x.excluded FROM exclusion x WHERE x.complaint = l.id ORDER BY id DESC LIMIT 1) AS excluded,
    EXISTS (SELECT 1 FROM open_work o WHERE o.complaint = l.id) AS open
FROM latest l LEFT JOIN transfer t ON t.id = l.last_transfer
"""


def _closed_lines(name: str, columns: str) -> str:
    """Return a view of the lines of the closed months, as each was stored when it was closed."""
    taken = ", ".join(f"json_extract(line.value, '$.{column}') AS {column}" for column in columns.split())
    return f"CREATE VIEW {name} AS SELECT c.month, {taken} FROM closing c, json_each(c.result, '$.{name}') line"


FINES = _closed_lines(
    "fines", "complaint department person role rule clause base factor amount decided waived accountability at"
)
POINTS = _closed_lines("points", "complaint department rule clause points factor at")


def _stands(step: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.complaint = {step}.complaint AND w.step = {step}.entry)"


def _right(table: str, step: str, field: str) -> str:
    """Return the term of SQL that is a step's value as it was corrected last."""
    of = f"k.complaint = {step}.complaint AND k.stage = '{table}' AND k.row = {step}.id AND k.field = '{field}'"
    return f"coalesce((SELECT k.new FROM correction k WHERE {of} ORDER BY k.id DESC LIMIT 1), {step}.{field})"


def _amended(field: str) -> str:
    """Return the term of SQL that is a complaint's value as it was amended last, also to none."""
    of = f"FROM amendment m WHERE m.complaint = c.id AND m.field = '{field}'"
    return (
        f"CASE WHEN EXISTS (SELECT 1 {of}) THEN (SELECT m.new {of} ORDER BY m.id DESC LIMIT 1) "
        f"ELSE c.{field} END AS {field}"
    )


_AMENDED = ", ".join(map(_amended, ("order_no", "superior_no", "source", "at", "category", "content", "deadline")))

LEDGER_AS_COUNTED = f"""
CREATE VIEW ledger AS
WITH latest AS (
    SELECT c.id, c.number,
        {_AMENDED},
        (SELECT id FROM transfer t WHERE t.complaint = c.id AND {_stands("t")} ORDER BY id DESC LIMIT 1)
            AS last_transfer,
        (SELECT {_right("extension", "e", "new_deadline")} FROM extension e
            WHERE e.complaint = c.id AND {_stands("e")} ORDER BY id DESC LIMIT 1) AS extended
    FROM complaint c
)
SELECT l.number, l.order_no, l.superior_no, l.source, l.at AS received, l.category, l.content,
    {_right("transfer", "t", "department")} AS department,
    coalesce((SELECT persons FROM (
        SELECT n.entry, {_right("naming", "n", "persons")} AS persons FROM naming n
            WHERE n.transfer = t.id AND n.complaint = t.complaint AND {_stands("n")}
        UNION ALL SELECT k.entry, k.new FROM correction k
            WHERE k.complaint = t.complaint AND k.stage = 'transfer' AND k.row = t.id AND k.field = 'persons'
    ) ORDER BY entry DESC LIMIT 1), t.persons) AS persons,
    {_right("transfer", "t", "at")} AS transferred,
    (SELECT {_right("approval", "a", "at")} FROM approval a
        WHERE a.transfer = t.id AND a.post = 'general' AND a.verdict = 'approved' AND {_stands("a")}) AS dispatched,
    max(l.deadline, coalesce(l.extended, '')) AS deadline,
    (SELECT min({_right("handback", "h", "at")}) FROM handback h
        WHERE h.complaint = l.id AND {_stands("h")}) AS handed_back,
    (SELECT result FROM (
        SELECT b.id, {_right("callback", "b", "at")} AS at, {_right("callback", "b", "result")} AS result
            FROM callback b WHERE b.complaint = l.id AND {_stands("b")}
    ) WHERE result <> 'unreached' ORDER BY at DESC, id DESC LIMIT 1) AS satisfaction,
    (SELECT min({_right("reply", "r", "at")}) FROM reply r WHERE r.complaint = l.id AND {_stands("r")}) AS replied,
    (SELECT f.number FROM complaint f WHERE f.id =
        (SELECT k.repeat_of FROM link k WHERE k.complaint = l.id AND {_stands("k")} ORDER BY id DESC LIMIT 1))
        AS repeat_of,
    (SELECT x.excluded FROM exclusion x WHERE x.complaint = l.id AND {_stands("x")} ORDER BY id DESC LIMIT 1)
        AS excluded,
    EXISTS (SELECT 1 FROM open_work o WHERE o.complaint = l.id) AS open
FROM latest l LEFT JOIN transfer t ON t.id = l.last_transfer
"""
"""The view as version 5 lays it: without what was withdrawn, and with what was put right."""
