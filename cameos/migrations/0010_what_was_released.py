from django.db import migrations, models

import lib.crypto.fields

# The release of the recording that was accepted last says what is released.
FROM_RELEASES = """
UPDATE cameos_cameo SET voice_released = newest.voice
FROM (
    SELECT DISTINCT ON (e.cameo_id) e.cameo_id, r.voice
    FROM cameos_enrolment e JOIN cameos_release r ON r.id = e.release_id
    WHERE e.state = 'accepted'
    ORDER BY e.cameo_id, e.ended_at DESC
) newest
WHERE newest.cameo_id = cameos_cameo.id
"""


class Migration(migrations.Migration):
    dependencies = [("cameos", "0009_characters")]

    operations = [
        migrations.AddField(
            model_name="cameo",
            name="voice_released",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="age_band",
            field=models.CharField(
                choices=[
                    ("under_18", "UNDER_18"),
                    ("adult", "ADULT"),
                    ("unsure", "UNSURE"),
                    ("not_assessed", "NOT_ASSESSED"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="uploadprint",
            name="pictures",
            field=lib.crypto.fields.EncryptedJSONField(null=True),
        ),
        migrations.RunSQL(FROM_RELEASES, migrations.RunSQL.noop),
    ]
