from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_portfolio")]

    operations = [
        migrations.AddField(model_name="organisation", name="translations", field=models.JSONField(default=dict)),
    ]
