import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exams", "0002_hand_overs_and_notices"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AlterField(
            model_name="announcementitem",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="修订前的批次；修订发布时报名随之转到本批次",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exams.announcementitem",
            ),
        ),
    ]
