"""Why a step is refused, and which one is next."""

from complaint_cli.messages import Message


class Steps(Message):
    """Refusals of the legal order of steps."""

    FUTURE = (
        "{at} 还没有到，不能晚于现在（{now}）。",
        "{at} is still to come; it cannot be later than now ({now}).",
    )
    TOO_EARLY = (
        "{at} 早于它所依据的步骤（{step}，{after}）；请更正 --at。",
        "{at} is before the step it follows ({step}, {after}); correct --at.",
    )
    TRANSFER_PENDING = (
        "{no} 的转办单还在等审核；先办 complaint approve {no}。",
        "{no} has a transfer form waiting for approval; next is: complaint approve {no}.",
    )
    TRANSFER_DISPATCHED = (
        "{no} 已交 {department} 办理；退回（complaint return {no}）之后才能重新转办。",
        "{no} is with {department}; it can be transferred again only after: complaint return {no}.",
    )
    NOTHING_PENDING = (
        "{no} 没有等待审核的转办单；先办 complaint transfer {no}。",
        "{no} has no transfer form waiting; next is: complaint transfer {no}.",
    )
    ALREADY_DISPATCHED = (
        "{no} 的转办单两级审核已完成；{next}。",
        "{no} has both approvals already; {next}.",
    )
    DEPUTY_FIRST = (
        "{no} 要先由分管经理审核（--as deputy），再由总经理审核。",
        "{no} needs the deputy's approval first (--as deputy), then the general manager's.",
    )
    DEPUTY_DONE = (
        "{no} 的分管经理已经审核；下一步由总经理审核（--as general）。",
        "{no} has the deputy's approval already; next is the general manager's (--as general).",
    )
    SAME_APPROVER = (
        "两级审核须由两个人办理；{name} 已作为分管经理签过。",
        "the two approvals need two people; {name} has already signed as deputy.",
    )
    NOT_HOLDER = (
        "{name} 在 {day} 不是{post}（应为 {holder}）；代行职务请加 --acting。",
        "{name} does not hold the post of {post} on {day} (it is {holder}); add --acting for a stand-in.",
    )
    NOBODY = ("无人，请先导入机构名册", "nobody: import the organisation file")
    NOT_DISPATCHED = (
        "{no} 还没有交到责任部门；下一步是 {next}。",
        "{no} has not been dispatched to a department; next is: {next}.",
    )
    HANDED_BACK = (
        "{no} 已经交回，回访要求返工（complaint callback {no} --rework）之后才能再交回或退回；{next}。",
        "{no} is handed back already, only a call-back with --rework reopens it; {next}.",
    )
    DONE_NEEDS_RESULT = (
        "交回 {no} 要有处理结果；请加 --result。",
        "handing back {no} needs a result; add --result.",
    )
    NOTHING_TO_HANDLE = (
        "请写明办了什么：--contact、--evidence、--result、--report 或 --done。",
        "say what was done: --contact, --evidence, --result, --report or --done.",
    )
    DEADLINE_LAPSED = (
        "{no} 的时限 {deadline} 已过，不能再延期；延期须在到期前提出。",
        "the deadline of {no}, {deadline}, has lapsed; an extension must be asked for before it.",
    )
    DEADLINE_NOT_LATER = (
        "新时限 {to} 不晚于原时限 {deadline}；延期只能往后。",
        "the new deadline {to} is not after the old one, {deadline}.",
    )
    NOT_HANDED_BACK = (
        "{no} 还没有交回；下一步是 {next}。",
        "{no} has not been handed back; next is: {next}.",
    )
    CALLER_IS_HANDLER = (
        "{name} 经办了 {no}，不能自己回访；请换人（--by）。",
        "{name} handled {no} and may not call the caller back; another person must (--by).",
    )
    UNSATISFIED_HOW = (
        "不满意须注明诉求是否解决：--resolved 或 --unresolved。",
        "unsatisfied needs --resolved or --unresolved.",
    )
    ALREADY_REPLIED = (
        "{no} 已经回复上级，返工交回之后才能再次回复；{next}。",
        "{no} has been replied to already, again only after rework is handed back; {next}.",
    )
    NEXT = ("下一步是 {command}", "next is: {command}")
    NOTHING_NEXT = ("它已经归档", "it is filed")
    LINK_SELF = ("{no} 不能与自己关联。", "{no} cannot be linked to itself.")
    LINK_AGAIN = (
        "{no} 已确认为重复投诉；更改请先 complaint unlink {no}。",
        "{no} is linked already; to change that, first: complaint unlink {no}.",
    )
    LINK_EARLIER = (
        "{no} 的接收时间早于 {first}，不可能是它的重复投诉；是否想写 complaint link {first} --repeat-of {no}？",
        "{no} was received before {first} and cannot repeat it; did you mean: complaint link {first} --repeat-of {no}?",
    )
    LINK_CIRCLE = (
        "{first} 已经关联到 {no}，不能再反向关联。",
        "{first} is linked to {no} already; the two cannot repeat each other.",
    )
    NOT_LINKED = ("{no} 没有关联。", "{no} is not linked.")
    ALREADY_EXCLUDED = ("{no} 已经剔除。", "{no} is excluded already.")
    NOT_EXCLUDED = ("{no} 没有被剔除。", "{no} is not excluded.")
    NOT_AUDIT = (
        "{name} 不是审计督查部人员，不能核定或关账；请用 --by 写明审计人员。",
        "{name} is not audit staff and may neither decide nor close; name one with --by.",
    )
    DEADLINE_BEFORE_RECEIPT = (
        "办结时限 {deadline} 早于接收时间 {at}；请核对工单。",
        "the deadline {deadline} is before the receipt {at}; check the order.",
    )
    RECEIPT = ("接收", "receipt")
    TRANSFER = ("转办", "transfer")
    APPROVAL = ("分管经理审核", "the deputy's approval")
    DISPATCH = ("总经理审核", "the second approval")
    RETURN = ("退回", "return")
    REJECTION = ("审核退回", "rejection")
    HANDBACK = ("交回", "hand-back")
    REWORK = ("返工要求", "the request for rework")
    EXTENSION = ("上一次延期", "the last extension")
    LINK = ("关联", "the link")
    EXCLUSION = ("剔除", "the exclusion")
    DEPUTY = ("分管经理", "deputy")
    GENERAL = ("总经理", "general manager")
