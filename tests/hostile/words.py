"""Words that nobody types by mistake: what acts on terminals, spreadsheets, shells, parsers, clocks and paths."""

from __future__ import annotations

from hypothesis import strategies as st

ESCAPES = (
    "\x1b[31m红\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x9b31m八位",
    "\x1b]8;;http://example.com\x1b\\链接\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1bP1$r0m\x1b\\",
    "\x1b",
    "\x07\x08\x08\x08\x7f",
    "\x1b[1",
)
MARKUP = ("[/]", "[bold]粗[/bold]", "[link=http://example.com]x[/link]", "[red", ":smile:", "<b>&amp;</b>", "]]>")
BIDI = ("\u202e倒着", "\u2066隔\u2069", "\u061c\u200e\u200f", "\u202atxt\u202c", "甲\u2028乙\u2029丙")
UNSEEN = (
    "\u200b",
    "零\u200b\u200c\u200d宽",
    "\ufeff",
    "\u2060",
    "\U000e0041\U000e007f",
    "a\u0301\u0301\u0301",
    "\ufffe",
)
BREAKS = ("一\n二", "一\r覆盖", "一\t二", "\r\n", "\x0b\x0c\x85", "\n" * 50, "NUL\0在中间", "\0")
HALVES = ("\udcff\udc80", "\ud800", "甲\udfff", "\udce4\udcbd")
FORMULAS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "＝1+1", "\r=1", '=HYPERLINK("http://x")')
TEMPLATES = ("{{ 7*7 }}", "{% for x in y %}", "{0}{person}{", "%s%n%(a)s", "${HOME}", "{#")
SHELLS = (
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '" && touch pwned',
    "*?[a-z]",
    "--",
    "-",
    "--json",
    "-o",
)
SQL = ("'; DROP TABLE complaint; --", '" OR 1=1', "%_%", "NEAR(a b)", '"*"')
NUMBERS = (
    *("1e400", "NaN", "-0", "0", "-1", str(10**30), "9" * 5000, "١٢", "１２", "²", "½", "٠", "1_000", "0x10", "1.005"),
    *("inf", "-inf", " 12 ", "1e-9", "99999999999", "2147483648", "9223372036854775808", "18446744073709551616"),
)
TIMES = (
    *("2024-02-29", "2025-02-29", "2026-02-30 10:00", "0001-01-01", "9999-12-31 23:59", "1999-12-31", "2100-01-01"),
    *("2026-10-09T17:30:00+14:00", "2026-10-09T24:00", "2026-10-09 23:59:60", "2026-13-01", "10000wd", "10001wd", "0h"),
    *("-1d", "9日", "昨天 25:00", "明天", "2099-12-31 23:59", "2000-01-01 00:00", "2026-10-09T17:30Z", "５ｗｄ", "٥wd"),
    *("10000d", "10000wh", "9" * 70 + "wd", "2026-10-09 17:30\n", "今天\x00", "2026年2月29日"),
)
MONTHS = (
    "2026-13",
    "2026-00",
    "0000-01",
    "9999-12",
    "2026-1",
    "２０２６-10",
    "١٢٣٤-٠١",
    "2026-10\n",
    "1999-12",
    "2000-01",
    "2099-12",
)
LONG = ("长" * 1_000_000, "1" * 1_000_000, " " * 1_000_000 + "x", "a," * 500_000, "1 3" * 300_000, "\n" * 1_000_000)

SHORT = (
    *("", " ", "　", "."),
    *(ESCAPES + MARKUP + BIDI + UNSEEN + BREAKS + HALVES + FORMULAS + TEMPLATES + SHELLS + SQL),
    *("a" * 101, "字" * 20_001, "🀄️👨‍👩‍👧", "NULL", "None", "true", "[]", "{}"),
)
WORDS = SHORT + NUMBERS + TIMES + MONTHS
"""All of them but the long ones."""

PRINTED = tuple(
    w for w in SHORT if w.strip() and "\0" not in w and not set(w) & {chr(c) for c in range(0xD800, 0xE000)}
)
"""Those that the program may keep: neither NUL nor half a character stands in them."""

_PIECES = st.sampled_from(
    [*ESCAPES, *MARKUP, *BIDI, *UNSEEN, *BREAKS, *HALVES, *FORMULAS, *TEMPLATES, "燃气", "12", " "]
)
TEXT = st.one_of(
    st.sampled_from(SHORT),
    st.text(max_size=30),
    st.lists(_PIECES, min_size=1, max_size=6).map("".join),
    st.sampled_from(WORDS),
)
"""Any hostile text."""

JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**40), 10**40),
        st.floats(),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
"""Any JSON value, the right type or not; NaN and infinities too."""


def typed(text: str) -> str:
    """Return a text as a command line or the environment can bring it: no NUL, of halves only undecoded bytes."""
    made = "".join("\udcff" if "\ud800" <= c <= "\udfff" and not "\udc80" <= c <= "\udcff" else c for c in text)
    return made.replace("\0", "")


def no_place(text: str) -> str:
    """Return a text that names no file outside the folder that a test runs in."""
    return "x" + text if text[:1] in ("/", "~") or ".." in text else text
