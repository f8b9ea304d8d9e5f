from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0018_processor_words'),
    ]

    operations = [
        # The band is what was decided by; how old a face looked is kept of nobody.
        migrations.RemoveField(
            model_name='assessment',
            name='apparent_age_years',
        ),
    ]
