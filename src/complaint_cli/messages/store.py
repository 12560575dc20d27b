"""What is said of the database file and of numbers that are not in it."""

from complaint_cli.messages import Message


class Files(Message):
    """The file, and finding a complaint in it."""

    NOT_READ = ("没有文件 {file}，或者不能读；请核对。", "there is no file {file}, or it cannot be read; check it.")
    BAD_ENDING = (
        "{path} 的文件名要以 {endings} 结尾。",
        "the name of {path} must end in {endings}.",
    )
    NOT_OVERWRITTEN = (
        "{path} 已经存在，不会覆盖；请换一个文件名或先移走它。",
        "{path} exists already and is never overwritten; choose another name or move it away.",
    )
    EXISTS = (
        "{path} 已经存在，不会覆盖；要另建请用 --db 指定别的文件。",
        "{path} exists already and is never overwritten; name another file with --db.",
    )
    MISSING = (
        "没有数据库 {path}；请先运行 complaint init，或用 --db 指定。",
        "there is no database {path}; run complaint init first, or name one with --db.",
    )
    FOREIGN = (
        "{path} 不是投诉数据库，或者已经损坏；请核对 --db，或从备份恢复（complaint restore）。",
        "{path} is not a complaint database, or is damaged; check --db, or restore a backup (complaint restore).",
    )
    NO_BACKUP = ("没有备份 {path}；请核对文件名。", "there is no backup {path}; check its name.")
    FOREIGN_BACKUP = (
        "{path} 不是投诉数据库，或者已经损坏；什么也没有改动，请换一份备份。",
        "{path} is not a complaint database, or is damaged; nothing was changed, take another backup.",
    )
    NEWER = (
        "{path} 由更新的程序建立（版本 {version}，本程序认识到 {known}）；请先升级程序。",
        "{path} was made by a newer program (version {version}, this one knows {known}); upgrade the program first.",
    )
    NOT_UPGRADED = (
        "{path} 的表被别的程序改过（{reason}），无法升级；什么也没有改动，请从备份恢复（complaint restore）。",
        "the tables of {path} were changed by another program ({reason}) and cannot be upgraded; nothing was changed, "
        "restore a backup (complaint restore).",
    )
    BUSY = (
        "数据库 {path} 正被其他终端占用；什么也没有写入，请稍后再试。",
        "the database {path} is held by another terminal; nothing was written, try again in a moment.",
    )
    REPLACED = (
        "数据库 {path} 刚被恢复的备份替换；什么也没有写入，请再运行一次。",
        "the database {path} was just replaced by a restored one; nothing was written, run it again.",
    )
    WAITING = ("正在等待另一个终端写完……", "waiting for another terminal …")
    UPGRADING = (
        "数据库由较早的程序建立，正在从第 {version} 版升级到第 {known} 版；升级前的副本是旁边的 {copy}。",
        "the database was made by an earlier program: upgrading it from version {version} to {known}; "
        "a copy from before is kept beside it as {copy}.",
    )
    NO_COMMENDATION = ("没有第 {number} 号表扬，或已撤销。", "there is no commendation {number}, or it was withdrawn.")
    NO_COMPLAINT = (
        "没有投诉 {no}；可用 complaint list 或 complaint search 查找。",
        "there is no complaint {no}; look with complaint list or complaint search.",
    )
    AMBIGUOUS = (
        "{no} 对应多件投诉：{numbers}；请写完整编号。",
        "{no} fits several complaints: {numbers}; give the whole number.",
    )
    EMPTY_EVIDENCE = (
        "证据文件 {file} 是空的（0 字节）；请换成有内容的文件。",
        "the evidence {file} is empty (0 bytes); give a file that holds something.",
    )
    NO_EVIDENCE = (
        "没有文件 {file}，或者它不是普通文件（快捷链接、文件夹不行）；请核对 --evidence。",
        "there is no file {file}, or it is no regular file (no link, no folder); check --evidence.",
    )
