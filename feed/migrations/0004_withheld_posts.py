from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0003_never_scanned"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="put_through_at",
            field=models.DateTimeField(null=True),
        ),
    ]
