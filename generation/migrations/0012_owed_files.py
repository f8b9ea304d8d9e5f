from typing import Any

import django.db.models.deletion
import django.utils.timezone
import generation.models.owed_erasures
from django.db import migrations, models
from django.utils import timezone


def note_what_is_owed(apps: Any, _: Any) -> None:
    """Moves and erasures whose message met a store that was away: nobody had asked again."""
    now = timezone.now()
    assets = apps.get_model("generation", "Asset").objects
    assets.exclude(moving_to="").update(moving_since=now, move_again_at=now)
    owed = apps.get_model("generation", "OwedErasure").objects
    drafts = apps.get_model("generation", "Draft").objects
    left = drafts.filter(deleted_at__isnull=False, job__assets__isnull=False)
    for job_id in left.values_list("job_id", flat=True).distinct().iterator():
        owed.create(job_id=job_id, why="draft_deleted", again_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ('generation', '0011_failure_codes'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwedErasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('asked_for', 'Asked For'), ('for_nobody', 'For Nobody'), ('draft_deleted', 'Draft Deleted'), ('released', 'Released'), ('stated_end', 'Stated End')], max_length=16)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('again_at', models.DateTimeField(default=generation.models.owed_erasures.asked_again_at)),
            ],
        ),
        migrations.AddField(
            model_name='asset',
            name='move_again_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='asset',
            name='moving_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(condition=models.Q(('moving_to', ''), _negated=True), fields=['move_again_at'], name='files_to_be_moved'),
        ),
        migrations.AddField(
            model_name='owederasure',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owed_erasures', to='generation.job'),
        ),
        migrations.AddIndex(
            model_name='owederasure',
            index=models.Index(fields=['again_at'], name='erasures_by_next_message'),
        ),
        migrations.RunPython(note_what_is_owed, migrations.RunPython.noop),
    ]
