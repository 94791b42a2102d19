"""The storage port's adapter for S3 and what speaks like it. Nothing else imports boto3.

Settings: ``PORTICO_S3_BUCKET``, and ``PORTICO_S3_ENDPOINT`` where it is not Amazon's; credentials come
from the environment in boto3's own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .errors import Unavailable
from .storage import HasVault, ObjectKey, ObjectMissing

NOT_THERE = frozenset({"NoSuchKey", "404", "NotFound"})


class StorageUnavailable(Unavailable):
    """The object storage did not answer, or refused us."""

    code = "storage_unavailable"


class S3Storage:
    """Objects in one bucket, encrypted at rest by the service as well."""

    def put(self, key: ObjectKey, content: bytes) -> None:
        """Store ``content``; raises StorageUnavailable."""
        self._call("put_object", key, Body=content, ServerSideEncryption="AES256")

    def get(self, key: ObjectKey) -> bytes:
        """The bytes under a key; raises ObjectMissing or StorageUnavailable."""
        answer = self._call("get_object", key)
        try:
            return bytes(answer["Body"].read())
        except BotoCoreError as error:
            raise StorageUnavailable from error

    def exists(self, key: ObjectKey) -> bool:
        """Whether an object stands under a key; raises StorageUnavailable."""
        try:
            self._call("head_object", key)
        except ObjectMissing:
            return False
        return True

    def keys_of(self, lender: HasVault) -> Iterator[ObjectKey]:
        """List the vault, a page at a time; raises StorageUnavailable."""
        page: dict[str, Any] = {"IsTruncated": True}
        while page["IsTruncated"]:
            token = page.get("NextContinuationToken")
            more = {"ContinuationToken": token} if token else {}
            page = self._ask("list_objects_v2", Prefix=f"{lender.vault_id}/", **more)
            yield from (ObjectKey(found["Key"]) for found in page.get("Contents", []))

    def remove(self, key: ObjectKey) -> None:
        """Delete an object; raises StorageUnavailable."""
        self._call("delete_object", key)

    def _call(self, name: str, key: ObjectKey, **arguments: Any) -> dict[str, Any]:
        return self._ask(name, Key=key, **arguments)

    def _ask(self, name: str, **arguments: Any) -> dict[str, Any]:
        client = _client(getattr(settings, "PORTICO_S3_ENDPOINT", None))
        bucket = getattr(settings, "PORTICO_S3_BUCKET", "")
        if not bucket:
            raise ImproperlyConfigured("PORTICO_S3_BUCKET names the bucket of sealed files; it has no default")
        try:
            answer: dict[str, Any] = getattr(client, name)(Bucket=bucket, **arguments)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in NOT_THERE:
                raise ObjectMissing from None
            raise StorageUnavailable from error
        except BotoCoreError as error:
            raise StorageUnavailable from error
        return answer


@lru_cache(maxsize=4)
def _client(endpoint: str | None) -> Any:
    timeouts = Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 2, "mode": "standard"})
    return boto3.client("s3", endpoint_url=endpoint, config=timeouts)
