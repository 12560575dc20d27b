"""What importing says."""

from complaint_cli.messages import Message


class Exchange(Message):
    """Files that cannot be read, cells that cannot be taken, and what came of an import."""

    NO_FILE = ("没有文件 {file}，或者它不是普通文件。", "there is no file {file}, or it is no regular file.")
    TOO_LARGE = (
        "{file} 展开后太大；请拆成几个文件再导入。",
        "{file} is too large once unpacked; split it into several files.",
    )
    FAR = (
        "{file} 在很远的 {cell} 格还有内容，展开后太大；请清除多余的单元格，另存后再导入。",
        "{file} has something as far off as cell {cell}; clear what is not needed, save it again and import.",
    )
    UNREADABLE = (
        "{file} 不是能读的表格（csv、xls、xlsx、ods）；请用 Excel 另存一次再导入。",
        "{file} is no table that can be read (csv, xls, xlsx, ods); save it again from Excel.",
    )
    OLD_WORD = (
        "{file} 是旧格式的 Word 文件；请在 Word 或 WPS 里另存为 docx。",
        "{file} is an old Word file; save it as docx in Word or WPS.",
    )
    WORD_TABLE = (
        "{file} 是 Word 文件；一件工单用 complaint intake 文件，许多件的表格请复制到 Excel 再导入。",
        "{file} is a Word file; take one order by complaint intake FILE, copy a table of many into Excel.",
    )
    PICTURE = (
        "{file} 是图片、PDF 或 OFD，文字读不出来；请把文字复制出来，存为 txt。",
        "{file} is a picture, a PDF or an OFD, whose text cannot be read; copy the text and save it as txt.",
    )
    PACKED = ("{file} 是压缩包；请先解压，再用里面的文件。", "{file} is an archive; unpack it and give what is in it.")
    MAIL = (
        "{file} 是邮件或网页存档；请打开它，把正文存为 txt，附件另存出来。",
        "{file} is a mail or a web archive; open it, save its text as txt, and its attachments by themselves.",
    )
    ENCODING = (
        "{file} 的文字编码认不出来；请另存为 UTF-8 或 GBK 的 csv。",
        "the encoding of {file} is not known; save it as csv in UTF-8 or GBK.",
    )
    NO_HEADER = (
        "{file} 里找不到表头；请用 --map 列名=字段 指明，例如 --map 留言详情=content。看到的列：{columns}。",
        "no header row was found in {file}; name the columns, such as --map NAME=content. Seen: {columns}.",
    )
    NO_CONTENT = (
        "{file} 没有诉求内容一列；请用 --map 列名=content 指明。看到的列：{columns}。",
        "{file} has no column of contents; name it with --map COLUMN=content. Seen: {columns}.",
    )
    BAD_MAP = (
        "--map “{pair}”不对；请写 --map 列名=字段，字段可以是：{fields}。",
        "--map '{pair}' is not understood; write --map COLUMN=FIELD, a field being one of: {fields}.",
    )
    MAP_UNKNOWN = (
        "{file} 没有“{column}”这一列；看到的列：{columns}。",
        "{file} has no column '{column}'; seen: {columns}.",
    )
    ROW = ("第 {row} 行“{column}”（{cell}）：{reason}", "row {row}, column '{column}' ({cell}): {reason}")
    EMPTY = ("内容为空", "is empty")
    NO_TIME = ("不是时间", "is no time")
    NO_RECEIPT = ("没有接收时间", "has no receipt")
    FAILED = ("公式出错，没有值", "is a formula that failed")
    LOST_DIGITS = (
        "号码已变成科学计数法、日期或超过 15 位的数字，不是原来的了；请把这一列设为文本，重新导出",
        "is in scientific form, made a date, or of more than 15 digits, and not what it was; export the column as text",
    )
    AMBIGUOUS = (
        "分不清哪个是月、哪个是日；请加 --dates dmy（日在前）或 --dates mdy（月在前）",
        "may be day or month first; say --dates dmy or --dates mdy",
    )
    BEFORE_FIRST = ("早于最早的考核参数（{day}）", "is before the first edition ({day})")
    BEYOND = (
        "这一行比表头长；内容里可能有没加引号的逗号",
        "the row is longer than its header; a comma may be unquoted",
    )
    OTHER_MATTER = (
        "这个编号已是 {no} 的，内容和接收时间都不同；确是更新请加 --update，是流水号请加 --map {column}=",
        "is the number of {no}, whose content and receipt differ; add --update if it changed, "
        "--map {column}= if it only counts rows",
    )
    ON_SHEET = ("工作表“{sheet}”{fault}", "sheet '{sheet}', {fault}")
    TABLE = ("表{count}", "table {count}")
    SWALLOWED = (
        "引号没有在本行收尾，后面的行被吞进来了",
        "its quote is not closed on its row and has swallowed rows below",
    )
    QUOTE = (
        "{file} 第 {row} 行有一个引号没有收尾，后面的行会被吞掉；请改好后再导入，什么也没有写入。",
        "{file}: row {row} opens a quote that is not closed and would swallow the rows below; nothing was written.",
    )
    NO_RECEIPTS = (
        "{file} 没有接收时间一列（看到的列：{columns}）；请用 --map 列名=at 指明，或用 --at 2026-10-12 说明。",
        "{file} has no column of receipts (seen: {columns}); name it with --map COLUMN=at, "
        "or say --at 2026-10-12 for all of it.",
    )
    IN_FUTURE = ("时间还没有到", "is still to come")
    TOO_LONG = ("太长（最多 {longest} 字）", "is too long (at most {longest} characters)")
    NOT_YES_NO = ("只能是“是”或“否”", "must be 是 or 否")
    BEFORE_RECEIPT = ("早于接收时间", "is before the receipt")
    UNWRITABLE = ("含有不能保存的字符", "holds characters that cannot be kept")
    REJECTED = (
        "{file} 有 {count} 处错误，什么也没有写入；改好后再导入。",
        "{file} has {count} errors and nothing was written; correct them and import again.",
    )
    MORE = ("……还有 {count} 处", "… and {count} more")
    DONE = (
        "{file}：读到 {read} 行 = 新登记 {new} + 已有 {known} + 有变化 {changed}（更新 {updated}）"
        " + 文件内重复 {repeated} + 不是工单 {left_out}。",
        "{file}: {read} rows read = {new} registered + {known} known + {changed} changed ({updated} updated) "
        "+ {repeated} repeated in the file + {left_out} left out.",
    )
    DRY = (
        "{file}（试导入，没有写入）：读到 {read} 行 = 将新登记 {new} + 已有 {known} + 有变化 {changed}"
        " + 文件内重复 {repeated} + 不是工单 {left_out}。",
        "{file} (dry run, nothing written): {read} rows read = {new} would be registered + {known} known "
        "+ {changed} changed + {repeated} repeated in the file + {left_out} left out.",
    )
    HIDDEN = ("隐藏的", "hidden")
    NO_COLUMNS = ("没有工单的列", "without the columns of orders")
    SHEET_NOT_READ = ("没有读的工作表：“{sheet}”（{why}）", "sheet not read: '{sheet}' ({why})")
    ROWS_NOT_READ = ("没有读的行：{rows}（{why}）", "rows not read: {rows} ({why})")
    OF_ROWS = ("第 {rows} 行", "row {rows}")
    OF_SHEET = ("“{sheet}”第 {rows} 行", "'{sheet}' row {rows}")
    LEFT_OUT = ("不是工单：{rows}（{why}）{text}", "left out: {rows} ({why}) {text}")
    REPEATED = ("文件内重复：{rows}，共 {count} 行", "repeated in the file: {rows}, {count} in all")
    NO_DEADLINE = (
        "办结时限为空，已按类别期限推算：{rows}，共 {count} 行",
        "no deadline, counted by the limit of its kind: {rows}, {count} in all",
    )
    NO_NUMBER = ("没有工单编号：{rows}，共 {count} 行", "without an order number: {rows}, {count} in all")
    DANGER = (
        "内容像是险情，类别却不是：{rows}，共 {count} 行；请看一看，必要时 complaint amend 改类别",
        "the text speaks of danger, the category does not: {rows}, {count} in all; "
        "look, and complaint amend the category where need be",
    )
    UNKNOWN = (
        "“{column}”里认不出的“{cell}”没有采用：{rows}，共 {count} 行",
        "'{cell}' in '{column}' is not known and was kept out: {rows}, {count} in all",
    )
    COUNTED = ("推算的办结时限：{count} 件", "deadlines counted: {count}")
    DAYS = (
        "只有日期或写作 00:00 的时间：{count} 个，按当日下班计",
        "times without a clock or at 00:00: {count}, taken as that day's close of business",
    )
    MASKED = ("遮掩过的单元格：{count} 个，没有采用", "cells that are masked: {count}, not taken")
    CLOSE = (
        "没认出的列：{columns}；要用请加 --map {example}=字段",
        "columns that may be meant: {columns}; add --map {example}=FIELD to use one",
    )
    WHICH_FILE = (
        "请写要导入的文件，例如 complaint import 热线.xlsx",
        "name the file, such as complaint import hotline.xlsx",
    )
    MAPS_ALONE = ("--maps 和 --forget 单独使用，不要再写文件", "--maps and --forget stand alone, without a file")
    NOT_COMPARED = (
        "新登记 {count} 件，太多，没有逐件比对是否同一事项；请另运行 complaint repeats",
        "{count} are new, too many to be compared here; run complaint repeats for what may be one matter",
    )
    NO_MAP = ("没有记住“{column}”；记住的列：{columns}", "nothing is remembered of '{column}'; remembered: {columns}")
    FORGOT = ("已忘掉“{column}”（{count} 处）", "forgot '{column}' ({count} times)")
    MAP_LINE = ("{column} = {field}　表头：{columns}", "{column} = {field}; header: {columns}")
    LEFT = ("（不用）", "(left out)")
    ANY_HEADER = ("（任何表头）", "(any header)")
    NO_MAPS = ("还没有记住任何 --map。", "nothing is remembered.")
    COLUMN_VALUE = ("列名", "COLUMN")
    CHANGED = ("{no} 的{field}有变化：{was} → {now}", "{no}: {field} changed: {was} → {now}")
    TAKE_CHANGES = ("要采用这些变化请加 --update。", "add --update to take these changes.")
    USED = ("用到的列：{pairs}", "columns used: {pairs}")
    IGNORED = ("没有用到的列：{columns}", "columns not used: {columns}")
    UPDATED_BY = ("热线来件更新", "updated by the hotline's export")
    READING = ("读取", "reading")
    MAP_VALUE = ("列名=字段", "COLUMN=FIELD")
    MAP_HELP = ("列名=字段，可重复，会记住", "COLUMN=FIELD, repeatable, remembered")
    DRY_HELP = ("只看结果，不写入", "show what would come")
    UPDATE_HELP = ("采用有变化的内容", "take what has changed")
    SOURCE_HELP = ("表里没有来源时用它", "the source where the file has none")
    DATES_HELP = ("10/08/2026：dmy 日在前，mdy 月在前", "how 10/08/2026 is read: dmy or mdy")
    AT_HELP = ("表里没有接收时间时，整份的接收时间", "the receipt, where the file tells none")
    BAD_DATES = ("--dates 只能是 dmy 或 mdy，不是“{text}”", "--dates is dmy or mdy, not '{text}'")
    MAPS_HELP = ("列出记住的 --map", "list what --map was told")
    FORGET_HELP = ("忘掉对某一列记住的 --map", "forget what --map was told of a column")


class LeftOut(Message):
    """Why a row is no order."""

    BLANK = ("空行", "blank")
    HEADER = ("重复的表头", "the header again")
    TOTAL = ("合计或签字行", "a total or a signature")
    TITLE = ("标题行", "a title")
    EXAMPLE = ("填写示例", "an example of how to fill it in")
