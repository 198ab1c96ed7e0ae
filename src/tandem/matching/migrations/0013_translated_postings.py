from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0012_drafted_by")]

    operations = [
        migrations.AddField(model_name=name, name="translations", field=models.JSONField(default=dict))
        for name in ("need", "offer")
    ]
