"""The yardstick of tenancy: the same views, settings and tables without lenders, on Django's own backend."""
