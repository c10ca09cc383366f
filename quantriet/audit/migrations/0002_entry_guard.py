from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]

    operations = [load("audit", "entry_guard_v1")]
