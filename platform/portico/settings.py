"""Django settings. What differs between deployments comes from the environment (environment.py)."""

from __future__ import annotations

import os
import sys

from csp.constants import NONE, SELF

from portico.databases import database_from_url
from portico.environment import REPOSITORY, Environment
from portico.logs import configure_structlog, logging_settings

if (len(sys.argv) > 1 and sys.argv[1] in {"makemigrations", "check", "spectacular"}) or "mypy" in sys.argv[0]:
    # These commands read code and serve nothing, so they may run without a deployment's secret.
    os.environ.setdefault("PORTICO_SECRET_KEY", "for commands that only read the code; never serves")

ENV = Environment()

SECRET_KEY = ENV.portico_secret_key
DEBUG = ENV.portico_debug
PORTICO_DEMO = ENV.portico_demo
PORTICO_BUILD = ENV.portico_build
PORTICO_VAR = ENV.portico_var
PORTICO_TAPE = ENV.portico_tape
PORTICO_TLS = ENV.portico_tls and not ENV.portico_demo
PORTICO_PORT = ENV.portico_port
PORTICO_BASE_HOST = ENV.portico_base_host
PORTICO_SUPPORT_HOST = f"console.{ENV.portico_base_host}"
PORTICO_WALLET_HOST = f"wallet.{ENV.portico_base_host}"

# Any host may knock: tenants.middleware knows which ones exist and answers a plain 404 to the rest.
ALLOWED_HOSTS = ["*"]

SHARED_APPS = [
    "tenants",
    "portico_kernel.audit",
    "portico_kernel.outbox",
    "feature_flags.tickets",
    "branding.published",
    "portal_api.identity",
    "portal_api.notices",
    "portal_api.eft.register",
    "django.contrib.contenttypes",
    "knox",
]
TENANT_APPS = [
    "portico_kernel.audit",
    "portico_kernel.idempotency",
    "feature_flags",
    "portal_api.identity",
    "portal_api.notices",
    "portal_api.accounts",
    "portal_api.servicing",
    "portal_api.wallet",
    "portal_api.payments",
    "portal_api.eft",
]
NO_TABLES = [
    "portico",
    "admin_console.shared",
    "admin_console.support",
    "admin_console.lender",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_tables2",
    "django_filters",
    "django_structlog",
    "csp",
    "portal_api.shell",
    "branding",
]
INSTALLED_APPS = [*NO_TABLES, *dict.fromkeys([*SHARED_APPS, *TENANT_APPS])]

TENANT_MODEL = "tenants.Lender"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["tenants.routers.SchemaRouter"]
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


DATABASES = {"default": database_from_url(ENV.database_url or "postgresql:///portico", pooler=ENV.portico_pooler)}
DATABASES["owner"] = database_from_url(ENV.database_owner_url or "postgresql:///portico") | {"CONN_MAX_AGE": 0}
PORTICO_ROLE_PREFIX = str(DATABASES["default"]["NAME"])
PORTICO_APP_ROLE = str(DATABASES["default"]["USER"]) or f"{PORTICO_ROLE_PREFIX}_app"
PORTICO_EPOCH_POLL_SECONDS = 0.5
# Connections that a process keeps, and how many lenders' schemas each may meet before it is replaced: a backend
# holds almost half a megabyte for each (docs/scaling.md). Together they say how many lenders stay warm.
PORTICO_CONNECTIONS = ENV.portico_connections
PORTICO_SCHEMAS_PER_CONNECTION = ENV.portico_schemas_per_connection

REDIS_URL = ENV.redis_url

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portico.headers.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portico.request_log.RequestLogMiddleware",
    "portico.http.ConfigurationHeadersMiddleware",
    "tenants.middleware.LenderMiddleware",
    "portico.http.OriginMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal_api.http.SectionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "portico.urls.nothing"
WSGI_APPLICATION = "portico.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Set where `collectstatic` gathers the files (the image); elsewhere they are found where they stand.
STATIC_ROOT = ENV.portico_static_root
PORTICO_WEB_DIST = REPOSITORY / "portal_web" / "dist"
STATICFILES_DIRS = [("web", PORTICO_WEB_DIST)] if PORTICO_WEB_DIST.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "portal_api.identity.guessable.DressedUpValidator"},
    {"NAME": "portal_api.identity.guessable.NamesValidator"},
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal_api.identity.authentication.BorrowerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal_api.identity.permissions.IsBorrower"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "portal_api.negotiation.JsonForAll",
    "DEFAULT_PARSER_CLASSES": ["portal_api.parsers.PlainJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal_api.http.render_error",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
REST_KNOX = {"TOKEN_MODEL": "identity.AuthToken"}
KNOX_TOKEN_MODEL = "identity.AuthToken"  # noqa: S105  # the name of a table, not a token

SPECTACULAR_SETTINGS = {
    "TITLE": "Portico borrower API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "APPEND_COMPONENTS": {
        "schemas": {
            # The body of every refusal (portal_api.http.error_body).
            "Error": {
                "type": "object",
                "required": ["code", "message", "fields", "request_id"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "fields": {"type": "object", "additionalProperties": {"type": "string"}},
                    "request_id": {"type": "string"},
                    "details": {"type": "object", "additionalProperties": True},
                },
            }
        }
    },
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "PaymentStatusEnum": "portal_api.payments.states.PaymentStatus.values",
        "InstalmentStatusEnum": ["paid", "due", "past_due", "upcoming"],
    },
}

# The addresses that links and frames use. A port only where no proxy hides it.
_scheme, _port = ("https" if PORTICO_TLS else "http"), (f":{PORTICO_PORT}" if PORTICO_PORT else "")
PORTICO_SCHEME, PORTICO_PORT_SUFFIX = _scheme, _port
PORTICO_WALLET_ORIGIN = f"{_scheme}://{PORTICO_WALLET_HOST}{_port}"

# No inline script or style, nothing from elsewhere, framed by nobody; the wallet's frame sets its own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [PORTICO_WALLET_ORIGIN],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "usb", "payment", "accelerometer", "gyroscope")
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with forms, and every write is checked by Origin.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if PORTICO_TLS else 0
X_FRAME_OPTIONS = "DENY"

CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "admin_console.shared.errors.csrf_failure"
CSRF_COOKIE_SECURE = PORTICO_TLS
CSRF_COOKIE_NAME = "__Host-portico_csrf" if PORTICO_TLS else "portico_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PORTICO_TLS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SILENCED_SYSTEM_CHECKS: list[str] = []

PORTICO_KMS_ADAPTER = "portico_kernel.kms.KeyFileKms"
PORTICO_STORAGE_ADAPTER = "portico_kernel.storage.LocalDiskStorage"
PORTICO_MAIL_ADAPTER = "portico_kernel.mail.FolderMail" if PORTICO_DEMO else "portico_kernel.mail.SmtpMail"

# A borrower who does nothing for this long is signed out, after a warning (the server decides).
PORTICO_IDLE_SECONDS = 15 * 60
PORTICO_IDLE_WARN_SECONDS = 60
PORTICO_SESSION_SECONDS = 12 * 60 * 60
# How many proxies of ours stand before us. At 0 behind a proxy everybody would be one address to the throttle.
PORTICO_TRUSTED_PROXIES = ENV.portico_trusted_proxies
PORTICO_MAIL_FROM = ENV.portico_mail_from or f"no-reply@{PORTICO_BASE_HOST}"
EMAIL_HOST, EMAIL_PORT = ENV.email_host, ENV.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = ENV.email_user, ENV.email_password, ENV.email_tls

configure_structlog()
LOGGING = logging_settings(ENV.portico_log_level)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
