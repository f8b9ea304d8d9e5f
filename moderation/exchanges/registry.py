"""From a row to the connector that speaks its protocol, with what the environment gives it."""

from django.conf import settings

from moderation.exchanges.base import Connector
from moderation.models import Exchange, ExchangeKind


def connector_of(exchange: Exchange) -> Connector:
    """Raises ExchangeFault `not_set_up`. The packages are imported here and nowhere else."""
    if exchange.kind == ExchangeKind.NCMEC:
        from moderation.exchanges.ncmec import Ncmec

        return Ncmec(
            user=settings.NCMEC_USER,
            password=settings.NCMEC_PASSWORD,
            collection=exchange.collection,
            url=settings.NCMEC_URL,
        )
    if exchange.kind == ExchangeKind.THREATEXCHANGE:
        from moderation.exchanges.threatexchange import ThreatExchange

        return ThreatExchange(
            token=settings.THREATEXCHANGE_TOKEN,
            collection=exchange.collection,
            url=settings.THREATEXCHANGE_URL,
        )
    if exchange.kind == ExchangeKind.STOPNCII:
        from moderation.exchanges.stopncii import StopNcii

        return StopNcii(
            subscription_key=settings.STOPNCII_SUBSCRIPTION_KEY,
            fetch_key=settings.STOPNCII_FETCH_KEY,
            feedback_key=settings.STOPNCII_FEEDBACK_KEY,
            url=settings.STOPNCII_URL,
        )
    from moderation.exchanges.files import File

    return File(folder=settings.EXCHANGE_FILES_DIR, collection=exchange.collection)
