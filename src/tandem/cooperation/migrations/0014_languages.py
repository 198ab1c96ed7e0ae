"""The languages of an invitation to sign are those that the interface has."""

from django.db import migrations, models

import tandem.ui.languages


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0013_more_parties")]

    operations = [
        migrations.AlterField(
            model_name="signinglink",
            name="language",
            field=models.CharField(choices=tandem.ui.languages.choices, max_length=5),
        ),
    ]
