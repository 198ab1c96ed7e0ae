from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0005_columns")]

    operations = [
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("tables", models.JSONField()),
            ],
            options={
                "ordering": ["measure", "number"],
                "constraints": [models.UniqueConstraint(fields=("measure", "number"), name="one_telling_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=40)),
                ("year", models.CharField(max_length=4)),
                ("levels", models.JSONField()),
                ("value", models.PositiveIntegerField()),
                ("parties", models.JSONField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("measure", "key"), name="told_once")]},
        ),
    ]
