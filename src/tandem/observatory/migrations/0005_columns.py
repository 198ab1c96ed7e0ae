from django.db import migrations, models
from django.db.models import Count, deletion


def count(apps, schema_editor):
    """How many answers each wave has."""
    wave_model = apps.get_model("observatory", "Wave")
    for wave in wave_model.objects.annotate(there=Count("responses")):
        wave_model.objects.filter(pk=wave.pk).update(answers=wave.there)


class Migration(migrations.Migration):
    dependencies = [("observatory", "0004_draft")]

    operations = [
        migrations.AddField("survey", "design", models.JSONField(default=dict)),
        migrations.AddField("wave", "answers", models.PositiveIntegerField(default=0)),
        migrations.AddField("wave", "columned", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="Column",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("about", models.JSONField()),
                ("codes", models.BinaryField()),
                (
                    "wave",
                    models.ForeignKey(on_delete=deletion.CASCADE, related_name="columns", to="observatory.wave"),
                ),
            ],
            options={"ordering": ["wave", "pk"]},
        ),
        migrations.AddConstraint(
            "column", models.UniqueConstraint(fields=("wave", "name"), name="one_column_per_question")
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
