"""The languages of a person are those that the interface has: no migration when a translator adds one."""

from django.db import migrations, models

import tandem.ui.languages


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_letters_and_attempts")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="language",
            field=models.CharField(
                choices=tandem.ui.languages.choices, default="fr", max_length=5, verbose_name="language"
            ),
        ),
    ]
