"""What the program is measured against: the least that plain Python does for the same work, a script each."""

HAND = """
import csv, sqlite3, sys
from datetime import datetime
from hashlib import sha256
source, target = sys.argv[1:]
{rows}
db = sqlite3.connect(target, isolation_level=None)
db.execute("PRAGMA journal_mode = WAL"); db.execute("PRAGMA synchronous = FULL")
db.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, no TEXT, content TEXT, caller TEXT, phone TEXT, address TEXT, at TEXT, due TEXT)")
db.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, image TEXT, hash TEXT)")
for column in ("no", "phone", "address", "at"):
    db.execute(f"CREATE INDEX by_{{column}} ON orders ({{column}})")
db.execute("BEGIN IMMEDIATE")
before = ""
for seq, row in enumerate(rows, 1):
    row[5:7] = [datetime.fromisoformat(str(cell)).isoformat() for cell in row[5:7]]
    db.execute("INSERT INTO orders VALUES (?,?,?,?,?,?,?,?)", (seq, *row[:7]))
    image = repr(row)
    before = sha256((before + image).encode()).hexdigest()
    db.execute("INSERT INTO journal VALUES (?,?,?)", (seq, image, before))
db.execute("COMMIT")
db.close()
"""
"""A hand loop: its rows, ISO times, a hash chain, four indexes, one durable transaction."""

HAND_CSV = HAND.format(rows='rows = csv.reader(open(source, encoding="utf-8", newline="")); next(rows)')
HAND_XLSX = HAND.format(
    rows="from python_calamine import CalamineWorkbook\n"
    "rows = iter(CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()); next(rows)"
)

CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""

HAND_BATCH = """
import json, sqlite3, sys
from datetime import datetime
from hashlib import sha256
source, target = sys.argv[1:]
db = sqlite3.connect(target, isolation_level=None)
db.execute("PRAGMA journal_mode = WAL"); db.execute("PRAGMA synchronous = FULL")
tables = {}
db.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, image TEXT, hash TEXT)")
db.execute("BEGIN IMMEDIATE")
before = ""
for seq, line in enumerate(open(source, encoding="utf-8"), 1):
    values = json.loads(line)
    values["at"] = datetime.fromisoformat(values["at"]).isoformat()
    table = values.pop("do")
    if table not in tables:
        db.execute(f'CREATE TABLE "{table}" (id INTEGER PRIMARY KEY, at TEXT, by TEXT, ref TEXT, rest TEXT)')
        db.execute(f'CREATE INDEX "by_{table}" ON "{table}" (ref)')
        tables[table] = f'INSERT INTO "{table}" VALUES (?,?,?,?,?)'
    ref = values.get("ref") or values.get("no")
    db.execute(tables[table], (seq, values["at"], values["by"], ref, str(values)))
    image = repr(values)
    before = sha256((before + image).encode()).hexdigest()
    db.execute("INSERT INTO journal VALUES (?,?,?)", (seq, image, before))
db.execute("COMMIT")
db.close()
"""
"""A hand loop over a batch: each line parsed, a row, a link of the chain, one durable transaction."""

FETCH = """
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    tables = [t for (t,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%complaint INTEGER NOT NULL REFERENCES%'")]
    rows = [tuple(row) for row in connection.execute("SELECT * FROM complaint WHERE at >= '2026-10'")]
    for table in tables:
        rows += [tuple(row) for row in connection.execute(
            f"SELECT * FROM {table} WHERE complaint IN (SELECT id FROM complaint WHERE at >= '2026-10')")]
"""
"""The month's rows by plain sqlite3, a tuple of each."""

HASH = """
import hashlib, sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    for row in connection.execute("SELECT * FROM journal ORDER BY seq"):
        hashlib.sha256("".join(map(str, row)).encode()).hexdigest()
"""
"""SHA-256 over every journal entry, read by plain sqlite3."""

LIKE = """
import sqlite3, sys, typer
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    connection.execute("SELECT number, content FROM complaint WHERE content LIKE ? OR phone LIKE ? "
                       "ORDER BY id DESC LIMIT 20", [f"%{sys.argv[2]}%"] * 2).fetchall()
"""
"""One page of what holds a word, by plain sqlite3, with typer loaded as any such tool has it."""

BACKUP = """
import sqlite3, sys
source, target = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
source.backup(target)
target.close()
"""
"""SQLite's own online backup."""

LEDGER = """
import sqlite3, sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "strings_to_urls": False})
sheet = book.add_worksheet()
rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM ledger ORDER BY number")
sheet.write_row(0, 0, [column[0] for column in rows.description])
for number, row in enumerate(rows, 1):
    sheet.write_row(number, 0, row)
book.close()
"""
"""A plain XlsxWriter loop over the view ``ledger``."""
