"""Parties that learn or teach are chosen; those that were written by their names are found again."""

from django.db import migrations, models

PAIRS = (("learners", "learning"), ("teachers", "teaching"))


def chosen(apps, schema_editor):
    TransferLine = apps.get_model("cooperation", "TransferLine")
    Party = apps.get_model("cooperation", "Party")
    larger = Party.objects.exclude(side__in=("need", "offer")).values("cooperation")
    for line in TransferLine.objects.filter(cooperation__in=larger).iterator():
        parties = Party.objects.filter(cooperation=line.cooperation_id).select_related("organisation")
        keys = {party.organisation.name: party.pk for party in parties}
        for names, numbers in PAIRS:
            written = [name.strip() for name in getattr(line, names).splitlines()]
            setattr(line, numbers, [keys[name] for name in written if name in keys])
            setattr(line, names, "\n".join(name for name in written if name not in keys))
        line.save(update_fields=[name for pair in PAIRS for name in pair])


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0015_leaving")]

    operations = [
        migrations.AddField(
            model_name="transferline",
            name="learning",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="transferline",
            name="teaching",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(chosen, migrations.RunPython.noop),
    ]
