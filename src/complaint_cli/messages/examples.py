"""One example a command, as its help page shows it: after ``complaint demo`` they run as they stand, in this order.

Each makes the files that it reads, in whatever folder it is run; what is to be done between two lines is a remark.
"""

from complaint_cli.messages import Message
from complaint_cli.messages.help import Help

EXAMPLES: dict[str, str | tuple[str | Message, ...]] = {
    "board": "complaint board --as office",
    "intake": 'complaint intake --content "燃气表不走字" --order-no DH001',
    "transfer": "complaint transfer 50 --to 计量收费部 --person 蓝抄月",
    "approve": "complaint approve 50 --as deputy --opinion 同意 --by 白景行",
    "handle": 'complaint handle 44 --contact phone --result "已远程开阀" --done --by 蓝抄月',
    "callback": "complaint callback 48 --result satisfied --by 邱明澈",
    "reply": 'complaint reply 42 --summary "已更正通知并致歉"',
    "return": 'complaint return 41 --reason "属物业管理范围" --approved-by 顾怀远 --by 穆架梁',
    "extend": 'complaint extend 43 --to "2026-11-06 17:30" --reason "配件待到货" --approved-by 顾怀远 --by 庄谷雨',
    "import": "complaint import examples/orders.csv --dry-run",
    "batch": "complaint batch examples/day.jsonl --dry-run",
    "link": "complaint link 49 --repeat-of 10",
    "unlink": 'complaint unlink 49 --reason "不是同一事项"',
    "amend": "complaint amend 50 --phone 13800000001 --reason 补登",
    "withdraw": 'complaint withdraw 44 --step 5 --reason "录错了单号"',
    "list": "complaint list --open --sort deadline",
    "show": "complaint show 26",
    "search": "complaint search 井盖",
    "due": 'complaint due --from "2026-10-09 10:00" 5wd --explain',
    "repeats": "complaint repeats --days 60",
    "overdue": "complaint overdue --within 2wd",
    "investigate": "complaint investigate 2 --auditor 纪清源 --clerk 温小棠 --internal-cause --by 纪清源",
    "decide": "complaint decide 35 --rule handling_overdue --person 路平川 --amount 200 --reason 初犯 --by 纪清源",
    "object": 'complaint object 35 --rule handling_overdue --person 穆架梁 --reason "等待物业配合" --by 穆架梁',
    "exclude": 'complaint exclude 47 --reason "非燃气事项" --approved-by 顾怀远 --by 纪清源',
    "include": "complaint include 47 --by 纪清源",
    "commend": 'complaint commend 维修抢修部 --reason "夜间抢修及时" --by 纪清源',
    "assess": "complaint assess --month 2026-10 --explain 26",
    "report": "complaint report --quarter 2026Q4 --by department",
    "form": "complaint form 50 -o 转办单.docx",
    "evidence": "complaint evidence 26",
    "ledger": "complaint ledger -o 台账.xlsx",
    "init": "complaint init --db 新.db",
    "demo": "complaint demo --db 演示.db",
    "org": "complaint org show",
    "org show": "complaint org show --toml > 机构.toml",
    "org template": "complaint org template -o 机构.xlsx",
    "org import": ("complaint org show --toml > 机构.toml", "complaint org import 机构.toml --dry-run --by 许知秋"),
    "org set-manager": "complaint org set-manager 安检部 解秋分 --since 2026-11-02 --approved-by 顾怀远 --by 许知秋",
    "policy": "complaint policy show",
    "policy show": "complaint policy show > 参数.toml",
    "policy check": ("complaint policy show > 参数.toml", "complaint policy check 参数.toml"),
    "policy adopt": (
        "complaint policy show > 参数.toml",
        Help.POLICY_EDITED,
        "complaint policy adopt 参数.toml --approved-by 顾怀远 --by 许知秋",
    ),
    "policy diff": "complaint policy diff current 2026-12-01",
    "key": "complaint key list",
    "key new": "complaint key new --by 温小棠",
    "key enroll": (
        "complaint key new --by 纪清源 > 纪清源.pub",
        "complaint key new --by 方若谷 > 方若谷.pub",
        "complaint key enroll 纪清源 纪清源.pub --by 方若谷",
        "complaint key enroll 方若谷 方若谷.pub --by 纪清源",
    ),
    "key list": "complaint key list",
    "key replace": (
        Help.KEY_LOST,
        "complaint key new --by 纪清源 > 新.pub",
        "complaint key replace 纪清源 新.pub --by 方若谷",
    ),
    "key export": "complaint key export -o 签名",
    "key allowed-signers": "complaint key allowed-signers",
    "backup": "complaint backup 备份.db",
    "restore": ("complaint backup 备份.db", "complaint restore 备份.db --yes"),
    "verify": "complaint verify",
}


def example(page: str) -> list[str]:
    """Return the lines of a page's example, each remark in the language in use; none where a page has no example."""
    lines = EXAMPLES.get(page, ())
    return [line if isinstance(line, str) else f"# {line()}" for line in ([lines] if isinstance(lines, str) else lines)]
