from django.urls import path

import lib.api.converters  # noqa: F401 - makes <cam:…>, <rcp:…> known
from cameos.api.receipts import ReceiptsView, ReceiptView

urlpatterns = [
    path("cameos/<cam:cameo_id>/receipts", ReceiptsView.as_view(), name="cameo-receipts"),
    path(
        "cameos/<cam:cameo_id>/receipts/<rcp:receipt_id>",
        ReceiptView.as_view(),
        name="cameo-receipt",
    ),
]
