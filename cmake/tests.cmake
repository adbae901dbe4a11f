# Each folder tests/<name>/ is one program test_<name>; ctest knows every test suite in it.
find_package(GTest REQUIRED)

file(GLOB support_sources CONFIGURE_DEPENDS tests/support/*.cpp)
add_library(test_support STATIC ${support_sources})
target_link_libraries(test_support PUBLIC cornu::cornu GTest::gtest)
# Compiled as programs are (-fPIE), not as libraries: its precompiled header serves theirs.
set_target_properties(test_support PROPERTIES POSITION_INDEPENDENT_CODE OFF)
target_compile_options(test_support PRIVATE -fPIE)
target_include_directories(test_support PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_definitions(test_support PRIVATE CORNU_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                           CORNU_BINARY_DIR="${PROJECT_BINARY_DIR}")
target_precompile_headers(test_support PUBLIC <gtest/gtest.h>)
if(CORNU_CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(test_support PUBLIC -fpch-preprocess)  # lets ccache see through it
endif()

# cornu_test_program(<name> LABEL <label> LIBRARIES <library>…) makes test_<name> of tests/<name>/.
function(cornu_test_program name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "LABEL" "LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE ${test_LIBRARIES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(test_${name} PRIVATE CORNU_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             CORNU_BINARY_DIR="${PROJECT_BINARY_DIR}")
  set(discover ${PROJECT_BINARY_DIR}/tests/discover_${name}.cmake)
  file(GENERATE OUTPUT ${discover} CONTENT "
set(folder ${name})
set(program \"$<TARGET_FILE:test_${name}>\")
set(labels \"${test_LABEL}\")
include(\"${PROJECT_SOURCE_DIR}/cmake/discover_suites.cmake\")
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${discover})
endfunction()

# The structure test reads sources only, so it builds without the library.
cornu_test_program(structure LABEL structure LIBRARIES GTest::gtest GTest::gtest_main)

file(GLOB test_folders LIST_DIRECTORIES true RELATIVE ${PROJECT_SOURCE_DIR}/tests CONFIGURE_DEPENDS
     tests/*)
list(REMOVE_ITEM test_folders build package program structure support)
foreach(name IN LISTS test_folders)
  set(label unit)
  if(name STREQUAL "train")  # models trained to a bar, minutes rather than seconds
    set(label train)
  endif()
  cornu_test_program(${name} LABEL ${label} LIBRARIES test_support)
  if(TARGET test_${name})
    target_precompile_headers(test_${name} REUSE_FROM test_support)
  endif()
endforeach()

add_library(full_disk MODULE tests/program/full_disk.cpp)
set_target_properties(full_disk PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET default
                      LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
if(TARGET test_apps)
  add_dependencies(test_apps full_disk)
endif()
foreach(name apps train)  # they run the programs
  if(TARGET test_${name})
    add_dependencies(test_${name} apps)
  endif()
endforeach()

include(tests/build/build_tests.cmake)
include(tests/package/package_tests.cmake)
include(tests/program/program_tests.cmake)
