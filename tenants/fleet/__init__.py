"""Work on every schema at once, by the owner: making them, keeping some ahead, migrating and comparing them."""
