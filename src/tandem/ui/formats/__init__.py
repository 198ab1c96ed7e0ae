"""How a language writes dates where Django's own habit is not ours (FORMAT_MODULE_PATH)."""
