from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0010_heirs_by_obligation"), ("org", "0002_successions")]

    operations = [load("cascade", "cascade_names_v1")]
