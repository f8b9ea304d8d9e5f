import django.db.models.deletion
import django.utils.timezone
import lib.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def keep_what_was_banked(apps, schema_editor):
    """Into one bank of our own a category: still of effect, and asking a person at most, since
    nobody else has confirmed them."""
    bank = apps.get_model("moderation", "HashBank")
    entry = apps.get_model("moderation", "BankedHash")
    for category in sorted(set(entry.objects.values_list("category", flat=True))):
        own = bank.objects.create(name=f"own-{category.replace('_', '-')}", category=category)
        entry.objects.filter(category=category).update(bank=own, state="active")
    # Else the next ALTER TABLE meets the checks of foreign keys that wait for COMMIT.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0003_term_banks'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='BankHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('who', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='BankTransition',
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
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.UUIDField(default=lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('ncmec', 'Ncmec'), ('threatexchange', 'Threatexchange'), ('stopncii', 'Stopncii'), ('file', 'File')], max_length=16)),
                ('collection', models.CharField(blank=True, max_length=100)),
                ('enabled', models.BooleanField(default=True)),
                ('cursor', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('rows_kept', models.PositiveBigIntegerField(default=0)),
                ('rows_removed', models.PositiveBigIntegerField(default=0)),
                ('rows_refused', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='HashBank',
            fields=[
                ('id', models.UUIDField(default=lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.SlugField(max_length=64, unique=True)),
                ('category', models.CharField(choices=[('sexual', 'Sexual'), ('self_harm', 'Self Harm'), ('violence', 'Violence'), ('political', 'Political'), ('hate', 'Hate'), ('harassment', 'Harassment'), ('deception', 'Deception'), ('illicit', 'Illicit'), ('child_safety', 'Child Safety'), ('likeness', 'Likeness'), ('third_party', 'Third Party')], max_length=16)),
                ('source_kind', models.CharField(choices=[('own', 'Own'), ('exchange', 'Exchange')], default='own', max_length=8)),
                ('action', models.CharField(choices=[('shadow', 'Count only'), ('review', 'A person looks first'), ('block', 'Refuse')], default='review', max_length=8)),
                ('enabled', models.BooleanField(default=True)),
                ('enabled_ratio', models.FloatField(default=1.0)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'permissions': (('manage_banks', 'Can fill, confirm in and empty hash banks'),),
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdq', 'Pdq'), ('md5', 'Md5'), ('sha1', 'Sha1')], max_length=4)),
                ('hash', models.CharField(max_length=64)),
                ('external_id', models.CharField(max_length=100)),
                ('is_true_positive', models.BooleanField()),
                ('given_by', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='ShownHash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=40)),
                ('kind', models.CharField(choices=[('pdq', 'Pdq'), ('md5', 'Md5'), ('sha1', 'Sha1')], max_length=4)),
                ('hash', models.CharField(max_length=64)),
                ('quality', models.PositiveSmallIntegerField(null=True)),
                ('at_seconds', models.FloatField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='bankedhash',
            name='a_banked_hash_is_256_bits',
        ),
        migrations.RemoveConstraint(
            model_name='bankedhash',
            name='a_banked_hash_is_of_quality',
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='changed_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='disabled_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='external_id',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='foreseen',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='kind',
            field=models.CharField(choices=[('pdq', 'Pdq'), ('md5', 'Md5'), ('sha1', 'Sha1')], default='pdq', max_length=4),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='max_distance',
            field=models.PositiveSmallIntegerField(default=31),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='note',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='origin',
            field=models.CharField(blank=True, db_index=True, max_length=40),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='shadow_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='state',
            field=models.CharField(choices=[('proposed', 'Proposed'), ('shadow', 'Shadow'), ('active', 'Active'), ('doubted', 'Doubted'), ('disabled', 'Disabled')], default='proposed', max_length=8),
        ),
        migrations.AddField(
            model_name='finding',
            name='basis',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='finding',
            name='ruling',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='bankedhash',
            name='hash',
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name='bankedhash',
            name='quality',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='bankconfirmation',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='moderation.bankedhash'),
        ),
        migrations.AddField(
            model_name='bankhit',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='met', to='moderation.bankedhash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='banktransition',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7167ee38059ea9e9c04f151483987de66d95509b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f83d7', table='moderation_banktransition', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='hashbank',
            constraint=models.CheckConstraint(condition=models.Q(('enabled_ratio__gte', 0), ('enabled_ratio__lte', 1)), name='a_bank_is_in_use_by_a_share'),
        ),
        migrations.AddField(
            model_name='exchange',
            name='bank',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exchange', to='moderation.hashbank'),
        ),
        migrations.AddField(
            model_name='bankedhash',
            name='bank',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='moderation.hashbank'),
        ),
        migrations.RunPython(keep_what_was_banked, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='bankedhash',
            name='category',
        ),
        migrations.AlterField(
            model_name='bankedhash',
            name='bank',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='moderation.hashbank'),
        ),
        migrations.AddIndex(
            model_name='bankedhash',
            index=models.Index(fields=['kind', 'hash'], name='banked_hashes_by_value'),
        ),
        migrations.AddConstraint(
            model_name='bankedhash',
            constraint=models.UniqueConstraint(fields=('bank', 'kind', 'hash', 'external_id'), name='a_hash_stands_in_a_bank_once'),
        ),
        migrations.AddConstraint(
            model_name='bankedhash',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hash__regex', '^[0-9a-f]{64}$'), ('kind', 'pdq')), models.Q(('hash__regex', '^[0-9a-f]{32}$'), ('kind', 'md5')), models.Q(('hash__regex', '^[0-9a-f]{40}$'), ('kind', 'sha1')), _connector='OR'), name='a_banked_hash_has_the_length_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='bankedhash',
            constraint=models.CheckConstraint(condition=models.Q(('quality__range', (50, 100)), models.Q(('quality', None), models.Q(models.Q(('external_id', ''), _negated=True), models.Q(('kind', 'pdq'), _negated=True), _connector='OR')), _connector='OR'), name='a_banked_hash_is_of_quality'),
        ),
        migrations.AddConstraint(
            model_name='bankedhash',
            constraint=models.CheckConstraint(condition=models.Q(('max_distance__lte', 31)), name='a_match_lies_within_31_bits'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='exchange',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='moderation.exchange'),
        ),
        migrations.AddConstraint(
            model_name='shownhash',
            constraint=models.UniqueConstraint(fields=('subject', 'kind', 'hash'), name='a_thing_shows_a_hash_once'),
        ),
        migrations.AddConstraint(
            model_name='bankconfirmation',
            constraint=models.UniqueConstraint(fields=('entry', 'by'), name='a_person_confirms_it_once'),
        ),
        migrations.AddIndex(
            model_name='bankhit',
            index=models.Index(fields=['entry', '-at'], name='hits_of_an_entry_newest'),
        ),
        migrations.AddConstraint(
            model_name='bankhit',
            constraint=models.UniqueConstraint(fields=('entry', 'subject'), name='an_entry_meets_a_thing_once'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['id'], name='opinions_owed'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('exchange', 'external_id', 'kind', 'hash'), name='an_entry_has_one_opinion_of_ours'),
        ),
    ]
