"""The yardstick: a Django project with one view, one query of one row, no middleware, no tenancy."""
