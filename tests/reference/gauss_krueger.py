"""Golden plane coordinates for the tests of src/geom/crs.rs, by another PROJ through another language.

    pip install pyproj
    python tests/reference/gauss_krueger.py

Last run: pyproj 3.7.2, PROJ 9.5.1.
"""
import pyproj

print("pyproj", pyproj.__version__, "PROJ", pyproj.proj_version_str)
for source, plane, lon, lat in [(4490, 4549, 120.5, 30.3), (4326, 32631, 4.9, 51.8), (4490, 4528, 120.5, 30.3)]:
    east, north = pyproj.Transformer.from_crs(source, plane, always_xy=True).transform(lon, lat)
    print(f"EPSG:{source} -> EPSG:{plane}  {lon} {lat}  ->  {east:.6f} {north:.6f}")
