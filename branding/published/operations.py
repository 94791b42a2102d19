"""Publishing a brand: a new version, in force for every new request."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from branding.images import BrandImage
from branding.inputs import Brand, store_brand
from branding.theme import html_attributes, render_theme_css
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from tenants.epoch import raise_epoch

from .models import BrandAsset, BrandVersion
from .queries import newest_version


def publish_brand(
    *,
    lender_id: uuid.UUID,
    site_id: uuid.UUID,
    brand: Brand,
    words: Mapping[str, Mapping[str, object]],
    new_images: Iterable[BrandImage],
    actor: Actor,
    now: datetime,
) -> BrandVersion:
    """Publish a brand for a site, inside the lender; images that are not given anew stay as they are.

    ``brand`` must already name its hero by digest. Two people publishing at once make two versions.
    """
    css, css_hash = render_theme_css(brand)
    uploaded = list(new_images)
    with transaction.atomic():
        before = newest_version(site_id)
        images = dict(before.images) if before else {}
        images |= {image.kind: f"{image.digest}.{image.extension}" for image in uploaded}
        BrandAsset.objects.bulk_create([_asset(lender_id, image, now) for image in uploaded], ignore_conflicts=True)
        published = BrandVersion.objects.create(
            lender_id=lender_id,
            site_id=site_id,
            version=before.version + 1 if before else 1,
            inputs=store_brand(brand),
            words=dict(words),
            images=images,
            attributes=html_attributes(brand),
            css_hash=css_hash,
            css=css.decode("ascii"),
            published_at=now,
            published_by=actor.label,
        )
        record(
            actor=actor,
            now=now,
            action="brand.published",
            object_kind="site",
            object_id=site_id,
            summary=f"Brand version {published.version} published.",
        )
        raise_epoch()
    return published


def _asset(lender_id: uuid.UUID, image: BrandImage, now: datetime) -> BrandAsset:
    return BrandAsset(
        lender_id=lender_id,
        content_hash=image.digest,
        content_type=image.content_type,
        width=image.width,
        height=image.height,
        content=image.content,
        created_at=now,
    )
