from portal_api.assets import entry as entry
