"""Golden places for the tests of src/geom/helmert.rs, by another PROJ through another language.

    pip install pyproj
    python tests/reference/helmert.py

Last run: pyproj 3.7.2, PROJ 9.5.1.
"""
import pyproj

CART = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +a=6378245 +rf=298.3 "
BACK = "+step +inv +proj=cart +a=6378137 +rf=298.257222101 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
THREE = "+step +proj=helmert +x=15.8 +y=-154.4 +z=-82.3 "
SEVEN = THREE + "+rx=1.2 +ry=-0.7 +rz=3.4 +s=-4.5 +convention=position_vector "

print("pyproj", pyproj.__version__, "PROJ", pyproj.proj_version_str)
for name, step in [("three", THREE), ("seven", SEVEN)]:
    lon, lat, _ = pyproj.Transformer.from_pipeline(CART + step + BACK).transform(120.5, 30.3, 0.0)
    print(f"{name}  {lon:.13f} {lat:.13f}")
