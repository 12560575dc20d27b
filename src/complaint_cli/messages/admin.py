"""What the administering commands say."""

from complaint_cli.messages import Message


class Admin(Message):
    """init, org, policy, demo."""

    DEPARTMENT_IN_USE = (
        "名册里缺少已有投诉的部门：{departments}；请把它们写进文件再导入。",
        "the file lacks departments that have complaints: {departments}; add them and import again.",
    )
    HOLIDAYS_PUBLISHED = ("节假日安排公布，时限重算", "holidays published, deadline counted again")
