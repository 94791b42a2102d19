"""The wallet's host: the frame that bank account numbers are typed into, and nothing else."""

from django.urls import include, path

urlpatterns = [path("", include("portal_api.wallet.frame.urls"))]
