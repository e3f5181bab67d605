#!/bin/sh
# Runs the fuzz targets: scripts/fuzz.sh [seconds for each] [targets]. Needs a nightly toolchain and cargo-fuzz.
# What they learn is kept in fuzz/corpus, what they break in fuzz/artifacts; seeds are read in place.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- any delimited dxf esri_json flatgeobuf geojson geopackage kml kmz parcel_text parquet settings shapefile topo_json wkb wkt xlsx zipped
data=../shared/data
failed=
for target in "$@"; do
    mkdir -p "fuzz/corpus/$target"
    case $target in
        any) seeds="tests/cases $data" ;;
        flatgeobuf) seeds="$data/gis_format_edge_cases/fgb_flatgeobuf $data/gis_format_edge_cases/fgb_gdal_autotest" ;;
        geojson) seeds="$data/gis_format_edge_cases $data/corrupted_and_hostile" ;;
        geopackage) seeds="$data/gis_format_edge_cases/gpkg_gdal_autotest $data/corrupted_and_hostile/gpkg_gdal_autotest" ;;
        kml) seeds="$data/gis_format_edge_cases/kml_gdal_autotest $data/corrupted_and_hostile/kml_gdal_autotest" ;;
        shapefile) seeds="$data/gis_format_edge_cases/shp_gdal_autotest $data/corrupted_and_hostile/shp_gdal_autotest" ;;
        parquet) seeds="tests/cases/geoparquet" ;;
        settings) seeds="maps assets" ;;
        wkt) seeds="$data/hard_geometries/georust_geo_wkt $data/gis_format_edge_cases/prj_cgcs2000" ;;
        zipped) seeds="$data/gis_format_edge_cases/shapefile_pyshp $data/corrupted_and_hostile/shapefile_pyshp" ;;
        *) seeds=tests/cases ;;
    esac
    found=
    for seed in $seeds; do
        [ -d "$seed" ] && found="$found $seed"
    done
    echo "== $target, $seconds s"
    # shellcheck disable=SC2086
    cargo +nightly fuzz run "$target" "fuzz/corpus/$target" $found -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 || failed="$failed $target"
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
