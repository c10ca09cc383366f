from django.db import migrations, models

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0009_longest_wait_first")]

    operations = [
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                fields=["obligation", "-at", "-id"], condition=models.Q(step="inherited"), name="move_of_heir"
            ),
        ),
        load("cascade", "cascade_then_v2"),
    ]
