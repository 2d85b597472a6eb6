"""Names of the targets, for those who must not load what makes them."""

TARGET_NAMES = ("screen",)
