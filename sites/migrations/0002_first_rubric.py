"""The first rubric for the evaluation of a site: data, versioned; a later one replaces it without code."""

from django.db import migrations

ITEMS = [
    ("A1", "机构资质", "依法登记，业务范围与申请项目相符", 10, True),
    ("A2", "机构资质", "考核工作管理制度健全并公开", 10, False),
    ("B1", "考核场地", "教室、操作室数量和面积满足申请人数", 15, True),
    ("B2", "考核场地", "消防、用电、通风等安全条件合格", 10, True),
    ("C1", "设施设备", "设备种类、数量与考核规范相符", 15, False),
    ("C2", "设施设备", "设备完好，工卡量具在检定有效期内", 10, False),
    ("D1", "人员配备", "管理人员职责明确，能独立组织考务", 10, False),
    ("D2", "人员配备", "每个项目考评员不少于3名且证书有效", 10, True),
    ("E1", "考务保障", "视频监控覆盖考场并能保存6个月以上", 5, False),
    ("E2", "考务保障", "试卷保管、档案保管条件合格", 5, False),
]


def fill(apps, schema_editor):
    items = [{"code": code, "section": section, "name": name, "full": full, "veto": veto}
             for code, section, name, full, veto in ITEMS]  # fmt: skip
    apps.get_model("sites", "Rubric").objects.create(name="考点实地评估标准", version=1, items=items, pass_mark=80)


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
