"""Sentences of keys, enrolment and signatures."""

from __future__ import annotations

from complaint_cli.messages import Message


class Keys(Message):
    """Refusals, then what verify says, then what the commands say."""

    SHORT = ("口令至少 {shortest} 个字符", "a passphrase has at least {shortest} characters")
    NO_KEY_FILE = (
        "密钥文件（COMPLAINT_KEY）不是 complaint key new 生成的",
        "the key file (COMPLAINT_KEY) is none that complaint key new made",
    )
    WRONG_PASSPHRASE = ("口令不对，什么也没有写入", "wrong passphrase; nothing was written")
    NO_PUBLIC_KEY = (
        "{file} 里不是一行 ssh-ed25519 公钥；请用 complaint key new 生成的 .pub 文件",
        "{file} is no line with an ssh-ed25519 key; give the .pub file that complaint key new made",
    )
    NO_LIST = (
        "{file} 不是公钥清单，或其中有写坏的公钥；请用 complaint key allowed-signers 打印的清单",
        "{file} is no list of keys, or holds a broken one; give the list that complaint key allowed-signers prints",
    )
    NO_KEY = (
        "{person} 已登记公钥，这一步要由其签名，但没有密钥文件 {file}；请设 COMPLAINT_KEY",
        "{person} is enrolled and must sign this, but there is no key file {file}; set COMPLAINT_KEY",
    )
    NO_KEY_YET = (
        "登记别人公钥的人要用自己的密钥签名，{person} 还没有密钥文件 {file}；"
        "请先 complaint key new，或设 COMPLAINT_KEY",
        "who enrolls another signs it with a key of his own; {person} has no key file {file} yet: complaint key new, "
        "or set COMPLAINT_KEY",
    )
    OTHER_KEY = (
        "密钥文件 {file} 是 {owner} 的，或已被更换，不能为 {person} 签名；请设 COMPLAINT_KEY",
        "the key in {file} is {owner}'s, or was replaced, and does not sign for {person}; set COMPLAINT_KEY",
    )
    NEEDS_PASSPHRASE = (
        "{person} 要签名：请在终端里输入口令，或把口令写在 COMPLAINT_PASSPHRASE_FILE 所指文件的第一行",
        "{person} must sign: type the passphrase on a terminal, or put it in the first line of the file that "
        "COMPLAINT_PASSPHRASE_FILE names",
    )
    HIS_OWN = (
        "{person} 已登记公钥，这一步只能由本人在自己名下签名办理",
        "{person} is enrolled, so takes and signs this step himself",
    )
    ONESELF = ("{person} 不能登记自己的公钥，须由另一人登记", "{person} does not enroll himself; another person does")
    USED = (
        "这把公钥已经用过，请为 {person} 另生成一把",
        "this key was used before; make another for {person}",
    )
    NOT_ENROLLED = (
        "{person} 还没有登记公钥（complaint key list）",
        "{person} is not enrolled (complaint key list)",
    )
    ENROLLED_ALREADY = (
        "{person} 已登记公钥；丢失的由另外两人 complaint key replace",
        "{person} is enrolled already; a lost key is replaced by two others with complaint key replace",
    )
    FOUNDER_FIRST = (
        "先由 {by} 登记 {person} 签名用的那把公钥：complaint key enroll {person} 文件",
        "first {by} enrolls {person} with the key that he signed with: complaint key enroll {person} FILE",
    )
    SECOND_NEEDED = (
        "更换 {person} 的公钥须有第二个人再办一次，现在还没有生效",
        "another person must replace {person}'s key as well; it does not count yet",
    )
    UNQUOTABLE = (
        "姓名 {person} 含有公钥清单不能写的符号",
        "the name {person} holds a character that no list of keys can",
    )
    NOT_EMPTY = ("{path} 不是空文件夹，不会覆盖", "{path} is no empty folder; nothing is overwritten")

    DID_NOT_SIGN = (
        "日志第 {seq} 条（{told}）记为 {person}，但没有其签名。",
        "entry {seq} ({told}) says {person}, who did not sign it.",
    )
    BAD_SIGNATURE = (
        "日志第 {seq} 条处 {person} 的签名不对：内容、次序或公钥对不上。",
        "the signature of {person} at entry {seq} does not fit: its content, its order or its key.",
    )
    UNFOUNDED = (
        "日志第 {seq} 条登记 {person} 的公钥不作数：{reason}。",
        "entry {seq} does not enroll {person}: {reason}.",
    )
    NOT_LISTED = (
        "{person} 的公钥 {fingerprint} 不在给出的清单里。",
        "the key {fingerprint} of {person} is not in the list given.",
    )
    NOT_THERE = (
        "清单里 {person} 的公钥 {fingerprint} 没有在台账登记。",
        "the key {fingerprint} of {person} in the list is not enrolled in the ledger.",
    )
    COUNTED = (
        "签名 {signed} 条（{signers} 人），本人录入未签名 {unsigned} 条，他人代录 {paper} 条。",
        "{signed} entries signed by {signers} people, {unsigned} unsigned, {paper} entered for others.",
    )

    PASSPHRASE_OF = ("{person} 的口令：", "Passphrase of {person}: ")
    NEW_PASSPHRASE = (
        "为 {person} 定一个口令（至少 {shortest} 个字符，输入时不显示）：",
        "A passphrase for {person} (at least {shortest} characters, not shown): ",
    )
    AGAIN = ("再输一次：", "Once more: ")
    DIFFERENT = ("两次输入的口令不一样", "the two passphrases differ")
    MADE = (
        "{person} 的密钥在 {file}，只有口令能打开，请另存一份；请另一人登记：",
        "the key of {person} is in {file}, opened by the passphrase alone; keep a copy. Another person enrolls it:",
    )
    ENROLLED = (
        "已登记 {person} 的公钥 {fingerprint}，从第 {entry} 条起其录入和裁定须有签名。",
        "enrolled {person}, {fingerprint}: from entry {entry} on what he enters and rules is signed.",
    )
    NEXT_FOUNDER = (
        "接着由 {person} 登记 {by}，相互担保：complaint key enroll {by} 文件",
        "next {person} enrolls {by}, so that each vouches for the other: complaint key enroll {by} FILE",
    )
    PROPOSED = (
        "已记下更换 {person} 的公钥，须另一人再办一次才生效。",
        "the replacement of {person}'s key is entered; it counts once another person enters it too.",
    )
    LINE = (
        "{person}  {fingerprint}  第 {entry} 条起，{by} 登记",
        "{person}  {fingerprint}  since entry {entry}, by {by}",
    )
    WAITING = ("{person}  {fingerprint}  待第二人更换", "{person}  {fingerprint}  awaits a second person")
    NOBODY = ("还没有人登记公钥", "nobody is enrolled yet")
    EXPORTED = (
        "已写出 {count} 个签名到 {path}；核对：ssh-keygen -Y verify -f 清单 -I 姓名 -n complaint-ledger@1 -s N.sig < N",
        "wrote {count} signatures to {path}; check: "
        "ssh-keygen -Y verify -f LIST -I NAME -n complaint-ledger@1 -s N.sig < N",
    )

    NEW = ("生成自己的密钥", "make your key")
    ENROLL = ("登记一个人的公钥", "enroll a person's key")
    REPLACE = ("更换丢失的公钥，须两人", "replace a lost key; takes two")
    LIST = ("列出谁登记了公钥", "list who is enrolled")
    EXPORT = ("导出全部签名供核对", "write out every signature")
    ALLOWED = ("打印公钥清单", "print the list of keys")
    PERSON_HELP = ("登记谁的公钥", "whose key it is")
    PUB_HELP = ("其 .pub 公钥文件", "his .pub file")
    FOLDER_HELP = ("写到这个新文件夹", "the new folder to write to")
    KEYS_HELP = ("审计保存的公钥清单，须完全一致", "the auditor's list of keys, to be the same")
