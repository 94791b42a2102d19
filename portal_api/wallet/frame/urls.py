"""The wallet host's whole list of addresses."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("frame/<str:capture_id>", views.frame_page),
    path("frame/<str:capture_id>/theme.css", views.frame_theme),
    path("frame/<str:capture_id>/bank-account", views.BankAccountView.as_view()),
    re_path(r"", views.nothing_here),
]
