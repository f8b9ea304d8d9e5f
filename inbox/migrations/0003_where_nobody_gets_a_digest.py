from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0002_notifications_and_pushes'),
    ]

    operations = [
        migrations.AddField(
            model_name='notificationpreferences',
            name='relay_is_off',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
