from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_contacts_and_evidence")]

    operations = [
        migrations.AddField(model_name=name, name="translations", field=models.JSONField(default=dict))
        for name in ("project", "solution")
    ]
