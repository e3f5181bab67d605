"""Reading and writing of layers by pyogrio (GDAL) and GeoPandas, beside our own: copies of a workload, and the table.

    python peer_formats.py copies GEOJSON FOLDER            the same features as Shapefile, GeoPackage, FlatGeobuf, GeoParquet
    python peer_formats.py read FILE [full]                 seconds by the clock and of the processors
    python peer_formats.py write FILE FILE_TO_WRITE
    python peer_formats.py table EXAMPLE GEOJSON FOLDER     all of it, in turn with the example `formats`; medians of three

Needs geopandas, pyogrio, shapely 2, and pyarrow for GeoParquet. `full` also brings the features to EPSG:4549 and mends
what is not valid, which is what reading means in the program beside it.
"""
import pathlib
import statistics
import subprocess
import sys
import time

PLANE = 4549
# The pages of GDAL's own driver are of no matter here: the wheels of pyogrio have none for Parquet.
ENDINGS = ["geojson", "shp", "gpkg", "fgb", "parquet"]
RUNS = 3


def load(path):
    import geopandas
    import pyogrio

    return geopandas.read_parquet(path) if path.endswith(".parquet") else pyogrio.read_dataframe(path)


def store(frame, path):
    import pyogrio

    if path.endswith(".parquet"):
        frame.to_parquet(path)
    else:
        pyogrio.write_dataframe(frame, path)


def in_plane(frame):
    frame = frame.to_crs(PLANE)
    shapes = frame.geometry.values
    bad = ~frame.geometry.is_valid.values
    if bad.any():
        shapes = shapes.copy()
        shapes[bad] = shapes[bad].make_valid()
    return frame.set_geometry(shapes)


def timed(work):
    wall, processors = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - processors


def read(path, full=False):
    # Loading the libraries is no part of reading.
    import geopandas, pyogrio, shapely  # noqa: F401
    if path.endswith(".parquet"):
        import pyarrow.parquet  # noqa: F401
    frame, wall, processors = timed(lambda: in_plane(load(path)) if full else load(path))
    print(f"{wall:.3f} {processors:.3f} {len(frame)} features")


def write(path, target):
    frame = in_plane(load(path))
    _, wall, processors = timed(lambda: store(frame, target))
    print(f"{wall:.3f} {processors:.3f} {len(frame)} features")


def copies(geojson, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    frame = None
    for ending in ENDINGS[1:]:
        path = folder / f"zones.{ending}"
        if not path.exists():
            frame = load(geojson) if frame is None else frame
            store(frame, str(path))


def run(command):
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[0]
    wall, processors, *what = line.split(" ")
    return float(wall), float(processors), " ".join(what)


def median(measured):
    return tuple(statistics.median(run[k] for run in measured) for k in (0, 1))


def table(example, geojson, folder):
    copies(geojson, folder)
    folder = pathlib.Path(folder)
    peer = [sys.executable, __file__]
    print("| seconds by the clock (of the processors) | here, to the finished layer | peer, read alone | peer, read, to the "
          "plane, mended | here, written | peer, written |")
    print("|---|---|---|---|---|---|")
    for ending in ENDINGS:
        path = geojson if ending == "geojson" else str(folder / f"zones.{ending}")
        own, plain, full, ours_out, theirs_out = [], [], [], [], []
        for _ in range(RUNS):
            own.append(run([example, path]))
            plain.append(run([*peer, "read", path]))
            full.append(run([*peer, "read", path, "full"]))
            for made in folder.glob("out.*"):
                made.unlink()
            if ending != "parquet":
                ours_out.append(run([example, path, str(folder / f"out.{ending}")]))
                for made in folder.glob("out.*"):
                    made.unlink()
            theirs_out.append(run([*peer, "write", path, str(folder / f"out.{ending}")]))
        cells = [f"{m[0]:.2f} ({m[1]:.2f})" if m else "" for m in
                 (median(runs) if runs else None for runs in (own, plain, full, ours_out, theirs_out))]
        print(f"| {ending}: {own[0][2]} | " + " | ".join(cells) + " |", flush=True)
    for made in folder.glob("out.*"):
        made.unlink()


if __name__ == "__main__":
    {"copies": copies, "read": read, "write": write, "table": table}[sys.argv[1]](*sys.argv[2:])
