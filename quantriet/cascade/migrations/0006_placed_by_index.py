from django.db import migrations

from quantriet.pg.sqlfile import load


class Migration(migrations.Migration):
    dependencies = [("cascade", "0005_terms_of_returns")]

    operations = [load("cascade", "cascade_placed_v2"), load("cascade", "cascade_standing_v3")]
