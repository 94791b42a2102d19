"""The one view: a row by its key, as JSON."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from .models import Thing


def thing(request: HttpRequest, thing_id: int) -> JsonResponse:
    """One query of one row."""
    found = Thing.objects.get(id=thing_id)
    return JsonResponse(
        {"id": found.id, "name": found.name, "amount_minor": found.amount_minor, "made_at": found.made_at}
    )


urlpatterns = [path("things/<int:thing_id>", thing)]
