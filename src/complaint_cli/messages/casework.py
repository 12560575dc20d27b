"""What the writing commands say."""

from complaint_cli.messages import Message


class Casework(Message):
    """Values that cannot be taken, and steps that the facts forbid."""

    STEP_WITHDRAWN = ("{no} 的第 {step} 步已经撤销。", "step {step} of {no} was withdrawn already.")
    NO_SUCH_STEP = (
        "{no} 没有第 {step} 步，共 {last} 步，见 complaint show {no}。",
        "{no} has no step {step}; it has {last}.",
    )
    NOT_STEP = (
        "{value} 不是序号；--{name} 要写 complaint show 里的序号。",
        "{value} is no number that show gives a --{name}.",
    )
    RECEIVED_OR_NOW = (
        "接收时间用 --received 更正，某一步的时间用 --step 和 --at；更正本身记为现在",
        "--received amends the receipt, --step with --at when a step happened; the correction itself is of now",
    )
    NOT_OF_STEP = ("第 {step} 步没有 --{option} 这一项。", "step {step} has no --{option}.")
    STEP_OR_COMMENDATION = (
        "撤销一步写编号和 --step，撤销表扬只写 --commendation，不能合用",
        "a step is taken back by number and --step, a commendation by --commendation alone",
    )
    INTAKE_STAYS = (
        "{no} 的登记不能撤销；不该登记的用 complaint exclude {no}。",
        "the intake of {no} stays; exclude what should not count.",
    )
    RESTS_ON = (
        "{no} 的第 {step} 步后面还有以它为前提的步骤：请先撤销第 {steps} 步。",
        "steps {steps} of {no} rest on step {step}; withdraw them first.",
    )
    OUT_OF_ORDER = (
        "改后 {at} 早于它之前的步骤（{after}）。",
        "{at} would come before the step that it follows ({after}).",
    )
    NOT_LATER = ("延期到 {to} 不晚于原时限 {old}。", "{to} is not later than the old deadline {old}.")
    ROLE_HOW = (
        "--role 要和 --waive 或 --person 之一一起用，不写 --amount",
        "--role goes with either --waive or --person, and without --amount",
    )
    APPROVED_WHAT = ("--approved-by 要和 --justified 一起用", "--approved-by goes with --justified here")
    REASON_AND_OPINION = ("退回时 --reason 和 --opinion 只写一个", "give --reason or --opinion with --reject, not both")
    REASON_WITHOUT_REJECT = (
        "--reason 要和 --reject 一起用；同意时写 --opinion",
        "--reason goes with --reject; an opinion is --opinion",
    )
    SATISFIED_UNRESOLVED = (
        "满意和未解决互相矛盾，请核对 --result 和 --unresolved",
        "satisfied and --unresolved contradict each other",
    )
    UNREACHED_RESOLVED = (
        "未联系上时不知道是否解决，请去掉 --resolved 或 --unresolved",
        "nobody was reached, so leave out --resolved and --unresolved",
    )
    REWORK_WHY = (
        "只有不满意或未解决才能返工（--rework）",
        "--rework goes with an unsatisfied or unresolved result only",
    )
    EFFECT_WITHOUT_CAUSE = (
        "--adverse-effect 和 --severity 要和 --internal-cause 一起用",
        "--adverse-effect and --severity go with --internal-cause",
    )
    WHOSE_CAUSE = (
        "先后由 {departments} 承办，请用 --dept 写明是哪个部门的原因",
        "{departments} had it: say with --dept whose cause it is",
    )

    MISSING = ("缺少 --{name}；请补上。", "--{name} is missing; please give it.")
    NOT_TEXT = ("{name} 应当是文字。", "{name} must be text.")
    NOT_LIST = ("{name} 应当是一个名单。", "{name} must be a list.")
    NOT_BOOL = ("{name} 只能是 true 或 false。", "{name} must be true or false.")
    TOO_LONG = (
        "{name} 太长（{length} 字，最多 {longest} 字）；请缩短，全文可以作为 --evidence 文件保存。",
        "{name} is too long ({length} characters, at most {longest}); shorten it, or keep the whole as a file.",
    )
    UNWRITABLE = (
        "{name} 含有不能保存的字符（空字符或残缺字符）；请重新输入。",
        "{name} holds characters that cannot be kept (NUL or broken ones); type it again.",
    )
    BAD_CHOICE = (
        "--{name} 不能是“{value}”；可选：{choices}。",
        "--{name} cannot be '{value}'; choose from: {choices}.",
    )
    NO_CATEGORY = (
        "没有“{category}”这一类投诉；请用：{nearest}",
        "there is no category '{category}'; use {nearest}",
    )
    ORDER_KNOWN = (
        "工单 {order_no} 已经登记为 {no}；查看用 complaint show {no}，更正用 complaint amend {no}。",
        "order {order_no} is registered already as {no}; see complaint show {no}, or correct it: complaint amend {no}.",
    )
    NOT_RESPONSIBLE = (
        "{department} 不是责任部门，不能转办给它；部门名单见 complaint org show。",
        "{department} is not a responsible department; see complaint org show.",
    )
    REJECT_WHY = ("审核退回须写明理由：--opinion。", "a rejection needs its reason: --opinion.")
    AGREED = ("同意", "agreed")
    NOT_AUDITOR = (
        "{name} 不是审计督查部人员，不能作为 --auditor；名单见 complaint org show。",
        "{name} is not audit staff and cannot be the --auditor; see complaint org show.",
    )
    NOT_CLERK = (
        "{name} 不是综合管理部人员，不能作为 --clerk；名单见 complaint org show。",
        "{name} is not office staff and cannot be the --clerk; see complaint org show.",
    )
    AMOUNT_OR_WAIVE = (
        "请写 --amount 金额，或者 --waive，二者取一。",
        "give either --amount or --waive, one of the two.",
    )
    NOT_MONEY = (
        "“{value}”不是金额；请写成 200 或 150.50。",
        "'{value}' is no amount; write it like 200 or 150.50.",
    )
    NO_SUCH_FINE = (
        "{no} 没有按 {rule} 对 {person} 的建议罚款；见 complaint assess --month {month} --explain {no}。",
        "{no} has no proposed fine of {person} by {rule}; see complaint assess --month {month} --explain {no}.",
    )
    PROPOSAL_CHANGED = (
        "{no} 的建议金额刚变为 {amount} 元，请按新的金额核定。",
        "what is proposed of {no} has just become {amount} yuan; decide on that.",
    )
    OUT_OF_BAND = (
        "{amount} 元不在 {low}–{high} 元的区间内；请在区间内核定，或用 --waive 免除。",
        "{amount} yuan is outside the band {low}-{high}; decide within it, or --waive.",
    )
    RECEIPT_TOO_LATE = (
        "{no} 的接收时间不能晚于已登记的步骤；请核对 --received。",
        "the receipt of {no} cannot be after a step of it; check --received.",
    )
    NOTHING_TO_AMEND = (
        "没有要更正的内容；请写明新的值。",
        "there is nothing to correct; give the new value.",
    )
    NOT_DAY = (
        "--{name} 应写成 2026-10-12 这样的日期，不是“{value}”。",
        "--{name} must be a date like 2026-10-12, not '{value}'.",
    )
