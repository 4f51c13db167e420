import uuid

from django.db import migrations, models


def give_addresses(apps, schema_editor):
    person = apps.get_model("personnel", "Person")
    for row in person.objects.only("pk").iterator():
        person.objects.filter(pk=row.pk).update(uid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("personnel", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person", name="uid", field=models.UUIDField(default=uuid.uuid4, editable=False, null=True)
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="person",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
