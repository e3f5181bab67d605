# Read by the build of PROJ (see config.toml beside this file).

# Only the embedded database, no search path at all.
set(USE_ONLY_EMBEDDED_RESOURCE_FILES ON CACHE BOOL "only the embedded proj.db" FORCE)
set(EMBED_RESOURCE_FILES ON CACHE BOOL "proj.db inside the library" FORCE)
set(EMBED_PROJ_DATA_PATH OFF CACHE BOOL "no path of the build machine" FORCE)

# Several sources in one go: PROJ takes part in this, and most of the time goes into reading the same headers again.
set(CMAKE_UNITY_BUILD ON CACHE BOOL "sources in groups" FORCE)
# The crate `cmake` builds for release whatever the profile, and tests need no better than Cargo.toml asks. On Windows the
# crate gives these flags itself, since they also say which runtime is linked.
if("$ENV{OPT_LEVEL}" STREQUAL "1" AND NOT CMAKE_HOST_WIN32)
    set(CMAKE_C_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "as the profile asks" FORCE)
    set(CMAKE_CXX_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "as the profile asks" FORCE)
endif()
