from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("videos", "0003_bodies_to_submits")]

    operations = [migrations.RemoveField(model_name="video", name="request_body")]
