"""Routes of one account."""

from django.urls import path

from . import views

urlpatterns = [
    path("accounts/<uuid:account_id>", views.AccountDetail.as_view()),
    path("accounts/<uuid:account_id>/schedule", views.AccountSchedule.as_view()),
    path("accounts/<uuid:account_id>/transactions", views.AccountTransactions.as_view()),
    path("accounts/<uuid:account_id>/payoff", views.AccountPayoff.as_view()),
]
