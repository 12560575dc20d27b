"""What the month-end assessment says."""

from complaint_cli.messages import Message


class Assess(Message):
    """The assessment: refusals first, then the report's words."""

    NO_MONTH = (
        "“{month}”不是月份；请写成 2026-10 的样子。",
        "'{month}' is not a month; write it like 2026-10.",
    )
    NOT_BEGUN = (
        "{month} 还没有开始（{start} 起）；请核对 --month。",
        "{month} has not begun (it starts on {start}); check --month.",
    )
