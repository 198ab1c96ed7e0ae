from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """The shared counts of attempts: a table that Django makes by a command of its own, so that nobody forgets it."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="letters",
            field=models.BooleanField(default=True, verbose_name="e-mails that ask nothing of me"),
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
