"""Identity's paths under ``/api/v1/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("sign-in", views.SignIn.as_view()),
    path("sign-out", views.SignOut.as_view()),
    path("password/forgot", views.PasswordForgot.as_view()),
    path("password/reset", views.PasswordReset.as_view()),
    path("password/reset/look", views.PasswordResetLook.as_view()),
    path("password/change", views.PasswordChange.as_view()),
    path("invitation/look", views.InvitationLook.as_view()),
    path("invitation/accept", views.InvitationAccept.as_view()),
    path("session/touch", views.SessionTouch.as_view()),
]
