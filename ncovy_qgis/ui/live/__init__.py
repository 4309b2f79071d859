"""The live map in the window: what others do is seen, and disturbs nobody."""
