from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0011_ladder")]

    operations = [
        migrations.AddField("cooperation", "rules", models.PositiveIntegerField(default=0)),
        migrations.AlterField("step", "transition", models.CharField(max_length=60)),
    ]
