from django.urls import path

from moderation.api.views import ModerationsView

urlpatterns = [path("moderations", ModerationsView.as_view(), name="v1-moderations")]
