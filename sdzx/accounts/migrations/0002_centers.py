"""The provincial centre and the sixteen cities of Shandong with their GB/T 2260 codes."""

from django.db import migrations

CITIES = (
    ("370100", "济南市"), ("370200", "青岛市"), ("370300", "淄博市"), ("370400", "枣庄市"), ("370500", "东营市"),
    ("370600", "烟台市"), ("370700", "潍坊市"), ("370800", "济宁市"), ("370900", "泰安市"), ("371000", "威海市"),
    ("371100", "日照市"), ("371300", "临沂市"), ("371400", "德州市"), ("371500", "聊城市"), ("371600", "滨州市"),
    ("371700", "菏泽市"),
)  # fmt: skip


def fill(apps, schema_editor):
    center = apps.get_model("accounts", "Center")
    center.objects.create(code="370000", kind="province", city="山东省", name="山东省职业技能鉴定指导中心",
                          bureau_name="山东省人力资源和社会保障厅")  # fmt: skip
    for code, city in CITIES:
        center.objects.create(code=code, kind="city", city=city, name=f"{city}职业技能鉴定（指导）中心",
                              bureau_name=f"{city}人力资源和社会保障局")  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
