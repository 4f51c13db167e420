"""The first checklist for inspecting a site: data, versioned; a later one replaces it without code."""

from django.db import migrations

YES_NO, GRADE = "yes_no", "grade"
# code, section, text, basis, kind, photo, serious
ITEMS = [
    ("A1", "场地设备", "考核场地与设立申请一致，未擅自变更地址或缩减考场", "附件2、二（四）", YES_NO, True, True),
    ("A2", "场地设备", "设施设备完好，与考核规范和申请表所列相符", "附件2、四（二）", GRADE, True, False),
    ("A3", "场地设备", "消防、用电、通风等安全条件符合要求", "四（二）", YES_NO, True, True),
    ("A4", "场地设备", "工卡量具在检定有效期内，原材料按准备通知单备齐", "四（二）", YES_NO, False, False),
    ("B1", "考务管理", "考核工作管理制度健全并严格执行", "附件2、五（一）", GRADE, False, False),
    ("B2", "考务管理", "收费项目和标准在场地明显处公示，没有另收费用", "五（一）", YES_NO, True, True),
    ("B3", "考务管理", "考评员、督导员佩戴证卡上岗，人证相符", "四（三）", YES_NO, False, True),
    ("B4", "考务管理", "考生入场核验身份，没有替考", "五（一）", YES_NO, False, True),
    ("B5", "考务管理", "投诉举报电话在场地明显处公布，能够接通", "五（一）", YES_NO, True, False),
    ("C1", "题卷档案", "题卷由专人在安全场所保管，交接手续齐全", "四（一）", YES_NO, True, True),
    ("C2", "题卷档案", "考核过程全程录像，视频保存6个月以上", "五（二）", YES_NO, False, True),
    ("C3", "题卷档案", "考核资料及时归档，保存2年以上", "五（二）", GRADE, False, False),
]
FIELDS = ("code", "section", "text", "basis", "kind", "photo", "serious")


def fill(apps, schema_editor):
    items = [dict(zip(FIELDS, row, strict=True)) for row in ITEMS]
    apps.get_model("sites", "Checklist").objects.create(
        name="考点检查表", version=1, items=items, status="in_use"
    )


class Migration(migrations.Migration):
    dependencies = [("sites", "0008_review_marks_and_snapshots")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
