from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parental', '0003_what_reads_as_active_is_left_later'),
    ]

    operations = [
        migrations.AlterField(
            model_name='familyentry',
            name='kind',
            field=models.CharField(choices=[('asked', 'Asked'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed'), ('ended', 'Ended'), ('decided', 'Decided'), ('proposed', 'Proposed'), ('agreed', 'Agreed'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced'), ('control_set', 'Control Set'), ('control_removed', 'Control Removed'), ('release_given', 'Release Given'), ('release_withdrawn', 'Release Withdrawn'), ('said_13_to_17', 'Said 13 To 17'), ('said_under_13', 'Said Under 13')], max_length=20),
        ),
    ]
