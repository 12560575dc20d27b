"""What closing, verifying, backing up and restoring say."""

from complaint_cli.messages import Message


class Safety(Message):
    """Refusals first."""

    CLOSED_ALREADY = (
        "{month} 已经关账；结果见 complaint assess --month {month}，之后的更正会转入下一个未关账的月份。",
        "{month} is closed already; see complaint assess --month {month}; later facts go into the next open month.",
    )
    NOT_OVER = (
        "{month} 的考核期到 {end} 才结束；请在此之后关账。",
        "the period of {month} ends only at {end}; close it after that.",
    )
    EARLIER_OPEN = (
        "{earlier} 还没有关账；请先 complaint assess --month {earlier} --close。",
        "{earlier} is still open; first: complaint assess --month {earlier} --close.",
    )
    HEAD_SHORT = (
        "“{head}” 不是账首：请写报告上账首的前 12 位以上（0–9、a–f）。",
        "'{head}' is no head: give its first 12 digits or more (0-9, a-f), as the report prints them.",
    )
    NOT_YET = ("{month} 还不能关账：{reasons}", "{month} cannot be closed yet: {reasons}")
    READY = ("{month} 可以关账。", "{month} can be closed.")
    PROVISIONAL_YEAR = ("{year} 年的放假安排还没有公布。", "the holidays of {year} are not published yet.")
    LAPSED = (
        "{no} 的 {rule}（{person}）核定后建议金额已变，须重新核定。",
        "{no}, {rule}, {person}: the proposal has changed since it was decided; decide it anew.",
    )
    UNANSWERED = (
        "{no} 的 {rule}（{person}）有申诉未答复，请用 complaint decide。",
        "{no}, {rule}, {person}: an objection is unanswered; answer it with complaint decide.",
    )
    UNASSIGNED = (
        "{month} 有未落实到人的罚款（{numbers}）；请先补全责任人或机构名册。",
        "{month} has fines of nobody known ({numbers}); name the persons or import the organisation first.",
    )
    HEAD_UNKNOWN = (
        "报告上的校验值 {head} 不在日志里：日志的末尾被截去，或者报告不是这个数据库的。",
        "the report's hash {head} is not in the journal: its tail was cut, or the report is another database's.",
    )
    SEEN_LOST = (
        "{path} 里没有您 {day} 见过的第 {seq} 条记录：换成了旧副本，或被改写。请拿签字报告或群通知上的账首来核对，"
        "相符再运行 complaint verify --accept {head}",
        "entry {seq}, which you saw on {day}, is no longer in {path}: an older copy took its place, or it was "
        "rewritten. Compare the head with a signed report or a notice; if it is right, run "
        "complaint verify --accept {head}",
    )
    SEEN_RESTORED = (
        "{path} 里没有您 {day} 见过的第 {seq} 条记录；{actor} 于 {recorded} 恢复过备份（第 {entry} 条）。"
        "请向其核实，相符再运行 complaint verify --accept {head}",
        "entry {seq}, which you saw on {day}, is no longer in {path}; {actor} restored a backup on {recorded} "
        "(entry {entry}). Ask there; if it is right, run complaint verify --accept {head}",
    )
    SEEN_ANOTHER = (
        "{path} 不是您 {day} 用过的那本台账（当时到第 {seq} 条）。请先查明是谁换的，确认后运行 "
        "complaint verify --accept {head}",
        "{path} is not the ledger that you used on {day} (then at entry {seq}). Find out who replaced it; if it is "
        "right, run complaint verify --accept {head}",
    )
    NOT_THE_HEAD = (
        "{wanted} 不是账首；现在的账首是 {head}，没有接受。",
        "{wanted} is not the head, which is {head}; nothing was accepted.",
    )
    ACCEPTED = ("已记住这本台账到第 {entries} 条。", "this ledger is remembered up to entry {entries}.")
    ACCEPT_HELP = ("接受这本台账，账首由您核对", "take this ledger over at this head")
    UNREADABLE = ("文件读不下去：{reason}。", "the file cannot be read on: {reason}.")
    ENTRY_MISSING = ("日志第 {first}–{last} 条被删除。", "journal entries {first}-{last} were removed.")
    CHAIN_BROKEN = (
        "日志第 {seq} 条与前一条接不上：有条目被改、被删或被调换。",
        "journal entry {seq} does not follow the one before: entries were changed, removed or swapped.",
    )
    ENTRY_CHANGED = (
        "日志第 {seq} 条（{actor}，{recorded}）被改动。",
        "journal entry {seq} ({actor}, {recorded}) was changed.",
    )
    IMAGE_UNKNOWN = (
        "日志第 {seq} 条里 {table} 的记录无法辨认。",
        "journal entry {seq} holds an image of {table} that cannot be read.",
    )
    ROW_REMOVED = (
        "{table} 第 {row} 行被删除（{subject}；日志第 {seq} 条，{actor}，{recorded}）。",
        "row {row} of {table} was removed ({subject}; journal entry {seq}, {actor}, {recorded}).",
    )
    ROW_INSERTED = (
        "{table} 第 {row} 行不是本程序写入的，或者记它的日志已被截去。",
        "row {row} of {table} was not written by this program, or the entry that wrote it was cut.",
    )
    ROW_CHANGED = (
        "{table} 第 {row} 行（{subject}）的 {column} 被改动：原为“{was}”，现为“{now}”（第 {seq} 条，{actor}）。",
        "row {row} of {table} ({subject}): {column} was changed from '{was}' to '{now}' (entry {seq}, {actor}).",
    )
    ROW_OF_ANOTHER = (
        "{table} 第 {row} 行由日志第 {seq} 条写入，却记为另一条或另一时刻录入的。",
        "row {row} of {table} says that another entry wrote it, or at another moment, than journal entry {seq} did.",
    )
    INTEGRITY = ("SQLite 完整性检查：{said}。", "SQLite's integrity check says: {said}.")
    FOREIGN_KEY = (
        "{table} 第 {row} 行指向 {parent} 里不存在的记录。",
        "row {row} of {table} points at a row of {parent} that is not there.",
    )
    PART_MISSING = ("数据库缺少 {name}。", "the database lacks {name}.")
    PART_FOREIGN = ("数据库里多出了 {name}。", "the database holds {name}, which is not the program's.")
    PART_CHANGED = ("数据库里的 {name} 被改动。", "the database's {name} was changed.")
    CLOSING_ADRIFT = (
        "{month} 关账时的校验值 {head} 不在日志里：日志被改写。",
        "the hash {head} under which {month} was closed is not in the journal: it was rewritten.",
    )
    OPEN_WORK = (
        "{no} 的待办索引与办理步骤不符。",
        "the index of open work disagrees with the steps of {no}.",
    )
    EVIDENCE_MISSING = (
        "{no} 的证据“{name}”（{file}）不见了。",
        "the evidence '{name}' ({file}) of {no} is missing.",
    )
    EVIDENCE_UNREADABLE = (
        "{no} 的证据“{name}”（{file}）在那里，但本账号无权读取；请其属主放开读取权限后再核对。",
        "the evidence '{name}' ({file}) of {no} is there and cannot be read from this account; "
        "have its owner let it be read, and verify again.",
    )
    EVIDENCE_CHANGED = (
        "{no} 的证据“{name}”（{file}）内容被改动。",
        "the evidence '{name}' ({file}) of {no} was changed.",
    )
    DOES_NOT_VERIFY = (
        "{path} 核对不通过（{count} 处），什么也没有改动：{fault}",
        "{path} does not verify ({count} faults); nothing was changed: {fault}",
    )
    BACKED_UP = (
        "已备份到 {path}，核对无误：{entries} 条日志，校验值 {head}。",
        "backed up to {path} and checked: {entries} journal entries, head {head}.",
    )
    RESTORED = (
        "已从 {source} 恢复 {path}，核对无误：{entries} 条日志，校验值 {head}。",
        "restored {path} from {source} and checked: {entries} journal entries, head {head}.",
    )
    KEPT = ("原来的数据库保留为 {kept}。", "the former database is kept as {kept}.")
    SURE = ("要用 {source} 替换 {path} 吗？原来的会另存", "replace {path} by {source}? the old one is kept")
    VERIFIED = (
        "核对无误：{entries} 条日志，校验值 {head}。",
        "verified: {entries} journal entries, head {head}.",
    )
    FAULTS = (
        "发现 {count} 处问题；请保留现场，从备份恢复。",
        "{count} faults found; keep the file as it is, restore a backup.",
    )
    NOT_AS_CLOSED = (
        "{month} 的关账结果与当时的事实不符：重新计算的结果不同，关账结果被改动过。",
        "{month}: the stored result is not what its facts give; it was changed after the closing.",
    )
    CLOSED_BY_OTHER = (
        "{month} 由版本 {version} 关账，按现行规则重算有出入；关账结果仍以当时为准。",
        "{month} was closed by version {version}; today's rules give another result, the closed one stands.",
    )
    HEAD_HELP = ("报告上的校验值，核对它在日志里", "a report's hash that must be there")
    YES_HELP = ("不再询问，直接替换", "replace without asking")
    CHECKING = ("核对日志", "checking the journal")
