from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feed', '0006_failure_codes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='post',
            name='refused_as',
            field=models.CharField(blank=True, choices=[('internal', 'Internal'), ('capacity', 'Capacity'), ('engine_refused', 'Engine Refused'), ('not_assessed', 'Not Assessed'), ('input_moderation', 'Input Moderation'), ('output_moderation', 'Output Moderation'), ('likeness', 'Likeness'), ('third_party_content', 'Third Party Content'), ('minor_policy', 'Minor Policy'), ('consent_ended', 'Consent Ended'), ('not_for_this_prompt', 'Not For This Prompt'), ('source_gone', 'Source Gone'), ('input_image_gone', 'Input Image Gone')], max_length=32),
        ),
    ]
