"""Number patterns become versions with a status; the void register gets the index of its list."""

import uuid

import sdzx.clock
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """A version in use stays in use; others were in use once."""
    for pattern in apps.get_model("certificates", "NumberPattern").objects.all():
        pattern.uid = uuid.uuid4()
        pattern.status = "in_use" if pattern.in_use else "superseded"
        pattern.save(update_fields=["uid", "status"])


def unfill(apps, schema_editor):
    apps.get_model("certificates", "NumberPattern").objects.exclude(status="in_use").update(in_use=False)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('certificates', '0002_first_pattern'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='numberpattern', name='pattern_one_in_use'),
        migrations.AddField(model_name='numberpattern', name='uid', field=models.UUIDField(null=True, editable=False)),
        migrations.AddField(model_name='numberpattern', name='status', field=models.CharField(choices=[('draft', '草稿'), ('in_use', '使用中'), ('superseded', '已停用')], default='draft', max_length=10, verbose_name='状态')),
        migrations.AddField(model_name='numberpattern', name='status_at', field=models.DateTimeField(default=sdzx.clock.now, editable=False)),
        migrations.AddField(model_name='numberpattern', name='created_at', field=models.DateTimeField(default=sdzx.clock.now, editable=False)),
        migrations.AddField(model_name='numberpattern', name='note', field=models.CharField(blank=True, default='', max_length=200, verbose_name='说明')),
        migrations.RunPython(fill, unfill),
        migrations.AlterField(model_name='numberpattern', name='uid', field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        migrations.RemoveField(model_name='numberpattern', name='in_use'),
        migrations.AddConstraint(model_name='numberpattern', constraint=models.UniqueConstraint(condition=models.Q(('status', 'in_use')), fields=('status',), name='pattern_one_in_use_at_a_time')),
        migrations.AlterField(model_name='voidnumber', name='center', field=models.ForeignKey(on_delete=models.deletion.PROTECT, to='accounts.center', verbose_name='发证中心')),
        migrations.AlterField(model_name='voidnumber', name='voided_at', field=models.DateTimeField(default=sdzx.clock.now, verbose_name='作废时间')),
        migrations.AlterField(model_name='voidnumber', name='voided_by', field=models.ForeignKey(on_delete=models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人')),
        migrations.AddIndex(model_name='voidnumber', index=models.Index(fields=['center', 'voided_at'], name='void_number_register')),
    ]
