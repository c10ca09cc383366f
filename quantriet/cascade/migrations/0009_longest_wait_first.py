from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cascade", "0008_one_index_each")]

    # On the partitioned table, so on each partition: the old index leaves them all, the new one is made in them all.
    operations = [
        migrations.RemoveIndex(model_name="obligation", name="obligation_to_review"),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["cascade", "state_at", "id"], condition=models.Q(state="submitted"), name="obligation_to_review"
            ),
        ),
    ]
