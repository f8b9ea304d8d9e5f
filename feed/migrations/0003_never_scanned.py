from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0002_the_proof"),
    ]

    operations = [
        migrations.AlterField(
            model_name="prooffinding",
            name="violation",
            field=models.CharField(
                choices=[
                    ("fits_nobody", "Fits Nobody"),
                    ("not_under_18", "Not Under 18"),
                    ("minor_denied", "Minor Denied"),
                    ("wrong_stamp", "Wrong Stamp"),
                    ("unscanned", "Unscanned"),
                    ("unprovable", "Unprovable"),
                ],
                max_length=16,
            ),
        ),
    ]
