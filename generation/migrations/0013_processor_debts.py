import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('generation', '0012_owed_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcessorDebt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engine', models.CharField(max_length=32)),
                ('server', models.CharField(max_length=16)),
                ('video', models.CharField(max_length=200)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField()),
                ('tries', models.PositiveIntegerField(default=0)),
                ('last_answer', models.CharField(blank=True, max_length=16)),
                ('reported_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['server', 'next_at'], name='processor_debts_by_turn')],
                'constraints': [models.UniqueConstraint(fields=('server', 'video'), name='a_video_is_owed_once_by_a_server')],
            },
        ),
    ]
