"""Addresses of payment methods."""

from django.urls import path

from . import views

urlpatterns = [
    path("payment-methods", views.MethodsView.as_view()),
    path("payment-methods/captures", views.CapturesView.as_view()),
    path("payment-methods/<uuid:method_id>", views.MethodView.as_view()),
]
