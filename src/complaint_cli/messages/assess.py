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

    # options
    EXPLAIN = ("说明一件投诉在本月的经过", "one complaint's story in the month")
    POLICY = ("按另一版参数试算并对照", "a trial of another edition, beside the one in force")
    XLSX = ("写成 Excel 考核表", "write the workbook")
    DOCX = ("写成 Word 通报", "write the notice")
    NOTICES = ("每人写一份处罚通知单到文件夹", "write a penalty notice a person")
    NOBODY_FINED = ("{month} 没有人被罚款，没有通知单。", "{month} fines nobody; there is no notice.")
    CHECK = ("离关账还差什么", "what stands in the way of closing")
    CLOSE = ("关账，此后不再改变", "close the month for ever")

    # what the command says
    WRITTEN = ("已写入 {path}", "Written: {path}")
    BEFORE_CLOSING = (
        "罚款 {fines} 笔，其中 {undecided} 笔没有核定，按建议金额计；关账以后这个月的数字不再变。",
        "{fines} fines, {undecided} of them not decided and counted as proposed; once closed the month's figures stay.",
    )
    CLOSE_IT = ("现在关账 {month}", "close {month} now")
    CLOSED_NOW = ("{month} 已关账。", "{month} is closed.")
    TOGETHER = (
        "{first} 不能与 {second} 同用；请分两次运行。",
        "{first} cannot be used with {second}; run them one after the other.",
    )
    SINCE_CLOSED = (
        "注意：{month} 关账后录入的事实改变了 {count} 处；本表不变，差额列入以后未关账的月份。",
        "Note: facts entered since {month} was closed change {count} line(s); this report stays as it was, "
        "the difference is an adjustment of the next open month.",
    )
