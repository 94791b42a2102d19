"""The Django project: settings, urls, celery, command line, demo. Imports everything; nobody imports it."""
