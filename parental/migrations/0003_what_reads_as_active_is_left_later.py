from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parental', '0002_a_guardians_no_is_theirs_to_lift'),
    ]

    operations = [
        migrations.AddField(
            model_name='guardianlink',
            name='left_by_guardian',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=models.CheckConstraint(condition=models.Q(('left_by_guardian', False), ('shown_until__isnull', False), _connector='OR'), name='only_what_still_reads_as_active_is_left_later'),
        ),
    ]
