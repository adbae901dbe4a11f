# cornu::cornu, one static library of all folders but apps and tests.
pkg_check_modules(cornu_json REQUIRED nlohmann_json)
pkg_check_modules(cornu_eigen REQUIRED eigen3)
find_path(CORNU_RANDOM123_INCLUDE Random123/philox.h REQUIRED)
mark_as_advanced(CORNU_RANDOM123_INCLUDE)

set(cornu_folders framework layers optimizers losses metrics)
list(TRANSFORM cornu_folders APPEND "/*.cpp" OUTPUT_VARIABLE cornu_globs)
file(GLOB_RECURSE cornu_sources CONFIGURE_DEPENDS ${cornu_globs})
set(eigen_loops ${cornu_sources})
list(FILTER eigen_loops INCLUDE REGEX "/backends/cpu/eigen/loops/")
list(REMOVE_ITEM cornu_sources ${eigen_loops})

add_library(cornu STATIC ${cornu_sources})
add_library(cornu::cornu ALIAS cornu)
# A host may link it into a shared library of its own.
set_target_properties(cornu PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_compile_features(cornu PUBLIC cxx_std_20)
target_include_directories(cornu PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                           $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                           $<INSTALL_INTERFACE:include>)
target_link_libraries(cornu PRIVATE ${cornu_linked})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(cornu PRIVATE -fopenmp)
else()
  target_compile_options(cornu PRIVATE -Wno-unknown-pragmas)
endif()
set_property(SOURCE framework/base/version.cpp APPEND PROPERTY
             COMPILE_DEFINITIONS CORNU_VERSION="${PROJECT_VERSION}")

include(GNUInstallDirs)
set_property(SOURCE framework/data/find_data.cpp APPEND PROPERTY COMPILE_DEFINITIONS
             CORNU_SOURCE_DATA="${PROJECT_SOURCE_DIR}/data"
             CORNU_INSTALLED_DATA="${CMAKE_INSTALL_FULL_DATADIR}/cornu")

# Kernels: no errno and no floating-point traps, so that loops vectorize; values stay IEEE's.
set(kernels ${cornu_sources})
list(FILTER kernels INCLUDE REGEX "/framework/backends/")
set_property(SOURCE ${kernels} APPEND PROPERTY COMPILE_OPTIONS
             -fno-math-errno -fno-trapping-math $<$<CONFIG:Release>:-O3>)
# Rows give the same bits alone and next to each other.
set(rows ${cornu_sources})
list(FILTER rows INCLUDE REGEX "/simd/rows_f[0-9]+\\.cpp$")
set_property(SOURCE ${rows} APPEND PROPERTY COMPILE_OPTIONS -ffp-contract=off)

# Eigen knows its instruction set when it is compiled: its loops are compiled for each, and kernels
# choose when they run.
set(instruction_sets baseline)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  list(APPEND instruction_sets avx2)
endif()
foreach(instruction_set IN LISTS instruction_sets)
  set(loops cornu_eigen_${instruction_set})
  add_library(${loops} OBJECT ${eigen_loops})
  set_target_properties(${loops} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${loops} PRIVATE -fno-math-errno -fno-trapping-math)
  target_include_directories(${loops} PRIVATE ${PROJECT_SOURCE_DIR})
  target_include_directories(${loops} SYSTEM PRIVATE ${cornu_eigen_INCLUDE_DIRS})
  if(instruction_set STREQUAL "avx2")
    target_compile_options(${loops} PRIVATE -mavx2 -mfma $<$<CONFIG:Release>:-O3>)
    target_compile_definitions(${loops} PRIVATE CORNU_EIGEN_AVX2)
  endif()
  target_sources(cornu PRIVATE $<TARGET_OBJECTS:${loops}>)
endforeach()
