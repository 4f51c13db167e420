import secrets

import django.db.models.deletion
from django.db import migrations, models

import sdzx.personnel.models


def give_codes(apps, schema_editor):
    qualification = apps.get_model("personnel", "Qualification")
    for row in qualification.objects.only("pk").iterator():
        qualification.objects.filter(pk=row.pk).update(code=secrets.token_urlsafe(12))


class Migration(migrations.Migration):
    dependencies = [("personnel", "0002_person_address")]

    operations = [
        migrations.AddField(
            model_name="qualification",
            name="code",
            field=models.CharField(editable=False, max_length=16, null=True, verbose_name="证卡核验码"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="qualification",
            name="code",
            field=models.CharField(
                default=sdzx.personnel.models.card_code,
                editable=False,
                max_length=16,
                unique=True,
                verbose_name="证卡核验码",
            ),
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="培训名称")),
                ("organizer", models.CharField(max_length=100, verbose_name="主办单位")),
                ("began_on", models.DateField(verbose_name="开始日期")),
                ("ended_on", models.DateField(verbose_name="结束日期")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="学时")),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "合格"), ("failed", "不合格"), ("attended", "仅参加")],
                        default="passed",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trainings", to="personnel.person"
                    ),
                ),
            ],
            options={"ordering": ["-began_on", "-id"]},
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("passed", "合格"),
                            ("barely", "基本合格"),
                            ("failed", "不合格"),
                        ],
                        max_length=10,
                        verbose_name="等次",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="说明")),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="personnel.qualification",
                    ),
                ),
            ],
            options={"ordering": ["-year", "-id"]},
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__gte", models.F("began_on"))), name="training_days_ordered"
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(fields=("person", "name", "began_on"), name="training_once"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("qualification", "year"), name="assessment_once_a_year"),
        ),
    ]
