"""The supervisor's oversight: reports of a period, and the staff with their roles and areas."""
