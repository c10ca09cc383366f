from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0006_placed_by_index"), ("org", "0002_successions")]

    operations = [load("cascade", "cascade_standing_v4"), load("cascade", "cascade_past_v1")]
