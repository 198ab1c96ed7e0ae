from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0002_report")]

    operations = [migrations.AddField("survey", "rebuilt", models.BooleanField(default=False))]
