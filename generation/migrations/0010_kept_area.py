from typing import Any

from django.conf import settings
from django.db import migrations, models


def move_kept(apps: Any, _: Any) -> None:
    """Masters that are kept leave the folder that the bucket empties by the clock: each is owed a
    move, as by a takedown."""
    rows = apps.get_model("generation", "Asset").objects
    message = apps.get_model("outbox", "OutboxMessage").objects
    for asset in rows.filter(storage_key__startswith="work/kept/", moving_to="").iterator():
        key = asset.storage_key.removeprefix("work/")
        rows.filter(pk=asset.pk).update(moving_to=key)
        message.create(actor_name="move_files", args=[str(asset.job_id)])
    # What is on its way there may have arrived unnoticed: it comes there first, and goes on.
    for asset in rows.filter(moving_to__startswith="work/kept/", then_to="").iterator():
        rows.filter(pk=asset.pk).update(then_to="kept")
        message.create(actor_name="move_files", args=[str(asset.job_id)])


class Migration(migrations.Migration):

    dependencies = [
        ('generation', '0009_image_input'),
        ('outbox', '0001_the_outbox'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='asset',
            name='masters_and_only_they_lie_under_work',
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'master'), models.Q(('storage_key__startswith', 'out/'), _negated=True)), models.Q(models.Q(('kind', 'master'), _negated=True), models.Q(('storage_key__startswith', 'work/'), _negated=True), models.Q(('storage_key__startswith', 'kept/'), _negated=True)), _connector='OR'), name='masters_and_only_they_lie_under_work_and_kept'),
        ),
        migrations.AddField(
            model_name='asset',
            name='then_to',
            field=models.CharField(blank=True, default='', max_length=16),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('then_to', ''), models.Q(('moving_to', ''), _negated=True), _connector='OR'), name='what_moves_on_is_moving'),
        ),
        migrations.RunPython(move_kept, migrations.RunPython.noop),
    ]
