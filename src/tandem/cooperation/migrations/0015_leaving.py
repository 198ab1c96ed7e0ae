"""A further party leaves, and the others go on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0014_languages")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="left",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="farewell",
            field=models.TextField(blank=True),
        ),
    ]
