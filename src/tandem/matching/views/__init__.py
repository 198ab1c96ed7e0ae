"""Pages of needs, offers and introductions."""
