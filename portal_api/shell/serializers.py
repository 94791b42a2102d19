"""The bootstrap on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class LenderSerializer(serializers.Serializer[Any]):
    """The lender whose host this is."""

    slug = serializers.CharField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    country = serializers.CharField()
    currency = serializers.CharField()


class LegalLinkSerializer(serializers.Serializer[Any]):
    """A link to a page of the lender's own."""

    label = serializers.CharField()  # type: ignore[assignment]  # the field's name, not DRF's label
    url = serializers.CharField()


class BrandSerializer(serializers.Serializer[Any]):
    """The words and pictures of a brand in the viewer's language."""

    language = serializers.CharField()
    portal_name = serializers.CharField()
    logo_alt = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    logo_on_dark_url = serializers.CharField(allow_null=True)
    hero_url = serializers.CharField(allow_null=True)
    sign_in_title = serializers.CharField()
    sign_in_text = serializers.CharField()
    footer_text = serializers.CharField(allow_blank=True)
    support_email = serializers.CharField(allow_blank=True)
    support_phone = serializers.CharField(allow_blank=True)
    support_hours = serializers.CharField(allow_blank=True)
    payments_off_text = serializers.CharField()
    legal = LegalLinkSerializer(many=True)
    attributes = serializers.DictField(child=serializers.CharField())


class ViewerSerializer(serializers.Serializer[Any]):
    """Who is signed in."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    initials = serializers.CharField()
    read_only = serializers.BooleanField()  # type: ignore[assignment]  # the field's name, not DRF's read_only


class IdleSerializer(serializers.Serializer[Any]):
    """When an idle browser is signed out, and how long before that it is warned. Seconds."""

    timeout_seconds = serializers.IntegerField()
    warn_seconds = serializers.IntegerField()


class DemoSerializer(serializers.Serializer[Any]):
    """What exists in the demo only."""

    mail_url = serializers.CharField()


class BootstrapSerializer(serializers.Serializer[Any]):
    """What the web app knows before its first request."""

    epoch = serializers.IntegerField()
    build = serializers.CharField()
    language = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    lender = LenderSerializer()
    brand = BrandSerializer()
    sections = serializers.ListField(child=serializers.CharField())
    payments_state = serializers.ChoiceField(choices=["on", "off", "not_ready"])
    wallet_origin = serializers.CharField()
    viewer = ViewerSerializer(allow_null=True)
    idle = IdleSerializer()
    demo = DemoSerializer(allow_null=True)
