"""What is said of an order that is read as it arrives."""

from complaint_cli.messages import Message


class Orders(Message):
    """What was read of an order, what was not used, and what stands in the way."""

    READ = ("读到：", "read:")
    HEAD = ("{field}（{label}）", "{field} ({label})")
    UNLABELLED = ("没有标签的文字", "text without a label")
    NOT_USED = ("没有用到：{pairs}", "not used: {pairs}")
    COUNTED = ("办结时限将是 {deadline}（{why}）。", "the deadline will be {deadline} ({why}).")
    FROM_ORDER = ("工单写明", "as on the order")
    FROM_RECEIPT = ("自 {received} 起 {limit}", "{limit} from {received}")
    FROM_KIND = ("工单没有时限，自 {received} 起按 {limit}计算", "the order has none; {limit} from {received}")
    NO_CONTENT = (
        "{order}没有诉求内容；请用 --content 写明，或补上“诉求内容：”一行。",
        "{order} has no content; give --content, or add a line 诉求内容：.",
    )
    STDIN = ("标准输入", "standard input")
    EMPTY = ("{file} 里什么也没有；请核对。", "there is nothing in {file}; check it.")
    TWICE = (
        "{order}的编号 {order_no} 前面已有一件；什么也没有写入，请核对。",
        "{order} has the number {order_no} of one before it; nothing was written, check it.",
    )
    NTH = ("第 {count} 件工单（第 {line} 行起）", "order {count} (from line {line})")
    ONE_EACH = (
        "文件里有 {count} 件工单，--{name} 只能用于一件；请写在各自的工单里。",
        "the file holds {count} orders and --{name} is for one; write it on each order.",
    )
    ONE_A_LINE = ("order 里应当是一件工单，读到 {count} 件。", "order must hold one order; {count} were read.")
    FAULTS = ("{faults}。", "{faults}.")
    REGISTER = ("登记这 {count} 件", "register {count}")
    PRIOR = (
        "工单写明前单 {order_no}，即 {earlier}；确认是同一事项用 complaint link {no} --repeat-of {earlier}。",
        "the order before it, {order_no}, is {earlier}; to confirm: complaint link {no} --repeat-of {earlier}.",
    )
    PRIOR_UNKNOWN = (
        "工单写明前单 {order_no}，台账里没有这一编号；找到后用 complaint link {no} --repeat-of 编号。",
        "the order before it, {order_no}, is not in the ledger; once found: complaint link {no} --repeat-of NO.",
    )
    AGAIN = (
        "工单标明是重办；找到前一件后用 complaint link {no} --repeat-of 编号 确认。",
        "the order says that it is done again; once the first is found: complaint link {no} --repeat-of NO.",
    )
    IN_TEXT = (
        "内容里写有{field}“{text}”，没有采用；要采用请写 {option}。",
        "the content holds the {field} '{text}', which is not used; to use it give {option}.",
    )
    BAD_NUMBER = ("是科学计数，末位已经丢失", "is in scientific form; its last digits are lost")
