"""The tables, their comments and triggers, and the migrations that lead to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from complaint_cli.store.views import FINES, LEDGER, LEDGER_AS_COUNTED, POINTS

APPLICATION_ID = 0x434D504C  # "CMPL", kept in the file's header
VERSION = 5

_STEP = """
    id       INTEGER PRIMARY KEY,
    entry    INTEGER NOT NULL,                         -- what wrote this row: journal(seq), checked by verify
    entered  TEXT NOT NULL,                            -- when it was entered
    at       TEXT NOT NULL,                            -- when it happened
    actor    TEXT NOT NULL,                            -- who did it"""
_OF_COMPLAINT = """
    complaint INTEGER NOT NULL REFERENCES complaint(id),"""

FIRST: dict[str, str] = {
    "journal": """
    seq      INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,      -- when, by the clock below
    clock    TEXT NOT NULL,      -- system, or COMPLAINT_NOW in tests and rehearsals
    actor    TEXT NOT NULL,      -- who
    command  TEXT NOT NULL,      -- what
    subject  TEXT,               -- the complaint's number, or what else it was about
    before   TEXT,               -- JSON of what was replaced
    images   TEXT NOT NULL,      -- a line a row: table, tab, JSON array of the row as written
    previous TEXT NOT NULL,      -- hash of the entry before
    hash     TEXT NOT NULL       -- SHA-256 over all of the above""",
    "complaint": f"""{_STEP}
    number       TEXT NOT NULL UNIQUE,   -- 2026-0012
    year         INTEGER NOT NULL,
    serial       INTEGER NOT NULL,
    content      TEXT NOT NULL,          -- 诉求内容
    category     TEXT NOT NULL,          -- 类别
    source       TEXT NOT NULL,          -- 来源
    urgency      TEXT NOT NULL CHECK (urgency IN ('normal', 'urgent', 'critical')),
    caller       TEXT,                   -- 来电人
    phone        TEXT,                   -- 联系电话
    account      TEXT,                   -- 户号
    address      TEXT,                   -- 地址
    order_no     TEXT,                   -- 工单编号
    superior_no  TEXT,                   -- 上级编号
    deadline     TEXT NOT NULL,          -- 办结时限, before amendments and extensions
    basis        TEXT NOT NULL,          -- 'order', or the limit it was counted by
    provisional  INTEGER NOT NULL CHECK (provisional IN (0, 1)), -- counted before the year's holidays were published
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)), -- 保密
    UNIQUE (year, serial)""",
    "amendment": f"""{_STEP}{_OF_COMPLAINT}
    field  TEXT NOT NULL,
    old    TEXT,
    new    TEXT,
    reason TEXT NOT NULL""",
    "transfer": f"""{_STEP}{_OF_COMPLAINT}
    department TEXT NOT NULL,                                -- 责任部门
    persons    TEXT NOT NULL CHECK (json_valid(persons)),    -- 责任人, a JSON list
    justified  TEXT                                          -- why it is late for a good reason""",
    "approval": f"""{_STEP}{_OF_COMPLAINT}
    transfer INTEGER NOT NULL REFERENCES transfer(id),
    post     TEXT NOT NULL CHECK (post IN ('deputy', 'general')), -- 分管经理, 总经理
    verdict  TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
    acting   INTEGER NOT NULL CHECK (acting IN (0, 1)),
    opinion  TEXT NOT NULL,
    UNIQUE (transfer, post)""",
    "returned": f"""{_STEP}{_OF_COMPLAINT}
    transfer INTEGER NOT NULL UNIQUE REFERENCES transfer(id),
    reason   TEXT NOT NULL""",
    "contact": f"""{_STEP}{_OF_COMPLAINT}
    means TEXT NOT NULL CHECK (means IN ('visit', 'phone'))  -- 见面, 电话""",
    "evidence": f"""{_STEP}{_OF_COMPLAINT}
    name   TEXT NOT NULL,
    sha256 TEXT NOT NULL,     -- the file is kept under this name in the folder beside the database
    size   INTEGER NOT NULL""",
    "note": f"""{_STEP}{_OF_COMPLAINT}
    kind TEXT NOT NULL CHECK (kind IN ('result', 'report')), -- 处理结果, 难点热点汇报
    text TEXT NOT NULL""",
    "handback": f"""{_STEP}{_OF_COMPLAINT}
    transfer INTEGER NOT NULL REFERENCES transfer(id)""",
    "extension": f"""{_STEP}{_OF_COMPLAINT}
    old_deadline TEXT NOT NULL,
    new_deadline TEXT NOT NULL,
    approved_by  TEXT NOT NULL,
    reason       TEXT NOT NULL""",
    "callback": f"""{_STEP}{_OF_COMPLAINT}
    result   TEXT NOT NULL CHECK (result IN ('satisfied', 'mostly', 'unsatisfied', 'unreached')),
    resolved INTEGER CHECK (resolved IN (0, 1)),
    rework   INTEGER NOT NULL CHECK (rework IN (0, 1))""",
    "reply": f"""{_STEP}{_OF_COMPLAINT}
    summary TEXT NOT NULL""",
    "link": f"""{_STEP}{_OF_COMPLAINT}
    repeat_of INTEGER REFERENCES complaint(id)  -- NULL takes the link back""",
    "investigation": f"""{_STEP}{_OF_COMPLAINT}
    auditor        TEXT NOT NULL,
    clerk          TEXT NOT NULL,
    internal_cause INTEGER NOT NULL CHECK (internal_cause IN (0, 1)),
    adverse_effect INTEGER NOT NULL CHECK (adverse_effect IN (0, 1)),
    severity       TEXT CHECK (severity IN ('minor', 'serious', 'major')),
    false_record   INTEGER NOT NULL CHECK (false_record IN (0, 1)),
    persons        TEXT NOT NULL CHECK (json_valid(persons))""",
    "decision": f"""{_STEP}{_OF_COMPLAINT}
    rule   TEXT NOT NULL,
    person TEXT NOT NULL,
    amount INTEGER,           -- 分; NULL waives
    reason TEXT NOT NULL""",
    "exclusion": f"""{_STEP}{_OF_COMPLAINT}
    excluded    INTEGER NOT NULL CHECK (excluded IN (0, 1)),
    reason      TEXT NOT NULL,
    approved_by TEXT""",
    "commendation": f"""{_STEP}
    complaint  INTEGER REFERENCES complaint(id),
    department TEXT NOT NULL,
    reason     TEXT NOT NULL""",
    "edition": f"""{_STEP}
    effective TEXT NOT NULL,
    title     TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    source    TEXT NOT NULL      -- the whole file""",
    "calendar": f"""{_STEP}
    year      INTEGER NOT NULL,
    published INTEGER NOT NULL CHECK (published IN (0, 1)), -- whether the year's make-up days are known
    holidays  TEXT NOT NULL CHECK (json_valid(holidays)),
    workdays  TEXT NOT NULL CHECK (json_valid(workdays))""",
    "organisation": f"""{_STEP}
    company TEXT NOT NULL,
    sha256  TEXT NOT NULL""",
    "department": f"""{_STEP}
    organisation INTEGER NOT NULL REFERENCES organisation(id),
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('office', 'audit', 'responsible')),
    staff        TEXT NOT NULL CHECK (json_valid(staff)),
    UNIQUE (organisation, name)""",
    "post": f"""{_STEP}
    kind       TEXT NOT NULL CHECK (kind IN ('general', 'deputy', 'manager')),
    department TEXT,
    name       TEXT NOT NULL,
    since      TEXT              -- NULL: from the beginning""",
    "closing": f"""{_STEP}
    month  TEXT NOT NULL UNIQUE,
    result TEXT NOT NULL,        -- the assessment as JSON
    edition TEXT NOT NULL,       -- SHA-256 of the edition
    head   TEXT NOT NULL         -- the journal's head when it was assessed""",
    "notice": f"""{_STEP}{_OF_COMPLAINT}
    recipient TEXT NOT NULL,
    stage     TEXT NOT NULL""",
    "mapping": f"""{_STEP}
    heading TEXT NOT NULL,       -- a column of the hotline's export
    field   TEXT NOT NULL        -- what it is here""",
}
"""The tables of version 1, as they were laid; what came later is added by the migrations."""

THIRD: dict[str, str] = {
    "naming": f"""{_STEP}{_OF_COMPLAINT}
    transfer    INTEGER NOT NULL REFERENCES transfer(id),
    persons     TEXT NOT NULL CHECK (json_valid(persons)),   -- 责任人, who replaces those of the form
    approved_by TEXT""",
    "correction": f"""{_STEP}{_OF_COMPLAINT}
    step        INTEGER NOT NULL,        -- the journal entry of the step that is corrected
    stage       TEXT NOT NULL,           -- its table
    row         INTEGER NOT NULL,        -- its row
    field       TEXT NOT NULL,
    old         TEXT,
    new         TEXT,
    reason      TEXT NOT NULL,
    approved_by TEXT""",
    "withdrawal": f"""{_STEP}
    complaint    INTEGER REFERENCES complaint(id),
    step         INTEGER NOT NULL,       -- the journal entry that is taken back (撤销)
    commendation INTEGER REFERENCES commendation(id),
    reason       TEXT NOT NULL,
    approved_by  TEXT""",
    "objection": f"""{_STEP}{_OF_COMPLAINT}
    rule   TEXT NOT NULL,
    person TEXT NOT NULL,                -- who objects to his fine (申诉)
    month  TEXT NOT NULL,
    late   INTEGER NOT NULL CHECK (late IN (0, 1)),
    reason TEXT NOT NULL""",
    "session": f"""{_STEP}
    account    TEXT NOT NULL,            -- the computer account
    sudo_user  TEXT,
    host       TEXT NOT NULL,
    version    TEXT NOT NULL,            -- of the program
    entered_by TEXT NOT NULL             -- 录入人: who sat at the keyboard""",
    "baseline": f"""{_STEP}
    month  TEXT NOT NULL UNIQUE,
    result TEXT NOT NULL                 -- what the rules of this version say of a month closed before it""",
    "enrolment": f"""{_STEP}
    person   TEXT NOT NULL,
    key      TEXT NOT NULL,              -- ssh-ed25519, base64
    replaces INTEGER NOT NULL CHECK (replaces IN (0, 1)) -- a lost key: two such rows by two others""",
}
"""The tables that version 3 added."""

SIGNATURE = """
    seq      INTEGER PRIMARY KEY REFERENCES journal(seq), -- the last entry of the transaction that is signed
    person   TEXT NOT NULL,
    key      TEXT NOT NULL,              -- ssh-ed25519, base64
    n        INTEGER NOT NULL,           -- this key's first, second ...
    previous TEXT NOT NULL,              -- SHA-256 of the key's signature before
    sig      TEXT NOT NULL,              -- over ledger, key, n, previous, seq, and the entry's hash; base64
    UNIQUE (key, n)"""
"""The signatures: of the chain, so not in it."""

COLUMNS_OF_THIRD = (
    ("complaint", "channel TEXT"),
    ("amendment", "approved_by TEXT"),
    ("transfer", "approved_by TEXT"),
    ("returned", "approved_by TEXT"),
    ("callback", "note TEXT"),
    ("investigation", "department TEXT"),
    ("investigation", "note TEXT"),
    ("decision", "role TEXT"),
    ("decision", "saw_base INTEGER"),
    ("decision", "saw_factor INTEGER"),
    ("link", "reason TEXT"),
    ("link", "approved_by TEXT"),
    ("edition", "approved_by TEXT"),
    ("organisation", "accounts TEXT"),
    ("organisation", "approved_by TEXT"),
    ("department", "formerly TEXT"),
    ("post", "until TEXT"),
    ("post", "approved_by TEXT"),
    ("mapping", "header TEXT"),
    ("closing", "version TEXT"),
)
"""The columns that version 3 added, all empty in the rows of before."""

TABLES = {**FIRST, **THIRD}
"""Every table that is written once and never changed."""

OPEN_WORK = """
    complaint INTEGER PRIMARY KEY REFERENCES complaint(id),
    deadline  TEXT NOT NULL"""
"""The complaints not yet filed: an index kept by the store, checked by ``verify``, never a source."""

LATE = "substr(entered, 1, 10) > substr(at, 1, 10)"
"""Rows entered on a later day than they happened: few, so that a month finds its late entries by index."""

INDEXES = (
    *(
        f"CREATE INDEX {table}_late ON {table}(at, entered, entry) WHERE {LATE}"
        for table, columns in FIRST.items()
        if table in ("complaint", "commendation") or _OF_COMPLAINT in columns
    ),
    "CREATE INDEX complaint_provisional ON complaint(id) WHERE provisional = 1",
    "CREATE INDEX calendar_year ON calendar(year)",
    "CREATE INDEX complaint_at ON complaint(at)",
    "CREATE INDEX complaint_deadline ON complaint(deadline)",
    "CREATE INDEX complaint_order ON complaint(order_no) WHERE order_no IS NOT NULL",
    "CREATE INDEX complaint_superior ON complaint(superior_no) WHERE superior_no IS NOT NULL",
    "CREATE INDEX complaint_phone ON complaint(phone) WHERE phone IS NOT NULL",
    "CREATE INDEX complaint_account ON complaint(account) WHERE account IS NOT NULL",
    "CREATE INDEX complaint_address ON complaint(address) WHERE address IS NOT NULL",
    "CREATE INDEX amendment_value ON amendment(field, new)",
    "CREATE INDEX extension_new ON extension(new_deadline)",
    "CREATE INDEX handback_at ON handback(at)",
    "CREATE INDEX callback_at ON callback(at)",
    "CREATE INDEX investigation_at ON investigation(at)",
    "CREATE INDEX commendation_at ON commendation(at)",
    "CREATE INDEX link_first ON link(repeat_of)",
    "CREATE INDEX open_deadline ON open_work(deadline)",
    *(
        f"CREATE INDEX {table}_complaint ON {table}(complaint)"
        for table, columns in FIRST.items()
        if _OF_COMPLAINT in columns
    ),
)


def triggers(tables: Iterable[str] = TABLES) -> list[str]:
    """Return the statements that make every table of record insert-only."""
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        for table in tables
        for verb in ("UPDATE", "DELETE")
    ]


def _first(connection: sqlite3.Connection) -> None:
    """Lay the tables of version 1."""
    for name, columns in FIRST.items():
        connection.execute(f"CREATE TABLE {name} ({columns}\n) STRICT")
    connection.execute(f"CREATE TABLE open_work ({OPEN_WORK}\n) STRICT")
    for statement in (*INDEXES, *triggers(FIRST), LEDGER):
        connection.execute(statement)


def _second(connection: sqlite3.Connection) -> None:
    """Index what ``show`` and the board would walk through from end to end."""
    connection.execute("CREATE INDEX commendation_complaint ON commendation(complaint)")
    connection.execute("CREATE INDEX link_at ON link(at)")


INDEXES_OF_THIRD = (
    *(
        f"CREATE INDEX {table}_late ON {table}(at, entered, entry) WHERE {LATE}"
        for table in ("naming", "correction", "withdrawal", "objection")
    ),
    *(f"CREATE INDEX {table}_complaint ON {table}(complaint)" for table in THIRD if "complaint " in THIRD[table]),
    "CREATE INDEX correction_value ON correction(field, new)",
    "CREATE INDEX handback_entered ON handback(entered)",
    "CREATE INDEX withdrawal_commendation ON withdrawal(commendation) WHERE commendation IS NOT NULL",
    "CREATE INDEX session_entry ON session(entry)",
)


def _third(connection: sqlite3.Connection) -> None:
    """Add what corrections, withdrawals, objections and the people behind the keyboard need."""
    for table, column in COLUMNS_OF_THIRD:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for name, columns in THIRD.items():
        connection.execute(f"CREATE TABLE {name} ({columns}\n) STRICT")
    connection.execute(f"CREATE TABLE signature ({SIGNATURE}\n) STRICT")
    for statement in (*INDEXES_OF_THIRD, *triggers((*THIRD, "signature"))):
        connection.execute(statement)


def _fourth(connection: sqlite3.Connection) -> None:
    """Let other programs ask for the fines and points of the closed months."""
    connection.execute(FINES)
    connection.execute(POINTS)


SIGNED_AGAIN: dict[str, str] = {
    "approval": FIRST["approval"].replace(",\n    UNIQUE (transfer, post)", ""),
    "returned": FIRST["returned"].replace(" UNIQUE", "") + ",\n    approved_by TEXT",
}
"""The two tables of version 5: what was withdrawn may be entered again for the same form."""


def _fifth(connection: sqlite3.Connection) -> None:
    """Let a signature and a return that were withdrawn be entered again, and the view tell what counts."""
    laid = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    for table, columns in SIGNED_AGAIN.items():
        beside = [sql for (sql,) in connection.execute(laid, (table,))]
        connection.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE TABLE {table} ({columns}\n) STRICT")
        connection.execute(f"INSERT INTO {table} SELECT * FROM temp.kept")
        connection.execute("DROP TABLE temp.kept")
        for statement in (*beside, f"CREATE INDEX {table}_transfer ON {table}(transfer)"):
            connection.execute(statement)
    connection.execute("DROP VIEW ledger")
    connection.execute(LEDGER_AS_COUNTED)


STEPS_TO_VERSION = {1: _first, 2: _second, 3: _third, 4: _fourth, 5: _fifth}


def migrate(connection: sqlite3.Connection, old: int) -> None:
    """Bring the tables from version ``old`` to ``VERSION``, inside the caller's transaction."""
    import sqlite_utils
    from sqlite_utils import Migrations

    migrations = Migrations("complaint_cli")
    for version, step in sorted(STEPS_TO_VERSION.items()):

        def run(database: sqlite_utils.Database, step=step) -> None:  # type: ignore[no-untyped-def]
            step(database.conn)

        migrations(name=f"version_{version}")(run)
    migrations.apply(sqlite_utils.Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
