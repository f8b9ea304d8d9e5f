import cameos.models.addresses
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0007_films'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CameoAddress',
            fields=[
                ('id', models.UUIDField(default=cameos.models.addresses.random_id, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cameo_address', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='cameorequest',
            name='one_request_of_a_person_for_a_cameo_at_a_time',
        ),
        migrations.AddField(
            model_name='cameorequest',
            name='named',
            field=models.UUIDField(null=True),
        ),
        # Until now everybody asked by the cameo's own id.
        migrations.RunSQL(
            'UPDATE cameos_cameorequest SET named = cameo_id WHERE named IS NULL',
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='cameorequest',
            name='named',
            field=models.UUIDField(),
        ),
        migrations.AddConstraint(
            model_name='cameorequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['denied', 'severed', 'waiting'])), fields=('named', 'person'), name='one_request_of_a_person_under_a_name_at_a_time'),
        ),
    ]
