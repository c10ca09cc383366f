from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0011_names_in_order")]

    operations = [load("cascade", "cascade_near_v1")]
