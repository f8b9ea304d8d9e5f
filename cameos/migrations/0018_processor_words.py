from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0017_facts_of_a_picture'),
    ]

    operations = [
        # Whoever agreed before read the first version: there was no other.
        migrations.AddField(
            model_name='processorconsent',
            name='text_version',
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
    ]
