"""Why two complaints may be one matter."""

from complaint_cli.messages import Message


class Reason(Message):
    """What two complaints have in common."""

    PHONE = ("同一电话", "same phone")
    ACCOUNT = ("同一户号", "same account")
    ADDRESS = ("同一地址", "same address")
    TEXT = ("内容相近", "similar text")


class Repeats(Message):
    """How suggestions are shown."""

    HEADING = (
        "可能是同一事项的投诉（确认用 complaint link 编号 --repeat-of 编号）：",
        "may be the same matter (to confirm: complaint link NO --repeat-of NO):",
    )
    LINE = ("  {no} ← {earlier}  {at}  {reasons}  {matter}", "  {no} ← {earlier}  {at}  {reasons}  {matter}")
    NONE = ("没有发现可能重复的投诉。", "nothing looks like the same matter.")
    DAYS_HELP = ("只看最近多少天接收的", "only what was received in so many days")
