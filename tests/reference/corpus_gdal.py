"""What GDAL finds in every file of the shared data folder, for tests/corpus.rs.

Needs pyogrio and shapely. Run from the root of the checkout:

    cp -r ../shared/data copy
    python tests/reference/corpus_gdal.py copy > tests/cases/corpus_gdal.tsv

A copy, because GDAL writes the index of a Shapefile that has none (SHAPE_RESTORE_SHX) beside it. A file of several layers
has a line for each. Multi types of one part are told as they are; names of fields in the order of the file.
"""

import os
import sys
import warnings
from collections import Counter

import pyogrio
import pyogrio.raw
import shapely

warnings.simplefilter("ignore")
ROOT = sys.argv[1]
pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})

CODES = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
CODES |= {7: "GeometryCollection", 8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve"}
CODES |= {12: "MultiSurface", 15: "PolyhedralSurface", 16: "TIN", 17: "Triangle"}


def type_of(wkb):
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big")
    return CODES.get((code & 0x1FFFFFFF) % 1000, str(code))


def vertices(wkb):
    try:
        return shapely.get_num_coordinates(shapely.from_wkb(wkb))
    except Exception:
        return None


def clean(text):
    return " ".join(str(text).split())


def layer_line(path, layer):
    meta, _, geometry, _ = pyogrio.raw.read(path, layer=layer, force_2d=True)
    count = len(geometry) if geometry is not None else pyogrio.read_info(path, layer=layer)["features"]
    shapes = [wkb for wkb in (geometry if geometry is not None else []) if wkb is not None]
    counts = [(type_of(wkb), vertices(wkb)) for wkb in shapes]
    filled = [(kind, number) for kind, number in counts if number != 0]
    unknown = any(number is None for _, number in filled)
    types = Counter(kind for kind, _ in filled)
    return [
        count,
        len(filled),
        "?" if unknown else sum(number for _, number in filled),
        " ".join(f"{kind}:{types[kind]}" for kind in sorted(types)),
        "|".join(clean(name) for name in meta["fields"]),
    ]


def lines(path):
    try:
        layers = pyogrio.list_layers(path)
    except Exception as error:
        return [("", ["error", "", "", "", clean(error).replace(ROOT, "")[:80]])]
    found = []
    for layer in layers[:, 0]:
        name = layer if len(layers) > 1 else ""
        try:
            found.append((clean(name), layer_line(path, layer)))
        except Exception as error:
            found.append((clean(name), ["error", "", "", "", clean(error).replace(ROOT, "")[:80]]))
    return found


VERSION = ".".join(map(str, pyogrio.__gdal_version__))
print(f"# What GDAL {VERSION} finds in the files of the shared data folder; made by tests/reference/corpus_gdal.py.")
print("# file, layer (empty where there is one), features (or error), features with coordinates, vertices, types, fields")
for folder, _, names in sorted(os.walk(ROOT)):
    for name in sorted(names):
        path = os.path.join(folder, name)
        short = os.path.relpath(path, ROOT)
        for layer, cells in lines(path):
            print("\t".join([short, layer] + [str(cell) for cell in cells]), flush=True)
