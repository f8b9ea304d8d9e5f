from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parental', '0001_the_families'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='likenessrelease',
            name='what_was_withdrawn_is_released_by_nobody',
        ),
        migrations.AddConstraint(
            model_name='likenessrelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by', 'teen'), ('guardian_at', None), ('teen_at', None)), models.Q(('guardian_at', None), ('withdrawn_at__isnull', False), ('withdrawn_by', 'guardian')), _connector='OR'), name='who_withdrew_has_not_said_yes_since'),
        ),
    ]
