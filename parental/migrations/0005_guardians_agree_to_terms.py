from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parental', '0004_guardians_say_ages'),
    ]

    operations = [
        migrations.AddField(
            model_name='familyentry',
            name='policy',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='familyentry',
            name='policy_version',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='familyentry',
            name='kind',
            field=models.CharField(choices=[('asked', 'Asked'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed'), ('ended', 'Ended'), ('decided', 'Decided'), ('proposed', 'Proposed'), ('agreed', 'Agreed'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced'), ('control_set', 'Control Set'), ('control_removed', 'Control Removed'), ('release_given', 'Release Given'), ('release_withdrawn', 'Release Withdrawn'), ('policy_agreed', 'Policy Agreed'), ('said_13_to_17', 'Said 13 To 17'), ('said_under_13', 'Said Under 13')], max_length=20),
        ),
    ]
