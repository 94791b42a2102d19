"""The demo's mail page. In any other deployment these addresses do not exist."""

from django.conf import settings
from django.urls import path

from portico.demo import views

urlpatterns = (
    [
        path("mail", views.mailbox),
        path("mail/<slug:name>", views.mail),
        path("mail/<slug:name>/html", views.mail_html),
    ]
    if settings.PORTICO_DEMO
    else []
)
