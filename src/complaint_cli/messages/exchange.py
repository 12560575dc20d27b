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
    IN_FUTURE = ("时间还没有到", "is still to come")
    TOO_LONG = ("太长（最多 {longest} 字）", "is too long (at most {longest} characters)")
    NOT_URGENCY = ("紧急程度只能是一般、紧急、特急", "must be 一般, 紧急 or 特急")
    NOT_YES_NO = ("只能是“是”或“否”", "must be 是 or 否")
    BEFORE_RECEIPT = ("早于接收时间", "is before the receipt")
    UNWRITABLE = ("含有不能保存的字符", "holds characters that cannot be kept")
    REJECTED = (
        "{file} 有 {count} 处错误，什么也没有写入；改好后再导入。",
        "{file} has {count} errors and nothing was written; correct them and import again.",
    )
    MORE = ("……还有 {count} 处", "… and {count} more")
    DONE = (
        "{file}：新登记 {new} 件，已有 {known} 件，有变化 {changed} 件，更新 {updated} 件。",
        "{file}: {new} registered, {known} already there, {changed} changed, {updated} updated.",
    )
    DRY = (
        "{file}（试导入，没有写入）：将新登记 {new} 件，已有 {known} 件，有变化 {changed} 件。",
        "{file} (dry run, nothing written): {new} would be registered, {known} are already there, {changed} changed.",
    )
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
