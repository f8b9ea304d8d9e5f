"""What is near a PDQ hash is found by an index, and exactly (multi-index hashing; Norouzi, Punjani,
Fleet: "Fast Search in Hamming Space with Multi-Index Hashing", 2012).

A hash is 16 bands of 16 bits. Of 31 bits that differ at most, some band holds one at most: so what
is within 31 bits shares, in some band, the value itself or one of the 16 values a bit away. These
17 x 16 values are looked up; what has one of them, one row of 240 where bits are random, is compared
by all of its bits. Sixteen bands serve no distance above 31.

The planner is told to use nothing else: each comparison of two lists costs thousands of others,
which it takes for one, and a small table that it reads whole would take seconds.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

BANDS = """
CREATE FUNCTION moderation_pdq_bands(hash text) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(band << 16 | ('x' || substr(hash, band * 4 + 1, 4))::bit(16)::integer)
    FROM generate_series(0, 15) AS band
    WHERE length(hash) = 64
$$
"""
NEAR = """
CREATE FUNCTION moderation_shown_near(asked text[], within integer, at_least integer)
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE
SET enable_seqscan = off
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET jit = off
AS $$
    SELECT shown.subject
    FROM unnest(asked) AS one (hash)
    CROSS JOIN LATERAL (
        SELECT array_agg(band # flipped) AS near
        FROM unnest(moderation_pdq_bands(one.hash)) AS band
        CROSS JOIN unnest('{0,1,2,4,8,16,32,64,128,256,512,1024,2048,4096,8192,16384,32768}'
            ::integer[]) AS flipped
    ) AS probes
    JOIN moderation_shownhash AS shown
        ON moderation_pdq_bands(shown.hash) && probes.near
        AND bit_count(('x' || shown.hash)::bit(256) # ('x' || one.hash)::bit(256)) <= within
    GROUP BY shown.subject
    HAVING count(DISTINCT one.hash) >= at_least
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_bank_causes"),
    ]

    operations = [
        migrations.RunSQL(BANDS, "DROP FUNCTION moderation_pdq_bands"),
        migrations.AddIndex(
            model_name="shownhash",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.F("hash"), function="moderation_pdq_bands"),
                fastupdate=False,
                name="shown_frames_by_their_bands",
            ),
        ),
        migrations.AddIndex(
            model_name="shownhash",
            index=models.Index(
                condition=models.Q(("kind__in", ["md5", "sha1"])),
                fields=["kind", "hash"],
                name="shown_files_by_value",
            ),
        ),
        migrations.RunSQL(NEAR, "DROP FUNCTION moderation_shown_near"),
    ]
