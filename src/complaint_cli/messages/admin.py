"""What the administering commands say."""

from complaint_cli.messages import Message


class Admin(Message):
    """init, demo, org, policy."""

    # help of their own options and subcommands
    ORG_SHOW = ("部门、任职和人员", "departments, posts and staff")
    ORG_IMPORT = ("导入机构文件（TOML 或表格）", "take over an organisation file (TOML or a sheet)")
    ORG_SET_MANAGER = ("登记部门经理自何日起任职", "record who manages a department from a day on")
    POLICY_SHOW = ("现行考核参数的原文", "the edition in force, as it was written")
    POLICY_CHECK = ("检查一份考核参数文件", "check a policy file")
    POLICY_ADOPT = ("采用一份考核参数文件", "adopt a policy file")
    POLICY_DIFF = ("两版考核参数的差别", "what differs between two editions")
    ORG_HELP = ("机构文件，TOML 或表格", "the organisation file, TOML or a sheet")
    TOML_HELP = ("输出可修改再导入的 TOML", "print TOML to edit and import again")
    DRY_RUN_HELP = ("只看变动，不写入", "show what changes and write nothing")
    DEPARTMENT_HELP = ("部门名称或其中一段", "the department, or a part of its name")
    MANAGER_HELP = ("部门经理姓名", "the manager's name")
    SINCE_HELP = ("自何日起，默认今天", "from which day; today if not given")
    ON_HELP = ("看某一天施行的版本", "the edition in force on that day")
    ALL_HELP = ("列出全部版本", "list all editions")
    SCENARIOS_HELP = ("再跑这个文件夹里的案例", "run the scenarios of this folder too")
    SIDE_HELP = ("文件、日期、current 或 default", "a file, a date, current or default")
    DAY_VALUE = ("日期", "DATE")
    SIDE_A = ("甲", "A")
    SIDE_B = ("乙", "B")

    # init and demo
    MADE = ("已新建数据库 {path}", "made the database {path}")
    MADE_WITH = (
        "机构：{company}，{departments} 个部门；考核参数：{title}，自 {effective} 起施行",
        "organisation: {company}, {departments} departments; policy: {title}, in force since {effective}",
    )
    NEXT = ("接下来：", "What to do next:")
    NEXT_VARIABLE = ("以后都用这个文件", "use this file from now on")
    NEXT_ORG = ("写上部门、任职和人员", "write in departments, posts and staff")
    NEXT_ORG_IMPORT = ("再导入", "then import it")
    NEXT_POLICY = ("核对金额、扣分和时限", "check amounts, points and limits")
    NEXT_POLICY_ADOPT = ("改了再采用", "adopt it if you changed it")
    NEXT_INTAKE = ("登记第一件投诉", "register the first complaint")
    NEXT_BOARD = ("看现在该做什么", "see what to do now")
    DEMO_MADE = (
        "演示数据库 {path}：{complaints} 件投诉，公司、人员、电话全部虚构；时钟定在 {now}",
        "demo database {path}: {complaints} complaints, all of it made up; the clock stands at {now}",
    )
    DEMO_NEXT = ("接着看（先设好这几个变量）：", "To go on (set these variables first):")
    DEMO_SHOW = ("一件重复投诉的全部经过", "the whole timeline of a repeated complaint")
    DEMO_EXPLAIN = ("它为什么扣分、罚款", "why it cost points and fines")
    DEMO_OVERDUE = ("已逾期和快到期的", "what is overdue and soon due")
    DEMO_INTAKE = ("自己登记一件", "register one yourself")

    # org
    DEPARTMENT_IN_USE = (
        "名册里缺少已有投诉的部门：{departments}；请把它们写进文件再导入。",
        "the file lacks departments that have complaints: {departments}; add them and import again.",
    )
    ROLE_OFFICE = ("综合管理", "office")
    ROLE_AUDIT = ("审计督查", "audit")
    ROLE_RESPONSIBLE = ("责任部门", "responsible")
    POST_GENERAL = ("总经理", "general manager")
    POST_DEPUTY = ("分管经理", "deputy")
    POST_MANAGER = ("部门经理", "manager")
    STAFF = ("人员", "staff")
    LINE = ("{label}：{value}", "{label}: {value}")
    NOBODY = ("未登记", "not recorded")
    SINCE = ("{name}（{since} 起）", "{name} (since {since})")
    UNTIL = ("{name}（至 {until}）", "{name} (until {until})")
    HOLDS_NOW = ("{name}（{since} 起，现任）", "{name} (since {since}, now)")
    ORG_SAME = ("与现有机构相同，没有写入。", "the same as the organisation in force; nothing was written.")
    ORG_WOULD = ("将有 {count} 处变动（没有写入）：", "{count} changes would be made (nothing was written):")
    ORG_DONE = ("已导入，{count} 处变动：", "imported, {count} changes:")
    CHANGED_COMPANY = ("公司名称：{was} → {now}", "company: {was} → {now}")
    CHANGED_ADDED = ("新增部门 {department}（{now}）", "department added: {department} ({now})")
    CHANGED_REMOVED = ("撤销部门 {department}", "department removed: {department}")
    CHANGED_ROLE = ("{department} 的角色：{was} → {now}", "role of {department}: {was} → {now}")
    CHANGED_RENAMED = ("{was} 改名为 {now}", "{was} is now called {now}")
    CHANGED_ACCOUNT = ("帐号 {department} 的使用人由 {was} 改为 {now}", "account {department}: {was} becomes {now}")
    CHANGED_JOINED = ("{department} 增加 {now}", "{department}: {now} joins")
    CHANGED_LEFT = ("{department} 不再有 {was}", "{department}: {was} leaves")
    CHANGED_DAYS = ("{department} {was} 在岗：{now}", "{department}: {was} is on the staff {now}")
    CHANGED_FORMERLY = ("{department} 以前的名称：{was} → {now}", "former names of {department}: {was} → {now}")
    CHANGED_NOBODY = ("无", "nobody")
    CHANGED_ALWAYS = ("不限日期", "without end")
    CHANGED_GENERAL = ("总经理：{now}", "general manager: {now}")
    CHANGED_DEPUTY = ("{department} 分管经理：{now}", "deputy of {department}: {now}")
    CHANGED_MANAGER = ("{department} 部门经理：{now}", "manager of {department}: {now}")
    CHANGED_ORDER = ("部门或人员的顺序", "the order of departments or people")
    MANAGER_SET = ("{department} 部门经理自 {since} 起为 {name}", "{name} manages {department} from {since} on")
    ORG_TEMPLATE = ("一份待填的机构文件", "an organisation file to fill in")
    TEMPLATE_HELP = ("写入 .toml 或 .xlsx 文件", "write a .toml or .xlsx file")
    TEMPLATE_ENDING = (
        "请用 -o 写明一个 .toml 或 .xlsx 文件。",
        "name a .toml or .xlsx file with -o.",
    )
    TEMPLATE_WRITTEN = (
        "已写入 {path}；填好后用 complaint org import {path} 导入。",
        "written to {path}; fill it in, then complaint org import {path}.",
    )
    RETROACTIVE = (
        "这一版自 {effective} 起施行，早于本月，须有第二人批准：请加 --approved-by 姓名",
        "in force from {effective}, before this month: a second person must approve it, --approved-by NAME",
    )
    TOUCHES = ("影响的未关账月份：{months}", "open months that it touches: {months}")
    MANAGER_SAME = (
        "{department} 在 {since} 的部门经理已经是 {name}，不用再登记。",
        "{name} manages {department} on {since} already; nothing to record.",
    )
    UNKNOWN_PERSON = (
        "注意：名册里原来没有 {name}；若是写错了，请用正确的姓名再登记一次",
        "note: {name} was not in the organisation before; if misspelt, record the right name again",
    )
    UNKNOWN_PERSON_NEAR = (
        "注意：名册里原来没有 {name}，是不是 {near}？若是写错了，请用正确的姓名再登记一次",
        "note: {name} was not in the organisation before, did you mean {near}? If so, record it again",
    )
    CLOSED_SINCE = (
        "注意：{months} 已经关账，结果不变；差额作为调整列入下一个未关账的月份",
        "note: {months} is closed and stays as it is; the difference is carried into the next open month",
    )

    # policy
    CLOSED_KEPT = (
        "注意：{months} 已经关账，结果与其中开始的时限都不受这一版影响",
        "note: {months} is closed; this edition touches neither its result nor a clock that started in it",
    )
    HOLIDAYS_PUBLISHED = ("节假日安排公布，时限重算", "holidays published, deadline counted again")
    EDITION_IN_FORCE = (
        "{title}，自 {effective} 起施行，SHA-256 {sha256}",
        "{title}, in force since {effective}, SHA-256 {sha256}",
    )
    EDITION_LINE = ("{effective}  {sha256}  {title}{mark}", "{effective}  {sha256}  {title}{mark}")
    IN_FORCE_MARK = ("  ← 现行", "  <- in force")
    VALID = (
        "{file} 可用：{title}，自 {effective} 起施行，{numbers} 个参数，SHA-256 {sha256}",
        "{file} is valid: {title}, in force from {effective}, {numbers} parameters, SHA-256 {sha256}",
    )
    UNCONFIRMED = (
        "待公司确认的罚款区间：{rules}（罚款表上会注明）",
        "bands the company has yet to confirm: {rules} (marked so in the fine table)",
    )
    SCENARIOS_PASSED = ("案例 {count} 个文件，全部相符", "{count} scenario files, all as expected")
    SCENARIOS_FAILED = (
        "{file} 与 {count} 处案例不符，见上；请核对是参数改了还是案例要改。",
        "{file} differs from the scenarios in {count} places, see above; correct the numbers or the scenarios.",
    )
    NO_SCENARIOS = (
        "文件夹 {folder} 里没有案例文件（*.toml）；请核对 --scenarios。",
        "there is no scenario file (*.toml) in {folder}; check --scenarios.",
    )
    ADOPTED = (
        "已采用 {title}，自 {effective} 起施行，SHA-256 {sha256}",
        "adopted {title}, in force from {effective}, SHA-256 {sha256}",
    )
    CALENDAR_ONLY = (
        "{title} 已在施行，只更新了节假日",
        "{title} is in force already; only the holidays were brought up to date",
    )
    CALENDAR_YEARS = ("节假日有更新的年份：{years}", "years whose holidays were updated: {years}")
    MOVED_NONE = ("没有需要改动的办结时限", "no deadline had to be moved")
    MOVED = ("{complaint} 办结时限 {was} → {now}", "{complaint} deadline {was} → {now}")
    SETTLED = ("{complaint} 办结时限 {now} 不变，不再是暂定", "{complaint} deadline {now} stands, provisional no more")
    ALREADY_IN_FORCE = (
        "这一版（SHA-256 {sha256}）在 {effective} 已经施行，节假日也没有更新，不用再采用。",
        "this edition (SHA-256 {sha256}) is in force on {effective} already and no holiday is new; nothing to adopt.",
    )
    NO_DIFFERENCE = ("两版的参数完全相同", "the two editions hold the same parameters")
    DIFFERENCE = ("{key}：{old} → {new}", "{key}: {old} → {new}")
    DIFF_OF = ("{a} → {b}", "{a} → {b}")
    EMPTY_VALUE = ("（空）", "(empty)")
