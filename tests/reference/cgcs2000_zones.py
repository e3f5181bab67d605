"""Golden coordinates for tests/zones.rs: all 64 planes of CGCS2000, 1,000 points each, by another PROJ through another
language.

    pip install pyproj
    python tests/reference/cgcs2000_zones.py > tests/reference/cgcs2000_zones.txt

A plane depends on the longitude from its central meridian alone, so one table per width of zones is written, with the
central meridian as east 0; every plane is computed all the same, and what it differs from the table is written beside it.

Last run: pyproj 3.7.2, PROJ 9.5.1.
"""
import pyproj

COLUMNS, ROWS = 40, 25
# First code, first zone, count, width in degrees, whether eastings begin with the number of the zone.
FAMILIES = [(4491, 13, 11, 6, True), (4502, 13, 11, 6, False), (4513, 25, 21, 3, True), (4534, 25, 21, 3, False)]


def points(width):
    """Offsets from the central meridian to two thirds of the width, and latitudes from 3° to 54°."""
    reach = width * 2.0 / 3.0
    for row in range(ROWS):
        for column in range(COLUMNS):
            yield reach * (2.0 * column / (COLUMNS - 1) - 1.0), 3.0 + 51.0 * row / (ROWS - 1)


print("# pyproj", pyproj.__version__, "PROJ", pyproj.proj_version_str)
tables = {}
for first, zone, count, width, numbered in FAMILIES:
    for step in range(count):
        number = zone + step
        meridian = 3.0 * number if width == 3 else 6.0 * number - 3.0
        easting = (number * 1e6 if numbered else 0.0) + 500000.0
        there = pyproj.Transformer.from_crs(4490, first + step, always_xy=True)
        found = [there.transform(meridian + off, lat) for off, lat in points(width)]
        found = [(east - easting, north) for east, north in found]
        table = tables.setdefault(width, found)
        worst = max(max(abs(a - b) for a, b in zip(one, own)) for one, own in zip(found, table))
        assert worst < 1e-6, (first + step, worst)
        print(f"plane {first + step} {width} {meridian:.0f} {easting:.0f} {worst:.1e}")
for width, table in sorted(tables.items()):
    print(f"table {width}")
    for east, north in table:
        print(f"{east:.6f} {north:.6f}")
