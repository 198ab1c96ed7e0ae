import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0010_snapshot_of_needs"),
    ]

    operations = [
        migrations.CreateModel(
            name="PairReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("need", "the organisation with the need"),
                            ("offer", "the organisation with the offer"),
                        ],
                        max_length=5,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="matching.thirdpartyproposal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="pairreminder",
            constraint=models.UniqueConstraint(fields=("proposal", "side", "number"), name="each_pair_reminder_once"),
        ),
    ]
