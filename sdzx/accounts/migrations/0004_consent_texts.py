"""The first versions of the two texts of consent, and the names for matching."""

import datetime

from django.db import migrations

from sdzx.identifiers import normalise_name

FROM = datetime.date(2026, 1, 1)
GENERAL = (
    "处理者：您报名所在市的职业技能鉴定（指导）中心；全省证书查询由省中心负责。",
    "处理的信息：姓名、性别、出生日期、民族、文化程度、证件类型和号码、手机号码、照片、工作单位、联系地址，以及报名条件的证明材料、考核成绩和证书。",
    "用途：核实身份和报名条件、安排考点和考场、现场核验、评分、编码和发放证书、供社会免费查询证书真伪。不用于其他用途。",
    "方式：证件号码和手机号码加密保存，列表和消息中只显示一部分；查看照片和证明材料的人都留有记录。",
    "保存期限：考核档案自考核之日起保存不少于2年，期满经批准后销毁；证书信息长期保存以供查询。",
    "您的权利：您可以登录后查阅、下载和更正本人信息、取消尚未安排考场的报名、注销账号，也可以向所在市中心要求说明、更正或删除。"
    "在法定保存期限内的考核档案和证书信息不能删除。",
    "不同意的，无法通过本系统报名；您可以到所在市中心窗口咨询。",
)
SENSITIVE = (
    "哪些信息：身份证件号码、本人照片、证件影像和报名条件的证明材料，属于敏感个人信息。",
    "为什么需要：证件号码用于确认是您本人、防止替考和重复报名；照片用于现场核验，并印在证书上；证明材料用于审核报名条件。没有这些信息，无法组织考核和发放证书。",
    "对您的影响：这些信息一旦泄露，可能被人冒用身份。证件号码加密保存，列表和消息中只显示一部分，照片和证明材料只有办理您报名和考核的人员可以查看，查看留有记录。",
    "保存期限：与考核档案相同，自考核之日起不少于2年，期满经批准后销毁；证书上的信息长期保存以供查询。",
)


def fill(apps, schema_editor):
    text = apps.get_model("accounts", "ConsentText")
    text.objects.create(kind="general", version="2026-01", text="\n".join(GENERAL), in_use_from=FROM)
    text.objects.create(kind="sensitive", version="2026-01", text="\n".join(SENSITIVE), in_use_from=FROM)
    user = apps.get_model("accounts", "User")
    for person in user.objects.only("name").iterator():
        user.objects.filter(pk=person.pk).update(name_key=normalise_name(person.name))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_consents_verified_contacts_and_joining")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
