from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0016_processors'),
    ]

    operations = [
        migrations.AddField(
            model_name='referenceimage',
            name='height',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='referenceimage',
            name='origin',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='referenceimage',
            name='width',
            field=models.PositiveIntegerField(null=True),
        ),
    ]
