from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_held_identities'),
    ]

    operations = [
        migrations.AlterField(
            model_name='helddecision',
            name='came_from',
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
