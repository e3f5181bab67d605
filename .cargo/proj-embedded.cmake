# Read by the build of PROJ (see config.toml beside this file): only the embedded database, no search path at all.
set(USE_ONLY_EMBEDDED_RESOURCE_FILES ON CACHE BOOL "only the embedded proj.db" FORCE)
set(EMBED_RESOURCE_FILES ON CACHE BOOL "proj.db inside the library" FORCE)
set(EMBED_PROJ_DATA_PATH OFF CACHE BOOL "no path of the build machine" FORCE)
