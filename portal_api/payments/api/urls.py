"""Addresses of payments."""

from django.urls import path

from . import views

urlpatterns = [
    path("accounts/<uuid:account_id>/payable", views.PayableView.as_view()),
    path("payments", views.PaymentsView.as_view()),
    path("payments/reviews", views.ReviewsView.as_view()),
    path("payments/<uuid:payment_id>", views.PaymentView.as_view()),
    path("payments/<uuid:payment_id>/cancel", views.CancelView.as_view()),
]
