"""Tools for what is selected or being drawn: copy, change many, verify, end, remove; zones and their look-alikes."""
