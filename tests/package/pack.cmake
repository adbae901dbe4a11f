# Packs the build tree BUILD and unpacks the package in SCRATCH:
# cmake -DBUILD=… -DSCRATCH=… -P pack.cmake
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
run(cpack -G TGZ --config ${BUILD}/CPackConfig.cmake -B ${SCRATCH}/packages)
file(GLOB package ${SCRATCH}/packages/*.tar.gz)
file(ARCHIVE_EXTRACT INPUT ${package} DESTINATION ${SCRATCH})
file(GLOB unpacked ${SCRATCH}/cornu-*)
file(RENAME ${unpacked} ${SCRATCH}/cornu)
run(${SCRATCH}/cornu/bin/cornu version)
