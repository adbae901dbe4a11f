# The libraries that Cornu links, all from the distribution's packages (packages.txt). Read by this
# build and, installed beside it, by cornuConfig.cmake.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_search_module(cornu_hdf5 REQUIRED IMPORTED_TARGET hdf5-serial hdf5)
pkg_check_modules(cornu_zip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(cornu_zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(cornu_deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(cornu_png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(cornu_jpeg REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(cornu_highway REQUIRED IMPORTED_TARGET libhwy)
pkg_check_modules(cornu_spdlog REQUIRED IMPORTED_TARGET spdlog)

# oneDNN by hand: its own package file also demands OpenCL's headers, which nothing here uses.
find_path(CORNU_DNNL_INCLUDE dnnl.hpp REQUIRED)
find_library(CORNU_DNNL_LIBRARY dnnl REQUIRED)
# The OpenMP runtime that oneDNN itself uses, whichever compiler links: a second one would bring a
# second team of threads.
find_library(CORNU_GOMP_LIBRARY NAMES libgomp.so.1 gomp REQUIRED)
# libcsv has no package file.
find_path(CORNU_CSV_INCLUDE csv.h REQUIRED)
find_library(CORNU_CSV_LIBRARY csv REQUIRED)
mark_as_advanced(CORNU_DNNL_INCLUDE CORNU_DNNL_LIBRARY CORNU_GOMP_LIBRARY CORNU_CSV_INCLUDE
                 CORNU_CSV_LIBRARY)

set(cornu_linked PkgConfig::cornu_hdf5 PkgConfig::cornu_zip PkgConfig::cornu_zlib
    PkgConfig::cornu_deflate PkgConfig::cornu_png PkgConfig::cornu_jpeg
    PkgConfig::cornu_highway PkgConfig::cornu_spdlog cornu::csv cornu::dnnl cornu::gomp
    Threads::Threads)
if(NOT TARGET cornu::dnnl)
  add_library(cornu::dnnl UNKNOWN IMPORTED)
  set_target_properties(cornu::dnnl PROPERTIES IMPORTED_LOCATION ${CORNU_DNNL_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${CORNU_DNNL_INCLUDE})
  add_library(cornu::csv UNKNOWN IMPORTED)
  set_target_properties(cornu::csv PROPERTIES IMPORTED_LOCATION ${CORNU_CSV_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${CORNU_CSV_INCLUDE})
  add_library(cornu::gomp UNKNOWN IMPORTED)
  set_target_properties(cornu::gomp PROPERTIES IMPORTED_LOCATION ${CORNU_GOMP_LIBRARY})
endif()
