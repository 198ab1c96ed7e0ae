from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0003_rebuilt")]

    operations = [migrations.AddField("survey", "draft", models.JSONField(null=True))]
