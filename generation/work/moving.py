from uuid import UUID

from django.db import transaction

from generation.models import Asset
from generation.services.files import move_announced


def move_files_of(job_id: UUID) -> None:
    """Do each owed move of a job's files, under the row's lock."""
    owed = Asset.objects.filter(job_id=job_id).exclude(moving_to="").values_list("pk", flat=True)
    for pk in list(owed):
        with transaction.atomic():
            asset = Asset.objects.select_for_update().filter(pk=pk).first()
            if asset is not None:
                move_announced(asset)
