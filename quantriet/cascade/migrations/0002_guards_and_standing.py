from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0001_tables"), ("org", "0001_tables")]

    operations = [load("cascade", "cascade_guard_v1"), load("cascade", "cascade_standing_v1")]
