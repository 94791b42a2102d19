"""What the identity routes share on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ..operations.mailed_links import LONGEST_SECRET
from ..passwords import LONGEST


class PasswordField(serializers.CharField):
    """A password as typed or pasted: nothing is trimmed off."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=LONGEST, write_only=True, **kwargs)


class SecretField(serializers.CharField):
    """The secret of a mailed link."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SECRET, write_only=True, **kwargs)


class NextSerializer(serializers.Serializer[Any]):
    """What comes next in the flow: ``done``, or the name of a step and the flow it belongs to."""

    next = serializers.CharField()
    flow_id = serializers.CharField(required=False)
