"""Which open formats can places come from? One module each."""
