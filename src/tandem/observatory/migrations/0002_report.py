from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="hypothesis",
            name="planned",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
    ]
