from django.db import migrations, models

import enforcement.rule_sets


class Migration(migrations.Migration):

    dependencies = [
        ('enforcement', '0021_rights_for_each_queue'),
    ]

    operations = [
        # What was decided before rests on the first version: there was no other.
        migrations.AddField(
            model_name='decision',
            name='rules_version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='decision',
            name='rules_version',
            field=models.PositiveSmallIntegerField(default=enforcement.rule_sets.present),
        ),
    ]
