"""Times the coverage validation of GEOS on a file, in the plane EPSG:4549, and counts what it marks.

    python scripts/coverage_witness.py FILE

Needs geopandas and shapely 2.1 or later (GEOS 3.12 or later).
"""

import sys
import time

import geopandas
import shapely

begun = time.perf_counter()
frame = geopandas.read_file(sys.argv[1], engine="pyogrio").to_crs("EPSG:4549")
shapes = frame.geometry.values.to_numpy() if hasattr(frame.geometry.values, "to_numpy") else frame.geometry.to_numpy()
print(f"read     {time.perf_counter() - begun:8.3f} s  {len(shapes)} features, {shapely.get_num_coordinates(shapes).sum()} vertices")

begun = time.perf_counter()
marked = shapely.coverage_invalid_edges(shapes, gap_width=1.0)
seconds = time.perf_counter() - begun
print(f"validate {seconds:8.3f} s  {(~shapely.is_empty(marked)).sum()} features with invalid edges or narrow gaps")

begun = time.perf_counter()
tree = shapely.STRtree(shapes)
first, second = tree.query(shapes, predicate="intersects")
pairs = [(a, b) for a, b in zip(first, second) if a < b]
overlaps = 0
for a, b in pairs:
    pattern = shapely.relate(shapes[a], shapes[b])
    if pattern[0] == "2":
        overlaps += shapely.area(shapely.intersection(shapes[a], shapes[b])) > 1e-4
print(f"overlaps {time.perf_counter() - begun:8.3f} s  {overlaps} pairs above 0.0001 m²")

begun = time.perf_counter()
union = shapely.unary_union(shapes)
parts = shapely.get_parts(union)
# Crumbs of rounding along borders that match are no gaps.
holes = sum(shapely.area(shapely.Polygon(ring)) > 1e-4 for part in parts for ring in part.interiors)
print(f"union    {time.perf_counter() - begun:8.3f} s  {holes} enclosed gaps above 0.0001 m²")
