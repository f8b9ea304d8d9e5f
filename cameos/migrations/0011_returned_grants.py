from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cameos", "0010_what_was_released")]

    operations = [
        migrations.AlterField(
            model_name="consententry",
            name="kind",
            field=models.CharField(
                choices=[(one, one) for one in [
                    "release_given", "enrolled", "permission_set", "grant_given",
                    "grant_taken_back", "grant_used", "grant_returned", "restrictions_confirmed",
                    "paused", "unpaused", "capability_issued", "capability_withdrawn", "revoked",
                    "erased",
                ]],
                max_length=24,
            ),
        ),
    ]
