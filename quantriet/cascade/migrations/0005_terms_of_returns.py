from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0004_scope_rule")]

    operations = [load("cascade", "cascade_guard_v3")]
