"""What Ncovy knows without QGIS and without a database: catalogue, rules, text, dates, review, publication."""
