"""Template tags; ``{% load cfsign %}``."""
