import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0017_facts_of_a_picture'),
        ('generation', '0008_making_tools'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='stricter',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='job',
            name='error_code',
            field=models.CharField(blank=True, choices=[('internal', 'Internal'), ('capacity', 'Capacity'), ('engine_refused', 'Engine Refused'), ('not_assessed', 'Not Assessed'), ('input_moderation', 'Input Moderation'), ('output_moderation', 'Output Moderation'), ('likeness', 'Likeness'), ('third_party_content', 'Third Party Content'), ('minor_policy', 'Minor Policy'), ('consent_ended', 'Consent Ended'), ('not_for_this_prompt', 'Not For This Prompt'), ('source_gone', 'Source Gone'), ('input_image_gone', 'Input Image Gone')], max_length=32),
        ),
        migrations.CreateModel(
            name='InputImage',
            fields=[
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='input_image', serialize=False, to='generation.job')),
                ('digest', models.CharField(max_length=64)),
                ('attested', models.BooleanField(default=False)),
                ('origin', models.JSONField(default=dict)),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cameos.referenceimage')),
            ],
        ),
    ]
