import cameos.models.addresses
import django.db.models.deletion
import django.utils.timezone
import lib.crypto.fields
import lib.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameos', '0008_revoking'),
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
        migrations.CreateModel(
            name='Character',
            fields=[
                ('id', models.UUIDField(default=lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', lib.crypto.fields.EncryptedTextField(null=True)),
                ('state', models.CharField(choices=[('awaiting_clip', 'Awaiting Clip'), ('pending', 'Pending'), ('held', 'Held'), ('ready', 'Ready'), ('refused', 'Refused'), ('expired', 'Expired'), ('removed', 'Removed')], default='awaiting_clip', max_length=16)),
                ('content_type', models.CharField(max_length=16)),
                ('upload_key', models.CharField(max_length=200, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('problems', models.JSONField(default=list)),
                ('kept_key', models.CharField(blank=True, max_length=200)),
                ('kept_digest', models.CharField(blank=True, max_length=64)),
                ('sheet_key', models.CharField(blank=True, max_length=200)),
                ('approved_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('tidied_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('cameo', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='character', to='cameos.cameo')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='characters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', '-created_at'], name='characters_of_a_person'), models.Index(condition=models.Q(('state__in', ['awaiting_clip', 'held', 'pending'])), fields=['created_at'], name='characters_on_their_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('problems', []), _negated=True), _connector='OR'), name='a_refused_character_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), ('kept_key', ''), _connector='OR'), name='a_ready_character_is_sealed_and_nowhere_else')],
            },
        ),
        migrations.CreateModel(
            name='CharacterTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.UUIDField(db_index=True)),
                ('from_state', models.CharField(blank=True, max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='charactertransition',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32f062e38c5510085f78b8570d74b4ab17620215', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1a3d0', table='cameos_charactertransition', when='BEFORE')),
        ),
    ]
