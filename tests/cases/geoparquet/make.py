"""The cases beside it: `python make.py FOLDER`, with pyarrow, geopandas and shapely.

parcels: small pages of version 1 in three row groups, zstd, every type of value, a box around each feature.
parcels_v2: pages of version 2, snappy, steps and split bytes. parcels_native: ordinates as numbers, gzip, no CRS.
"""
import pyarrow as pa, pyarrow.parquet as pq, geopandas as gpd, shapely, datetime, decimal, json, sys
out=sys.argv[1]
n=12
sq=lambda k: shapely.box(120+0.01*k,30,120.005+0.01*k,30.004)
shapes=[sq(k) for k in range(n)]
shapes[3]=None
shapes[4]=shapely.MultiPolygon([sq(4),shapely.affinity.translate(sq(4),0,0.01)])
shapes[5]=sq(5).difference(shapely.box(120.051,30.001,120.053,30.002))
wkb=[None if s is None else shapely.to_wkb(s) for s in shapes]
crs=json.loads(gpd.GeoSeries([],crs=4490).crs.to_json())
col={"encoding":"WKB","geometry_types":[],"crs":crs,"bbox":[120,30,121,31],"covering":{"bbox":{k:["bbox",k] for k in ["xmin","ymin","xmax","ymax"]}}}
def geo(**kw):
    c=dict(col); c.update(kw); c={k:v for k,v in c.items() if v!="-"}
    return {b"geo":json.dumps({"version":"1.1.0","primary_column":"geometry","columns":{"geometry":c}}).encode()}
cols={
 "DLBM":["1106","1105",None]*4, "n":pa.array(range(-2,10),pa.int32()), "big":pa.array([2**63+k for k in range(n)],pa.uint64()),
 "ratio":pa.array([k/4 for k in range(n)],pa.float32()), "sure":[True,False,None]*4,
 "day":[datetime.date(2026,11,k+1) for k in range(n)],
 "at":pa.array([datetime.datetime(2026,1,1,k,30,15,250000) for k in range(n)],pa.timestamp("ms","UTC")),
 "ha":[decimal.Decimal(k*1001)/100 for k in range(n)],
 "list":[[k,None,k+1] if k%3 else ([] if k else None) for k in range(n)],
 "parts":[{"k":"v%d"%k,"w":[{"z":k}]} if k%2 else None for k in range(n)],
 "tags":pa.array([[("a","b"),("c",None)] if k%2 else None for k in range(n)],pa.map_(pa.string(),pa.string())),
 "raw":[b"\x01\xff" if k%2 else None for k in range(n)],
 "bbox":[{"xmin":1.0,"ymin":1.0,"xmax":2.0,"ymax":2.0}]*n,
 "geometry":wkb}
t=pa.table(cols)
w=lambda t,name,meta,**kw: pq.write_table(t.replace_schema_metadata(meta),f"{out}/{name}.parquet",write_statistics=False,**kw)
w(t,"parcels",geo(),row_group_size=5,data_page_size=64,compression="zstd")
# other encodings and pages of version 2
small=t.select(["DLBM","n","ratio","geometry"])
w(small,"parcels_v2",geo(covering="-"),data_page_version="2.0",use_dictionary=["DLBM"],column_encoding={"n":"DELTA_BINARY_PACKED","ratio":"BYTE_STREAM_SPLIT","geometry":"DELTA_BYTE_ARRAY"},compression="snappy")
pt=pa.struct([pa.field("x",pa.float64(),False),pa.field("y",pa.float64(),False)])
ring=pa.list_(pa.field("vertices",pt,False))
poly=pa.list_(pa.field("rings",ring,False))
multi=pa.list_(pa.field("polygons",poly,False))
def rings(p): return [[{"x":x,"y":y} for x,y in r.coords] for r in [p.exterior,*p.interiors]]
nat=[None if s is None else [rings(p) for p in (s.geoms if s.geom_type=="MultiPolygon" else [s])] for s in shapes]
nt=pa.table({"DLBM":cols["DLBM"],"geometry":pa.array(nat,multi)})
w(nt,"parcels_native",geo(encoding="multipolygon",covering="-",edges="spherical",crs="-"),compression="gzip")
