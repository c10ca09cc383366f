from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("reorganisation", "0001_tables")]

    operations = [load("reorganisation", "reorganisation_guard_v1")]
