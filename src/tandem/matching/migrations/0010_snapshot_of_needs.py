from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0009_news"),
    ]

    operations = [
        migrations.RenameField("OfferChange", "offer_id", "posting_id"),
        migrations.CreateModel(
            name="NeedGeneration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("name", models.CharField(max_length=60, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NeedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("posting_id", models.BigIntegerField()),
                ("generation", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["generation"], name="needchange_generation")],
            },
        ),
    ]
