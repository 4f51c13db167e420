"""Rubrics get states and owners; evaluations count their saves, so that a phone's draft is kept once."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sdzx.clock


def fill(apps, schema_editor):
    """Each of the former rows: its own uid, in use when it was (the newest), else retired."""
    rubrics = apps.get_model("sites", "Rubric").objects
    newest = rubrics.filter(in_use=True).order_by("-version").first()
    for rubric in rubrics.all():
        rubric.uid = uuid.uuid4()
        rubric.status = "in_use" if rubric == newest else "retired"
        rubric.save(update_fields=["uid", "status"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sites", "0003_frozen_documents")]
    operations = [
        migrations.AddField("evaluation", "revision", models.PositiveIntegerField("保存次数", default=0)),
        migrations.AddField(
            "evaluation",
            "save_key",
            models.CharField(blank=True, default="", help_text="最近一次保存的幂等键", max_length=36),
        ),
        migrations.AddField(
            "evaluation", "photo_keys", models.JSONField(default=dict, help_text="{上传的幂等键: 文件}")
        ),
        migrations.AddField(
            "rubric",
            "center",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.center",
                verbose_name="制定单位",
            ),
        ),
        migrations.AddField("rubric", "created_at", models.DateTimeField(default=sdzx.clock.now, editable=False)),
        migrations.AddField("rubric", "status_at", models.DateTimeField(default=sdzx.clock.now, editable=False)),
        migrations.AddField(
            "rubric",
            "status",
            models.CharField(
                "状态",
                choices=[("draft", "草稿"), ("in_use", "使用中"), ("retired", "已停用")],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddField("rubric", "uid", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("rubric", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        migrations.RemoveConstraint("rubric", "rubric_version_once"),
        migrations.RemoveField("rubric", "in_use"),
        migrations.AddConstraint(
            "rubric",
            models.UniqueConstraint(fields=["center", "version"], name="rubric_version_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            "rubric",
            models.UniqueConstraint(
                condition=models.Q(status="in_use"), fields=["center"], name="rubric_one_in_use", nulls_distinct=False
            ),
        ),
    ]
