import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cameos", "0013_blocked_likenesses")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="near_blocked",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.RemoveConstraint(
            model_name="enrolmentdecision", name="nobody_decides_the_same_twice"
        ),
        migrations.AddConstraint(
            model_name="enrolmentdecision",
            constraint=models.UniqueConstraint(
                fields=("enrolment_id", "assessment_id", "actor", "verdict"),
                name="nobody_decides_the_same_twice",
                nulls_distinct=False,
            ),
        ),
    ]
