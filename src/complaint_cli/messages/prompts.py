"""What the writing commands ask, what their options mean, and how they say what was done."""

from complaint_cli.messages import Message


class Option(Message):
    """An option's help, within twenty characters of Chinese."""

    VALUES = ("来件或 JSON，- 为标准输入", "an order as it came, or JSON; - for stdin")
    CONTENT = ("诉求内容", "what is complained of")
    CATEGORY = ("类别：名称或序号", "the category, by name or number")
    SOURCE = ("来源，默认 12345热线", "where it came from; the hotline if not given")
    URGENCY = ("紧急程度：一般、紧急、特急", "normal, urgent or critical")
    DEADLINE = ("工单上的办结时限，默认计算", "the deadline on the order; else computed")
    REPEAT_OF = ("是这一件的重复投诉", "the complaint that it repeats")
    CONFIDENTIAL = ("保密", "confidential")
    CONFIDENTIAL_OR_NOT = ("是否保密", "confidential or not")
    RECEIVED = ("接收时间", "when it was received")
    RECEIVED_AT = ("接收时间，默认现在", "when it was received; now if not given")
    TO = ("责任部门，可写部分名称", "the department, or part of its name")
    PERSONS = ("责任人，可写多个", "the person responsible; several may be given")
    MORE = ("多写的姓名或文件", "further names or files")
    NOTE = ("说明（会打印）", "a note, printed")
    CALL_NOTE = ("回访记录", "what was said")
    STEP = ("第几步，见 complaint show", "which step, as show numbers it")
    STEP_TO_VALUE = ("部门|时间", "DEPT|TIME")
    STEP_VALUE = ("序号", "NUMBER")
    STEP_TO = ("改到的部门，或延期到的时间", "the department, or the time extended to")
    COMMENDATION = ("第几号表扬", "which commendation")
    ROLE = ("无人承担的罚款：哪一种责任", "of a fine that is nobody's: its role")
    CAUSE_DEPARTMENT = ("原因在哪个部门", "whose cause it is")
    HANDLE_PERSONS = ("责任人（可多次）", "a responsible person (repeatable)")
    JUSTIFIED = ("转办晚的正当理由", "the good reason why it is late")
    AS = ("以何身份审核", "the post that signs")
    OPINION = ("审核意见，默认同意", "the opinion; agreed if not given")
    ACTING = ("代行职务", "stands in for the holder of the post")
    REJECT = ("审核退回", "send the form back")
    CONTACT = ("联系方式：见面或电话", "how the caller was met")
    EVIDENCE = ("证据文件，可写多个", "a file of evidence; several may be given")
    RESULT = ("处理结果", "what was done about it")
    DONE = ("办完交回综合管理部", "hand it back to the general office")
    REPORT = ("向经理汇报的难点热点", "a difficult matter reported to the managers")
    EXTEND_TO = ("新的办结时限", "the new deadline")
    CALLBACK_RESULT = ("满意、基本满意、不满意、未联系上", "what the caller says, or unreached")
    RESOLVED = ("诉求是否已解决", "whether the matter is resolved")
    REWORK = ("要求部门返工", "send it back to the department")
    SUMMARY = ("回复摘要", "what was replied")
    AUDITOR = ("审计督查部人员", "who of the audit")
    CLERK = ("综合管理部人员", "who of the general office")
    INTERNAL_CAUSE = ("认定内部原因", "an internal cause was found")
    ADVERSE_EFFECT = ("造成不良影响", "with adverse effect")
    SEVERITY = ("程度：一般、严重、重大", "how severe")
    FALSE_RECORD = ("认定填写不实", "the form was found untrue")
    RULE = ("罚款的规则", "the rule that fines")
    FINED = ("被罚款的人", "who is fined")
    AMOUNT = ("核定金额（元）", "the amount decided, in yuan")
    WAIVE = ("免除这笔罚款", "waive the fine")
    COMPLAINT = ("与哪件投诉有关", "the complaint that it is about")
    DEPARTMENT = ("部门，可写部分名称", "the department, or part of its name")
    LINES = ("JSONL 文件，- 为标准输入", "a JSONL file, - for standard input")
    JSON_VALUE = ("文件|-", "FILE|-")
    YUAN_VALUE = ("元", "YUAN")


class Ask(Message):
    """Questions on a terminal."""

    CONFIDENTIAL = ("来电人要求保密吗", "is the caller to be kept confidential")
    QUESTION = ("{question}：", "{question}: ")
    WITH_DEFAULT = ("{question}（回车为 {default}）：", "{question} (Enter: {default}): ")
    OPTIONAL = ("{question}（可空）：", "{question} (may be empty): ")
    NEEDED = ("这一项不能为空。", "This cannot be empty.")
    YES_NO = ("{question}（y/n）", "{question} (y/n)")
    NOT_YES_NO = ("请答 y 或 n。", "Please answer y or n.")
    NOT_LISTED = ("请写列出的序号或名称。", "Please give a number or a name from the list.")
    NO = ("编号", "number")
    NO_OF_STEP = ("等待这一步的投诉：", "waiting for this step:")
    NONE_WAITING = ("没有投诉在等这一步。", "no complaint waits for this step.")
    MORE_WAITING = ("  …… 还有 {count} 件，可直接写编号", "  … {count} more; type the number")
    WAITING_LINE = ("{no}  时限 {deadline}  {department}  {matter}", "{no}  due {deadline}  {department}  {matter}")
    KIND_OF = ("{category}的细类", "kind of {category}")
    PERSONS = ("责任人（序号或姓名，可写多个）", "persons responsible (numbers or names)")
    LATE_WHY = (
        "已过转办时限 {due}；如有正当理由请写明",
        "past the transfer limit {due}; the good reason, if there is one",
    )
    WHO_SITS = ("您是哪位（姓名）", "who you are (your name)")
    SITS_SO = (
        "好的。设环境变量 COMPLAINT_BY={name}，或请管理员在机构文件的 accounts 里登记本帐号，就不再询问。",
        "Thank you. Set COMPLAINT_BY={name}, or have this account listed under accounts, and you are not asked again.",
    )
    HANDLER = ("谁办理的", "who handled it")
    CALLER_BACK = ("谁回访的", "who called back")
    REPLIER = ("谁回复的", "who replied")
    SIGNER = ("审核人", "who signs")
    REJECT_OR_NOT = ("同意转办", "agree to the transfer")
    REASON = ("理由", "the reason")
    EVIDENCE = (
        "证据文件（多个用空格分开，名称里有空格的加引号）",
        "files of evidence, parted by spaces, a name with spaces in quotes",
    )
    DONE = ("现在交回", "hand it back now")
    REWORK = ("要求返工", "ask for rework")
    CALLBACK_RESULT = ("回访结果", "what the caller says")
    CONTACT = ("联系方式", "how the caller was met")
    SEVERITY = ("程度", "how severe")
    RESOLVED = ("诉求已解决", "is the matter resolved")
    WHAT_TO_AMEND = ("更正哪一项", "what to correct")
    NEW_VALUE = ("{field}的正确值", "the right value of {field}")
    WHICH_STEP = ("撤销第几步", "which step to withdraw")
    WHICH_FINE = ("核定哪一笔", "which fine")
    FINE_LINE = ("{person}  {rule}  建议 {amount} 元", "{person}  {rule}  proposed {amount} yuan")
    AMOUNT = ("核定金额，{low}–{high}，写“免除”则免除", "amount, {low}-{high}, or 'waive'")
    OF_NOBODY = ("未落实到人（{role}）{person}", "of nobody known ({role}) {person}")
    WHO_TAKES = ("由谁承担（写“免除”则免除）", "who takes it, or 'waive'")
    WHICH_OBJECTED = ("申诉哪一笔", "which fine is objected to")
    OBJECTOR = ("谁申诉", "who objects")
    NO_FINES = ("{no} 没有建议罚款。", "{no} has no proposed fine.")
    NO_SUCH = ("{no} 没有这样的建议罚款；有：{fines}。", "{no} has no such proposed fine; there are: {fines}.")
    APPROVED_BY = ("批准人", "approved by")
    KEPT = ("将要写入：", "this will be kept:")
    LONG = ("{begin} ……（全文 {count} 字）…… {end}", "{begin} … ({count} characters in all) … {end}")
    WRITE = ("写入", "keep it")
    NOT_WRITTEN = ("没有写入。", "nothing was kept.")
    TYPED = (
        "没有写入。填的都在这里，改好可直接执行：{command}",
        "nothing was kept. What you typed stands here, to be mended and run: {command}",
    )


class Done(Message):
    """What was done, in one sentence."""

    INTAKE = ("{no} 已登记，办结时限 {deadline}{basis}。", "{no} registered, deadline {deadline}{basis}.")
    BY_ORDER = ("（按工单）", " (as on the order)")
    AS_ORDERED = ("工单所定", "as the order says")
    BY_LIMIT = ("（按 {limit}计算）", " (counted by {limit})")
    TRANSFER = (
        "{no} 已转办至 {department}，等待分管经理审核。",
        "{no} transferred to {department}, waiting for the deputy's approval.",
    )
    APPROVED_FIRST = (
        "{no} 分管经理已审核，等待总经理审核。",
        "{no} approved by the deputy, waiting for the general manager.",
    )
    APPROVED = (
        "{no} 两级审核完成，已交 {department} 办理，办结时限 {deadline}。",
        "{no} approved twice and dispatched to {department}, deadline {deadline}.",
    )
    REJECTED = ("{no} 的转办单已审核退回，须重新转办。", "{no}: the form was rejected; it must be transferred again.")
    RETURN = (
        "{no} 已由 {department} 退回，办结时限 {deadline} 不变。",
        "{no} returned by {department}; the deadline {deadline} does not move.",
    )
    HANDLE = ("{no} 已记录{what}。", "{no}: {what} recorded.")
    HANDED_BACK = ("{no} 已交回，等待回访。", "{no} handed back, waiting for the call-back.")
    HANDED_BACK_WITH = (
        "{no} 已记录{what}并交回，等待回访。",
        "{no}: {what} recorded; handed back, waiting for the call-back.",
    )
    CONTACT = ("联系（{means}）", "contact ({means})")
    EVIDENCE = ("证据 {count} 份", "{count} file(s) of evidence")
    RESULT = ("处理结果", "the result")
    REPORT = ("难点汇报", "the report")
    NAMED = ("责任人（{persons}）", "the persons responsible ({persons})")
    EXTEND = ("{no} 的办结时限延至 {deadline}。", "{no}: the deadline is now {deadline}.")
    CALLBACK = ("{no} 的回访已记录：{result}。", "{no}: call-back recorded: {result}.")
    REWORK = (
        "{no} 的回访已记录：{result}；已要求返工。",
        "{no}: call-back recorded: {result}; rework asked for.",
    )
    REPLY = ("{no} 已回复上级单位。", "{no} replied to the superior unit.")
    LINK = ("{no} 已确认为 {first} 的重复投诉。", "{no} confirmed as a repeat of {first}.")
    UNLINK = ("{no} 的重复投诉确认已撤销。", "{no}: the confirmation as a repeat is taken back.")
    AMEND = ("{no} 已更正：{fields}；原值保留。", "{no} corrected: {fields}; the old values are kept.")
    INVESTIGATE = ("{no} 的调查认定已记录：{found}。", "{no}: investigation recorded: {found}.")
    FOUND_CAUSE = ("内部原因（{severity}）", "internal cause ({severity})")
    FOUND_FALSE = ("填写不实", "false record")
    FOUND_NOTHING = ("未认定内部原因", "no internal cause")
    DECIDE = ("{no} 对 {person} 的罚款核定为 {amount} 元。", "{no}: the fine of {person} is {amount} yuan.")
    WAIVED = ("{no} 对 {person} 的罚款已免除。", "{no}: the fine of {person} is waived.")
    EXCLUDE = ("{no} 已剔除出考核，台账中保留。", "{no} is left out of the assessment and stays in the ledger.")
    INCLUDE = ("{no} 已恢复考核。", "{no} is taken back into the assessment.")
    CHANGED = ("{field}：{old} → {new}", "{field}: {old} → {new}")
    NOTHING = ("（空）", "(empty)")
    WITHDRAW = ("{no} 的第 {step} 步已撤销，仍可查看。", "step {step} of {no} is withdrawn; it stays readable.")
    WITHDRAW_COMMENDATION = ("第 {number} 号表扬已撤销。", "commendation {number} is withdrawn.")
    OBJECT = ("{no} 已登记 {person} 的申诉，由审计督查部答复。", "{no}: the objection of {person} is recorded.")
    COMMEND = (
        "已登记对 {department} 的表扬，编号 {number}。",
        "the commendation of {department} is recorded, number {number}.",
    )
    BATCH = ("已执行 {count} 行。", "{count} line(s) applied.")
    BATCH_TRIED = (
        "试执行 {count} 行，都能执行；没有写入。",
        "{count} line(s) tried; nothing was written.",
    )
    NEXT = ("下一步：{command}", "Next: {command}")
    FILED = ("已归档。", "It is filed.")


class Warn(Message):
    """What is recorded all the same, but should be looked at."""

    OFFICE_HANDLES = (
        "记为 {name} 办理，以后不能由 {name} 回访 {no}（第四条第四款）；部门办的请写 --by 办理人",
        "kept as handled by {name}, who may then not call back about {no} (Art. 4.4); if the department did: --by WHO",
    )
    NO_EVIDENCE = (
        "{no} 交回时没有工作痕迹，考核会扣分（第五条第一款）；"
        "有照片、录音的要在交回之前登记，录错了用 complaint withdraw 撤销后重录",
        "{no} is handed back without evidence, which costs points (Art. 5.1); what there is must be entered before the "
        "hand-back: complaint withdraw it and enter both again",
    )
    CLOSED_MONTH = (
        "{month} 已关账：这一步带来的差额将作为调整转入下一个未关账的月份",
        "{month} is closed: what this step changes is carried into the next open month",
    )
    DANGER = (
        "内容像是险情，类别却是“{category}”，时限 {deadline}；若是险情："
        "complaint amend {no} --category 泄漏与应急 --reason …",
        "the text speaks of danger, the category is '{category}', the deadline {deadline}; "
        "if it is one: complaint amend {no} --category 泄漏与应急 --reason …",
    )
    SOURCE = (
        "提醒：来源“{source}”无法归类，按“其他”处理，不要求回复上级。",
        "note: the source '{source}' is not recognised; it counts as other, with no reply owed.",
    )
    SAME_MATTER = (
        "{no} 可能与 {earlier}（{at}，{reasons}）是同一事项；确认用 complaint link {no} --repeat-of {earlier}。",
        "may be the same matter as {earlier} ({at}, {reasons}); to confirm: complaint link {no} --repeat-of {earlier}.",
    )
    OVERDUE = (
        "注意：时限 {deadline} 已过，这一件已经逾期",
        "mind: the deadline {deadline} is past, so this one is overdue",
    )
    PROVISIONAL = (
        "提醒：时限 {deadline} 是暂定的，放假安排公布后（complaint policy adopt）会重算。",
        "note: the deadline {deadline} is provisional until the year's holidays are known (complaint policy adopt).",
    )


class Lines(Message):
    """What is wrong with a line of a batch, or with a file of values."""

    REJECTED = ("第 {line} 行：{reason}全部未写入。", "line {line}: {reason} Nothing was written.")
    STOP = ("。", ".")
    NOT_UTF8 = ("不是有效的 UTF-8；请另存为 UTF-8。", "it is not valid UTF-8; save the file as UTF-8.")
    TOO_LONG = ("超过 {longest} 字节。", "it is longer than {longest} bytes.")
    NOT_JSON = ("不是有效的 JSON（{detail}）。", "it is not valid JSON ({detail}).")
    NOT_OBJECT = ("应当是一个 JSON 对象。", "it must be one JSON object.")
    TOO_DEEP = ("嵌套太深。", "it is nested too deeply.")
    NOT_NUMBER = ("{value} 不是可用的数。", "{value} is no number that can be used.")
    TWICE = ("键 {key} 写了两次。", "the key {key} stands twice.")
    NO_DO = ('缺少 "do"（要执行的命令）。', '"do" is missing: the command.')
    UNKNOWN_DO = ("没有可以批量执行的命令 {do}{near}。", "there is no command {do} for a batch{near}.")
    UNKNOWN_KEY = ("{do} 没有 {key} 这个键{near}。", "{do} has no key {key}{near}.")
    NEAR = ("，是不是 {near}", "; perhaps {near}")
    ENTERED_REHEARSAL = (
        "entered（录入时间）只能用在演练台账里；请去掉它",
        "entered is for rehearsals alone; leave it out",
    )
    ENTERED_FUTURE = ("entered {at} 在现在之后", "entered {at} is in the future")
    BAD_REF = ("ref 应当是一个名称，不以 @ 开头。", "ref must be a name that does not begin with @.")
    REF_TWICE = ("ref {ref} 前面已经用过。", "the ref {ref} is used already.")
    REF_UNKNOWN = ("前面没有 ref {ref}。", "there is no ref {ref} above.")
    REF_NOTHING = ("这一行没有投诉可以命名为 {ref}。", "this line has no complaint to be named {ref}.")
    OTHER_DO = ('"do" 只能是 {do}。', '"do" must be {do}.')
    READING = ("执行", "applying")
    VALUES = ("{file}：{reason}", "{file}: {reason}")


class StepField(Message):
    """What the values of a step are called."""

    AT = ("发生时间", "when it happened")
    ACTOR = ("经办人", "who did it")
    DEPARTMENT = ("责任部门", "department")
    PERSONS = ("责任人", "persons responsible")
    JUSTIFIED = ("晚转理由", "why it was late")
    OPINION = ("审核意见", "opinion")
    MEANS = ("联系方式", "means")
    TEXT = ("内容", "text")
    NEW_DEADLINE = ("延期到", "extended to")
    RESULT = ("回访结果", "result")
    RESOLVED = ("是否解决", "whether resolved")
    REWORK = ("是否返工", "whether sent back")
    NOTE = ("说明", "note")
    SUMMARY = ("回复内容", "reply")
    AUDITOR = ("调查人（审计）", "auditor")
    CLERK = ("调查人（综合）", "clerk")
    INTERNAL_CAUSE = ("内部原因", "internal cause")
    ADVERSE_EFFECT = ("不良影响", "adverse effect")
    SEVERITY = ("程度", "severity")
    FALSE_RECORD = ("填写不实", "false record")
    LATE = ("是否逾期提出", "whether late")


class Field(Message):
    """What a complaint's values are called."""

    CONTENT = ("诉求内容", "content")
    SUBJECT = ("标题", "title")
    CATEGORY = ("类别", "category")
    CHANNEL = ("渠道", "channel")
    NUMBER = ("本公司编号", "number")
    OPEN = ("是否公开", "whether public")
    SOURCE = ("来源", "source")
    URGENCY = ("紧急程度", "urgency")
    CALLER = ("来电人", "caller")
    PHONE = ("联系电话", "phone")
    ACCOUNT = ("户号", "gas account")
    ADDRESS = ("地址", "address")
    ORDER_NO = ("热线工单编号", "order number")
    SUPERIOR_NO = ("上级平台编号", "superior number")
    DEADLINE = ("办结时限", "deadline")
    AT = ("接收时间", "receipt")
    ACTOR = ("受理人", "who took it in")
    BASIS = ("时限依据", "what the deadline rests upon")
    PROVISIONAL = ("是否暂定", "whether provisional")
    CONFIDENTIAL = ("保密", "confidentiality")
