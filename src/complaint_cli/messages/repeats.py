"""Why two complaints may be one matter."""

from complaint_cli.messages import Message


class Reason(Message):
    """What two complaints have in common."""

    PHONE = ("同一电话", "same phone")
    ACCOUNT = ("同一户号", "same account")
    ADDRESS = ("同一地址", "same address")
    TEXT = ("反映同一问题", "the same question")
    TWICE = ("同一天、同样的内容，也许是同一工单登记了两次", "same day, same text: perhaps one order entered twice")
    APART = ("相隔 {days} 天", "{days} days apart")


class Repeats(Message):
    """How suggestions are shown."""

    HEADING = (
        "可能是同一事项的投诉（确认用 complaint link 编号 --repeat-of 编号）：",
        "may be the same matter (to confirm: complaint link NO --repeat-of NO):",
    )
    FIRST = ("{no}  {at}  {matter}", "{no}  {at}  {matter}")
    LINE = ("  {no} ← {earlier}  {at}  {why}  {matter}", "  {no} ← {earlier}  {at}  {why}  {matter}")
    NONE = ("没有发现可能重复的投诉。", "nothing looks like the same matter.")
    DAYS_HELP = ("只看最近多少天接收的", "only what was received in so many days")
