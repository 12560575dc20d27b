"""What the front door says: command and option help, usage errors, failures of the machine."""

from __future__ import annotations

from complaint_cli.messages import Message


class Help(Message):
    """Help pages, and what is said when a command line or a file cannot be used."""

    # the page
    ABOUT = (
        "燃气投诉办理：从受理、转办、处理、回访到月底考核，全部记在一个本地文件里。",
        "Gas complaints, from intake and transfer to call-back and the month's assessment, in one file.",
    )
    EXAMPLE = ("例如", "For example")
    VARIABLES = ("环境变量", "Environment variables")
    VAR_DB = ("数据库文件，等于 --db", "the database, as --db")
    VAR_LANG = ("界面语言：zh 或 en，等于 --lang", "the language: zh or en, as --lang")
    VAR_BY = ("谁在操作，等于 --by；帐号已登记就不必设", "who sits there; not needed where the account is known")
    VAR_NOW = ("演练用的时钟；只能用于演练台账", "the clock of a rehearsal; for rehearsal ledgers alone")
    VAR_KEY = ("签名密钥文件", "the key that signs")
    VAR_PASSPHRASE = ("第一行是密钥口令的文件", "a file whose first line is the key's passphrase")
    VAR_DEBUG = ("设为 1，出错时显示细节", "1 shows the details of a failure")
    VAR_COLOR = ("设了就不用颜色", "set: no colours")
    VAR_PAGER = ("长内容用它翻页，默认 less；空或 cat 不翻页", "pages what is long; less if unset, empty: none")
    MORE = (
        "查看某条命令的用法：complaint 命令 --help；环境变量：complaint help environment",
        "One command's usage: complaint COMMAND --help; the environment's: complaint help environment",
    )
    ANYWHERE = (
        "--db 文件、--lang zh|en 可写在任何位置",
        "--db FILE and --lang zh|en may stand anywhere",
    )
    USAGE = ("用法：", "Usage: ")
    COMMAND = ("命令", "COMMAND")
    OPTIONAL = ("选项", "OPTIONS")
    ARGUMENTS = ("参数", "Arguments")
    OPTIONS = ("选项", "Options")
    COMMANDS = ("命令", "Commands")
    REQUIRED = ("必填", "required")
    DEFAULT = ("默认 {value}", "default {value}")
    ENVIRONMENT = ("环境变量 {name}", "env {name}")
    AT_LEAST = ("不小于 {low}", "at least {low}")
    AT_MOST = ("不大于 {high}", "at most {high}")
    BETWEEN = ("{low} 到 {high}", "{low} to {high}")

    # groups of commands
    MAIN = ("主要工作", "The main work")
    CLOCKWORK = ("定时检查", "For cron")
    CASEWORK = ("受理与办理", "Casework")
    DESK = ("查看", "Looking things up")
    OVERSIGHT = ("督查与考核", "Audit")
    PAPER = ("文书", "Papers")
    ADMIN = ("设置与保管", "Setting up and keeping safe")

    # commands
    INTAKE = ("受理登记一件投诉", "register one complaint")
    TRANSFER = ("填转办单，转给责任部门", "fill the transfer form for a department")
    HANDLE = ("记录联系、证据、处理结果和交回", "record contact, evidence, result and hand-back")
    CALLBACK = ("记录一次回访", "record one call-back")
    ASSESS = ("某月的得分表和罚款表", "a month's score and fine tables")
    OVERDUE = ("已逾期和快到期的投诉，没有就不出声", "overdue and soon due; silent when there is nothing")
    IMPORT = ("导入热线导出的表格", "read many from the hotline's export")
    BATCH = ("按文件逐行执行，要么全做要么全不做", "run many commands from a file, all or nothing")
    APPROVE = ("分管经理、总经理签批转办单", "the deputy's and general manager's approval")
    RETURN = ("责任部门退回转办单", "the department sends the transfer back")
    EXTEND = ("延长办结时限", "put the deadline off")
    REPLY = ("回复上级单位", "reply to the superior unit")
    LINK = ("确认是同一事项的重复投诉", "confirm that it repeats an earlier complaint")
    UNLINK = ("撤销重复投诉的确认", "take that confirmation back")
    WITHDRAW = ("撤销录错的一步或一次表扬", "take back a step, or a commendation, entered by mistake")
    OBJECT = ("登记被罚人的申诉", "record a fined person's objection")
    AMEND = ("更正录入错误，原值保留", "correct a typing error; the old value stays")
    BOARD = ("工作台：现在该做什么", "the work board: what to do now")
    LIST = ("投诉台账", "the ledger of complaints")
    SHOW = ("一件投诉的全部经过", "one complaint with its whole timeline")
    SEARCH = ("按文字或电话尾号查找", "find by words or the phone's last digits")
    DUE = ("算时限何时到期，逐日说明", "when a limit ends, day by day")
    REPEATS = ("可能是同一事项的投诉", "complaints that may be the same matter")
    INVESTIGATE = ("登记联合调查的认定", "record a joint investigation")
    DECIDE = ("核定一笔罚款或免除", "decide or waive one fine")
    EXCLUDE = ("把一件投诉剔除出考核", "leave a complaint out of the assessment")
    INCLUDE = ("恢复已剔除的投诉", "take an excluded complaint back in")
    COMMEND = ("登记表扬，加分", "record a commendation")
    FORM = ("打印用的转办单（Word）", "the transfer form to print (Word)")
    LEDGER = ("台账表格（Excel）", "the ledger as a workbook (Excel)")
    REPORT = ("几个月的报告，含环比同比", "a report over any months, compared")
    EVIDENCE = ("列出或写出一件投诉的证据", "list a complaint's evidence, or write it out")
    INIT = ("新建数据库", "make the database")
    DEMO = ("用虚构的一个月演示", "a made-up month to look at")
    ORG = ("部门、人员和任职", "departments, staff and posts")
    POLICY = ("考核办法的各个版本", "editions of the policy")
    BACKUP = ("备份并核对", "back up, and check the copy")
    RESTORE = ("从备份恢复", "restore from a backup")
    KEY = ("签名密钥：生成、登记、更换", "keys to sign with: make, enroll, replace")
    VERIFY = ("查数据有没有被改动", "check that nothing was tampered with")

    # options that many commands share
    DB = ("数据库文件", "the database file")
    LANG = ("界面语言", "the language")
    VERSION = ("显示版本", "show the version")
    HELP = ("显示本帮助", "show this help")
    JSON = ("输出一个 JSON 对象", "print one JSON object")
    AT = ("发生的时间，默认现在", "when it happened; now if not given")
    BY = ("经办人，默认登录名", "who did it; the login if not given")
    AT_OF_STEP = ("那一步发生的时间", "when the step happened")
    BY_OF_STEP = ("那一步的经办人", "who took the step")
    NO = ("投诉编号、其末几位或热线单号", "its number, the end of it, or the hotline's number")
    REASON = ("理由", "the reason")
    APPROVED_BY = ("批准人", "who approved it")
    OUTPUT = ("写入的文件", "the file to write")
    FILE = ("要读的文件", "the file to read")
    MONTH = ("月份，如 2026-10", "the month, such as 2026-10")
    INSTALL_COMPLETION = ("为当前 shell 安装补全", "install completion for this shell")
    SHOW_COMPLETION = ("显示补全脚本", "show the completion script")

    COMPLETION_INSTALLED = (
        "已为 {shell} 装好补全（{path}）。新开一个终端即可使用：输入 complaint 和空格，再按 Tab。",
        "Completion for {shell} is installed ({path}). Open a new terminal, type complaint and a space, and press Tab.",
    )
    POLICY_EDITED = (
        "用记事本改 参数.toml：施行日期 effective 改成新的一天，再改金额、时限",
        "edit 参数.toml: a new day for effective, then amounts and limits",
    )
    KEY_LOST = (
        "纪清源的密钥丢了，换了电脑；要两个人各登记一次才换",
        "his key is lost, this is his new computer; two others must enter it",
    )
    NO_COMPLETION = (
        "当前的 shell（{shell}）没有补全；请在 {known} 之一里运行。",
        "There is no completion for this shell ({shell}); run it in one of {known}.",
    )

    # what stands for a value
    TIME_VALUE = ("时间", "TIME")
    NAME_VALUE = ("姓名", "NAME")
    DEPARTMENT_VALUE = ("部门", "DEPT")
    TEXT_VALUE = ("文字", "TEXT")
    FOLDER_VALUE = ("文件夹", "FOLDER")
    FILE_VALUE = ("文件", "FILE")
    NUMBER_VALUE = ("数字", "NUMBER")
    NO_VALUE = ("编号", "NO")
    MONTH_VALUE = ("年-月", "YYYY-MM")
    QUARTER_VALUE = ("年Q季", "YYYYQN")
    YEAR_VALUE = ("年", "YYYY")

    # usage errors
    SEE = ("{sentence}用法见：{command} --help", "{sentence} See {command} --help.")
    PERHAPS = ("{sentence}是不是想用 {near}？", "{sentence} Did you mean {near}?")
    SEVERAL_COMMANDS = ("“{name}”可以是几条命令：{names}。", "'{name}' begins several commands: {names}.")
    A_NUMBER = (
        "{no} 是编号，前面少了命令；看这一件用 complaint show {no}。",
        "{no} is a number without a command; to see it: complaint show {no}.",
    )
    NO_SUCH_COMMAND = ("没有 {name} 这条命令。", "There is no command {name}.")
    NO_SUCH_OPTION = ("没有 {name} 这个选项。", "There is no option {name}.")
    COMMAND_MISSING = ("{command} 后面还要写一条命令。", "A command is wanted after {command}.")
    OPTION_MISSING = ("缺少必填的选项 {name}。", "Option {name} is required.")
    ARGUMENT_MISSING = ("缺少必填的参数 {name}。", "Argument {name} is required.")
    GIVEN_TWICE = ("{name} 写了两次，只能写一个。", "{name} is given twice; give it once.")
    VALUE_MISSING = ("选项 {name} 后面要有一个值。", "Option {name} needs a value.")
    VALUE_REFUSED = ("选项 {name} 后面不带值。", "Option {name} takes no value.")
    EXTRA = ("多出了 {what}。", "{what} is one too many.")
    BAD_CHOICE = ("{name} 只能是 {choices} 之一。", "{name} must be one of {choices}.")
    BAD_INTEGER = ("{name} 要写整数。", "{name} must be a whole number.")
    BAD_NUMBER = ("{name} 要写数字。", "{name} must be a number.")
    OUT_OF_RANGE = ("{name} 要写整数（{range}）。", "{name} must be a whole number ({range}).")
    BAD_FILE = (
        "{name} 要写一个存在、可以使用的文件或文件夹。",
        "{name} must be a file or folder that exists and can be used.",
    )
    BAD_VALUE = ("{name} 的值无法使用。", "The value of {name} cannot be used.")
    BAD_VALUE_BECAUSE = ("{name}：{reason}", "{name}: {reason}")
    BAD_LINE = ("命令行无法理解：{detail}", "The command line is not understood: {detail}")
    NOT_TEXT = (
        "有些文字不是有效的 UTF-8，无法使用；请用 UTF-8 重新输入。",
        "Some text is not valid UTF-8 and cannot be used; please enter it as UTF-8.",
    )

    # the machine
    INTERRUPTED = ("已中断，未完成的这一步没有保存。", "Interrupted; the unfinished step was not saved.")
    BUSY = (
        "数据库正被另一个终端占用，请稍后重试。",
        "Another terminal is using the database; please try again in a moment.",
    )
    DAMAGED = (
        "这个文件不是投诉数据库，或已损坏；可用 complaint restore 从备份恢复。",
        "This file is not a complaint database, or is damaged; complaint restore brings a backup back.",
    )
    NO_HOME = (
        "这个帐号没有自己的文件夹；请用 --db（密钥用 COMPLAINT_KEY）写明文件的全路径。",
        "This account has no home folder; give the file's whole path by --db (a key's by COMPLAINT_KEY).",
    )
    ALTERED = (
        "数据库里有读不懂的内容，被程序以外改动过；complaint verify 指出是哪里，complaint restore 从备份恢复。",
        "The database holds what cannot be read: it was changed outside the program. complaint verify says where, "
        "complaint restore brings a backup back.",
    )
    DATABASE_UNUSABLE = (
        "数据库打不开或写不进去：{reason}；请检查 --db 指的文件、权限和磁盘空间。",
        "The database cannot be opened or written: {reason}; check --db, its permissions and the disk.",
    )
    FILE_UNUSABLE = (
        "文件 {file} 打不开或写不进去：{reason}；请检查文件名、权限和磁盘空间。",
        "File {file} cannot be opened or written: {reason}; check its name, its permissions and the disk.",
    )
    SYSTEM_REFUSED = (
        "系统拒绝了这次读写：{reason}；请检查磁盘空间和权限。",
        "The system refused to read or write: {reason}; check the disk and the permissions.",
    )
    DISK_FULL = ("磁盘已满", "the disk is full")
    DISK_FAILED = ("磁盘读写失败，或者已满", "the disk is full, or fails")
    NO_MORE_ROOM = ("超过了允许的文件大小或配额", "more than the file size or quota allowed")
    SHARE = (
        "已经做完；但 {folder} 所在的共享盘或 U 盘不支持文件夹落盘或文件权限："
        "断电时可能丢失最后一步，别人也可能读到文件，"
        "数据库最好放在本机硬盘。",
        "done; but the share or stick of {folder} knows no folder fsync or no permissions: "
        "a power cut may take the last step, and others may read the files. "
        "Better keep the database on the computer's own disk.",
    )
    READ_ONLY = ("只能读，不能写", "it is read-only")
    CANNOT_OPEN = ("打不开", "it cannot be opened")
    MISSING = ("不存在", "it does not exist")
    NOT_PERMITTED = ("没有权限", "permission denied")
    IS_FOLDER = ("是文件夹", "it is a folder")
    NOT_FOLDER = ("上级不是文件夹", "what should be a folder is none")
    EXISTS = ("已经存在", "it exists already")
    NAME_TOO_LONG = ("文件名太长", "the file name is too long")
    SYSTEM_ERROR = ("系统错误 {number}", "system error {number}")
    UNSEEN = (
        "已经写入，只是结果没能显示出来（输出写不出去）；不要重做，可用 complaint show 查看。",
        "it is written, only the result could not be shown (the output refused it); do not do it again, look with "
        "complaint show.",
    )
    BUG = (
        "程序出错（{kind}）。设置 COMPLAINT_DEBUG=1 再运行一次可看到细节，请发给维护人员。",
        "The program failed ({kind}). Run it again with COMPLAINT_DEBUG=1 for the details to report.",
    )
