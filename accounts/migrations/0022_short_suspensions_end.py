from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_profile_words_are_held")]

    operations = [
        migrations.AddField(
            model_name="personhold",
            name="until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="personhold",
            index=models.Index(
                condition=models.Q(("lifted_at", None), ("until__isnull", False)),
                fields=["until"],
                name="holds_that_end_by_themselves",
            ),
        ),
    ]
