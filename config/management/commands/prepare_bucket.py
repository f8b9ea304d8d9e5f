from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from lib.signed_media import StorageFault


class Command(BaseCommand):
    """Set the media bucket up: closed, encrypted, with its rules. Safe to run again."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="only say what is wrong")
        parser.add_argument("--print-policy", action="store_true", help="only print our policy")

    def handle(self, *_: Any, **options: Any) -> None:
        """Needs credentials that may configure the bucket; serving ones need not."""
        if settings.MEDIA_STORE != "s3":
            raise CommandError("MEDIA_STORE is not s3: there is no bucket.")
        from lib.signed_media.s3 import bucket
        from lib.signed_media.s3.bucket import policy
        from lib.signed_media.s3.options import current

        if options["print_policy"]:
            self.stdout.write(policy.merged(settings.S3_BUCKET, ""))
            return
        try:
            if not options["check"]:
                bucket.prepare(current())
            wrong = bucket.faults(current())
        except StorageFault as error:
            raise CommandError(f"The bucket could not be prepared: {error.code}.") from None
        if wrong:
            raise CommandError(f"{settings.S3_BUCKET}: {'; '.join(wrong)}.")
        self.stdout.write(f"{settings.S3_BUCKET} is as it must be.")
