"""What the desk says: the board, the ledger, one complaint, searches, time limits, reminders."""

from complaint_cli.messages import Message


class Desk(Message):
    """Headings, labels and sentences of board, list, show, search, due and overdue."""

    # the board
    PAGES = ("空格 下一页，b 上一页，/ 查找，q 退出", "space next page, b back, / search, q quit")
    NO_DATABASE = (
        "还没有数据库 {path}；新建请运行 complaint init，先看演示请运行 complaint demo，已有的请用 --db 指定。",
        "there is no database {path} yet; make one with complaint init, look at a made-up month with "
        "complaint demo, or name one with --db.",
    )
    BOARD_TITLE = ("{now} {weekday} · 未归档 {count} 件", "{now} {weekday} · {count} not yet filed")
    NOTHING_OPEN = (
        "现在没有要办的投诉。登记一件：complaint intake；查台账：complaint list",
        "Nothing is waiting. Register a complaint: complaint intake; the ledger: complaint list",
    )
    NOTHING_PRESSES = ("现在没有到时候要办的。", "Nothing presses now.")
    HEADING_OVERDUE = ("已逾期", "Overdue")
    HEADING_DUE_TODAY = ("今天到期", "Due today")
    HEADING_DUE_NEXT = ("下一个工作日到期", "Due by the next working day")
    HEADING_TRANSFER = ("待转办（离转办时限）", "To transfer (time to transfer)")
    HEADING_APPROVAL = ("待审核（离审核时限）", "Awaiting approval (time to sign)")
    HEADING_HAND_BACK = ("该交回了（离内部交回时间）", "To hand back soon (time to internal hand-back)")
    HEADING_CALLBACK = ("待回访（离回访时限）", "To call back (time to call back)")
    HEADING_REPLY = ("待回复上级（离回复时限）", "To reply to the superior unit (time to reply)")
    HEADING_INVESTIGATION = (
        "待调查（已归档；重复、逾期或不满意）",
        "To investigate (filed; repeat, late or unsatisfied)",
    )
    HEADING_IN_HAND = ("正在办理", "In hand")
    MORE_ROWS = ("……另有 {count} 件：complaint board --all", "… {count} more: complaint board --all")
    IN_HAND_ELSEWHERE = (
        "另有 {count} 件正在办理，离时限尚早：complaint board --all",
        "{count} more in hand, with time left: complaint board --all",
    )
    COUNTED = ("{heading} · {count} 件", "{heading} · {count}")

    # time left
    LATE_ONE = ("逾期 1 个工作日", "1 working day late")
    LATE = ("逾期 {days} 个工作日", "{days} working days late")
    DAYS_ONE = ("1 个工作日", "1 working day")
    DAYS = ("{days} 个工作日", "{days} working days")
    HOURS = ("{hours} 小时", "{hours} h")
    MINUTES = ("{minutes} 分钟", "{minutes} min")
    LEFT = ("还剩 {time}", "{time} left")
    UNDER_A_MINUTE = ("还剩不到 1 分钟", "under a minute left")

    # statuses
    STATUS_RECEIVED = ("待转办", "received")
    STATUS_TRANSFERRED = ("待审核", "transferred")
    STATUS_REJECTED = ("审核退回", "rejected")
    STATUS_RETURNED = ("部门退回", "returned")
    STATUS_DISPATCHED = ("已交办", "dispatched")
    STATUS_IN_HAND = ("办理中", "in hand")
    STATUS_REWORK = ("返工", "rework")
    STATUS_HANDED_BACK = ("已交回", "handed back")
    STATUS_CALLED_BACK = ("已回访", "called back")
    STATUS_FILED = ("已归档", "filed")
    NO_STATUS = (
        "没有“{text}”这个状态；可选：{choices}。",
        "there is no status '{text}'; choose from: {choices}.",
    )
    STATUS_AND_OVERDUE = (
        "--overdue 只看没有交回的，不能与 --status {status} 合用。",
        "--overdue is about what is not handed back and does not go with --status {status}.",
    )
    FILED_AND_OPEN = (
        "--open 只看没有归档的，不能与 --status filed 合用。",
        "--open is about what is not filed and does not go with --status filed.",
    )

    # list and search
    COLUMN_NO = ("编号", "No.")
    COLUMN_RECEIVED = ("接收", "Received")
    COLUMN_DEPARTMENT = ("部门", "Department")
    COLUMN_STATUS = ("状态", "Status")
    COLUMN_DEADLINE = ("时限", "Deadline")
    COLUMN_MATTER = ("内容", "Matter")
    COLUMN_REPEAT = ("重复", "Repeat")
    COLUMN_EXCLUDED = ("剔除", "Excluded")
    NOTHING_FOUND = ("没有符合条件的投诉。", "No complaint fits.")
    NO_PAGE = ("没有第 {page} 页。", "there is no page {page}.")
    NO_WORD = ("请写要找的文字或电话尾号。", "give the words, or the last digits of the phone, to look for.")
    NEXT_PAGE = ("后面还有：加 --page {page}", "there are more: add --page {page}")
    NEXT_PAGE_OF = ("共 {count} 件，后面还有：加 --page {page}", "{count} in all, there are more: add --page {page}")
    TOTAL = ("共 {count} 件", "{count} in all")

    # show
    FIELD_CONTENT = ("诉求内容", "Matter")
    FIELD_CATEGORY = ("类别", "Category")
    FIELD_SOURCE = ("来源", "Source")
    FIELD_URGENCY = ("紧急程度", "Urgency")
    FIELD_CONFIDENTIAL = ("保密", "Confidential")
    FIELD_AT = ("接收时间", "Received")
    FIELD_DEADLINE = ("办结时限", "Deadline")
    FIELD_EXTENDED = ("延期后时限", "Extended to")
    FIELD_INTERNAL = ("内部交回", "Hand back by")
    FIELD_DEPARTMENT = ("责任部门", "Department")
    FIELD_PERSONS = ("责任人", "Responsible")
    FIELD_REPEAT = ("重复投诉", "Repeat")
    FIELD_EXCLUDED = ("已剔除", "Excluded")
    BASIS_ORDER = ("工单所定", "as the order says")
    BASIS_LIMIT = ("按制度 {limit}", "the policy's {limit}")
    PROVISIONAL = ("暂定：当年放假安排尚未公布", "provisional: that year's holidays are not yet published")
    REPEAT_OF = ("同一事项第 {place} 件，首件 {first}", "number {place} on this matter; the first is {first}")
    NONE = ("无", "none")
    TIMELINE = ("经过", "Timeline")
    NEXT = ("下一步：{command}", "Next: {command}")
    HIDDEN = (
        "电话和姓名已遮盖；要看原文加 --reveal（会留下记录）",
        "phones and names are hidden; --reveal shows them and is recorded",
    )
    ENTERED_LATE = ("补录于 {at}", "entered late, {at}")
    ENTERED_BY = ("由 {name} 录入", "entered by {name}")
    SIGNED = ("已签名", "signed")
    NOT_SIGNED = ("未签名", "not signed")
    AMENDED = ("已更正", "amended")
    WITHDRAWN = ("已撤销：{by}，{reason}", "withdrawn by {by}: {reason}")
    STEP_NAMING = ("责任人：{persons}", "responsible: {persons}")
    STEP_CORRECTION = (
        "更正第 {of_step} 步的{field}：{old} → {new}。{reason}",
        "corrected step {of_step}, {field}: {old} → {new}. {reason}",
    )
    STEP_WITHDRAWAL = ("撤销第 {of_step} 步：{reason}", "step {of_step} withdrawn: {reason}")
    STEP_OBJECTION = ("{person} 对{rule}申诉：{reason}", "{person} objects to {rule}: {reason}")
    REHEARSAL = ("演练时钟", "rehearsal clock")
    SET_BACK = ("时钟早于前一条记录", "clock behind the entry before")

    # steps of the timeline
    STEP_INTAKE = ("受理登记", "registered")
    STEP_AMENDMENT = ("更正{field}：{old} → {new}。{reason}", "corrected {field}: {old} → {new}. {reason}")
    STEP_TRANSFER = ("转办 {department}（{persons}）", "transferred to {department} ({persons})")
    STEP_JUSTIFIED = ("；迟转理由：{reason}", "; late because: {reason}")
    STEP_NOT_APPROVED = ("（未经批准）", " (not approved)")
    STEP_APPROVED = ("（{name}批准）", " (approved by {name})")
    STEP_APPROVAL = ("{post}审核{acting}：{said}", "{post}{acting}: {said}")
    REMARK = ("{said}。{words}", "{said}. {words}")
    STEP_RETURNED = ("部门退回：{reason}", "returned by the department: {reason}")
    STEP_CONTACT_VISIT = ("与来电人见面", "visited the caller")
    STEP_CONTACT_PHONE = ("与来电人电话沟通", "spoke with the caller by phone")
    STEP_EVIDENCE = ("留存证据 {name}（{hash}）", "kept evidence {name} ({hash})")
    STEP_NOTE_RESULT = ("处理结果：{text}", "result: {text}")
    STEP_NOTE_REPORT = ("难点、热点汇报：{text}", "reported to the managers: {text}")
    STEP_HANDBACK = ("交回综合管理部", "handed back")
    STEP_EXTENSION = ("延期：{old} → {new}。{reason}", "extended: {old} → {new}. {reason}")
    STEP_CALLBACK = ("回访：{result}", "called back: {result}")
    STEP_REPLY = ("回复上级：{summary}", "replied to the superior unit: {summary}")
    STEP_LINK = ("确认与 {first} 为同一事项", "confirmed as the same matter as {first}")
    STEP_UNLINK = ("撤销重复投诉的确认", "the link was taken back")
    STEP_INVESTIGATION = ("调查认定（{auditor}、{clerk}）：{found}", "investigated ({auditor}, {clerk}): {found}")
    STEP_DECISION = ("核定 {rule} {person}：{amount} 元。{reason}", "decided {rule} {person}: {amount} yuan. {reason}")
    STEP_WAIVED = ("免除 {rule} {person}。{reason}", "waived {rule} {person}. {reason}")
    STEP_EXCLUDED = ("剔除：{reason}", "excluded: {reason}")
    STEP_INCLUDED = ("恢复考核", "taken back into the assessment")
    STEP_COMMENDATION = (
        "表扬 {commendation}，{department}：{reason}",
        "commendation {commendation}, {department}: {reason}",
    )
    APPROVED = ("同意", "approved")
    REJECTED = ("退回", "rejected")
    ACTING = ("（代）", " (acting)")
    RESULT_SATISFIED = ("满意", "satisfied")
    RESULT_MOSTLY = ("基本满意", "mostly satisfied")
    RESULT_UNSATISFIED = ("不满意", "unsatisfied")
    RESULT_UNREACHED = ("未联系上", "not reached")
    RESOLVED = ("已解决", "resolved")
    UNRESOLVED = ("未解决", "not resolved")
    REWORK = ("要求返工", "sent back for rework")
    INTERNAL_CAUSE = ("内部原因", "internal cause")
    NO_INTERNAL_CAUSE = ("非内部原因", "no internal cause")
    ADVERSE_EFFECT = ("有不良影响", "adverse effect")
    FALSE_RECORD = ("填报不实", "the form is untrue")
    COMMA = ("，", ", ")

    # due
    DUE = ("{due} {weekday}", "{due} {weekday}")
    COUNTED_FROM = ("自 {start} {weekday} 起 {limit}", "{limit} from {start} {weekday}")
    COLUMN_DATE = ("日期", "Date")
    COLUMN_WHY = ("是什么日子", "Kind of day")
    COLUMN_COUNTED = ("计入", "Counted")
    COLUMN_TOTAL = ("累计", "Total")
    SECONDS = ("{seconds} 秒", "{seconds} s")
    PROVISIONAL_MARK = ("暂定", "provisional")

    # overdue and its notices
    NOTICE_TITLE = ("投诉逾期 {overdue} 件，即将到期 {soon} 件", "Complaints: {overdue} overdue, {soon} soon due")
    NOTICE_LINE = (
        "{no} {department} {matter}（时限 {deadline}，{left}）",
        "{no} {department} {matter} (deadline {deadline}, {left})",
    )
    NOTICE_HEAD = ("台账记到第 {entries} 条，账首 {head}", "the ledger stands at entry {entries}, head {head}")
    HEADING_SOON = ("即将到期", "Soon due")
    NO_APPRISE = (
        "发送通知需要 apprise；请先安装：pip install 'complaint-cli[notify]'",
        "sending notices needs apprise; install it first: pip install 'complaint-cli[notify]'",
    )
    BAD_URL = (
        "第 {place} 个 --notify 地址（{kind}）无法识别，也不是文件；写法见 https://github.com/caronc/apprise/wiki",
        "--notify address number {place} ({kind}) is not understood and no file; see "
        "https://github.com/caronc/apprise/wiki",
    )
    NOT_DELIVERED = (
        "第 {place} 个 --notify 地址（{kind}）没有送达，下次运行会再试；请检查地址和网络。",
        "--notify address number {place} ({kind}) was not reached and is tried again next time; check it and the "
        "network.",
    )

    # options
    OPT_ALL_BOARD = ("全部列出，包括正在办理的", "show all, with those in hand")
    OPT_DEPT = ("责任部门", "the department")
    OPT_STATUS = ("状态，如 in_hand 或 办理中", "the status, such as in_hand")
    OPT_CATEGORY = ("类别，可只写前面几个字", "the category, or its beginning")
    OPT_PERSON = ("责任人", "the person responsible")
    EVIDENCE = ("证据", "Evidence")
    EVIDENCE_LINE = ("{name}，{size} 字节，{path}", "{name}, {size} bytes, {path}")
    NO_EVIDENCE = ("{no} 没有证据。", "{no} has no evidence.")
    EVIDENCE_WRITTEN = ("已写出 {count} 个文件到 {path}。", "{count} file(s) written to {path}.")
    EVIDENCE_LOST = (
        "证据“{name}”不见了或被改动过，没有写出；请运行 complaint verify。",
        "the evidence {name} is missing or was changed, so it is not written; run complaint verify.",
    )
    OPT_FOLDER = ("写到这个文件夹，会留下记录", "write them to this folder; recorded")
    OPT_AS = ("谁的事：office、audit 或部门", "whose: office, audit or a department")
    CLOSABLE = (
        "{month} 可以关账：complaint assess --month {month} --close",
        "{month} can be closed: complaint assess --month {month} --close",
    )
    NOT_CLOSABLE = (
        "{month} 还不能关账，还差 {count} 项：complaint assess --month {month} --check",
        "{month} cannot be closed yet ({count}): complaint assess --month {month} --check",
    )
    CLOCK_TRANSFER = ("转办", "transfer")
    CLOCK_SIGNATURE = ("审核", "signature")
    CLOCK_REWORK = ("返工", "rework")
    CLOCK_CALLBACK = ("回访", "call-back")
    CLOCK_REPLY = ("回复", "reply")
    OPT_OPEN = ("只看没有归档的", "open ones alone")
    OPT_SOURCE = ("来源，可只写前面几个字", "the source, or its beginning")
    OPT_URGENCY = ("紧急程度", "the urgency")
    OPT_SATISFACTION = ("回访结果", "what the caller said")
    OPT_REPEAT = ("只看重复投诉", "confirmed repeats alone")
    OPT_EXCLUDED = ("只看剔除的", "excluded ones alone")
    OPT_SINCE = ("自何时接收", "received since")
    OPT_UNTIL = ("到何时接收", "received until")
    OPT_TEXT = ("其中有这些字", "with these words in it")
    OPT_SORT = ("按哪一列排，前加 - 倒排", "by which column; downwards with - before it")
    OPT_COLUMNS = ("列名，用逗号分开，同 --json", "columns, parted by commas, named as in --json")
    OPT_FORMAT = ("格式：csv jsonl markdown…", "table, csv, tsv, jsonl or markdown")
    NO_FORMAT = ("没有“{text}”这种格式，可用：{choices}", "there is no format {text}; there are {choices}")
    JSON_OR_FORMAT = ("--json 和 --format 只能用一个", "give --json or --format")
    NO_COLUMN = ("没有“{text}”这一列，可用：{choices}", "there is no column {text}; there are {choices}")
    MONTH_OR_DAYS = ("--month 和 --from、--to 不能一起用", "give --month, or --from and --to")
    ALL_OR_PAGE = ("--all 和 --limit、--page 不能一起用", "give --all, or --limit and --page")
    FROM_AFTER_TO = ("--from 在 --to 之后", "--from is after --to")
    OPT_OVERDUE = ("只看已逾期、没有交回的", "overdue and not handed back")
    OPT_LIMIT = ("每页件数", "how many a page")
    OPT_PAGE = ("第几页", "which page")
    OPT_ALL = ("不分页，全部列出", "all of them")
    OPT_REVEAL = ("显示电话和姓名，会留下记录", "show phones and names; recorded")
    OPT_FROM = ("从何时起算，默认现在", "counted from; now if not given")
    OPT_EXPLAIN = ("逐日说明", "day by day, and why")
    OPT_WITHIN = ("多久之内到期算即将到期", "soon means due within this")
    OPT_EXIT_CODE = ("有逾期或将到期的，退出码为 3", "exit 3 if there is any")
    OPT_NOTIFY = ("通知地址，或含 notify 的文件，可重复", "an address, or a file with notify; may be repeated")
    ARG_TEXT = ("要找的文字，几个词用空格隔开", "words that must all be there")
    ARG_LIMIT = ("时限，如 5wd、24h、3wh、7d", "the limit, such as 5wd, 24h, 3wh, 7d")
    LIMIT_VALUE = ("时限", "LIMIT")
    URL_VALUE = ("地址|文件", "URL|FILE")


WEEKDAYS = (
    ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)
"""Names of the days of the week from Monday, zh and en."""
