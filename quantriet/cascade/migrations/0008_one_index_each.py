from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cascade", "0007_past_days")]

    operations = [
        migrations.AlterField(
            model_name="move",
            name="obligation",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.deletion.CASCADE, related_name="moves",
                to="cascade.obligation",
            ),
        ),
        migrations.AlterField(
            model_name="fulfilment",
            name="obligation",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.deletion.PROTECT, related_name="fulfilments",
                to="cascade.obligation",
            ),
        ),
    ]  # fmt: skip
