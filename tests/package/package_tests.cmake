# Users' projects against the installed package, with this compiler and with clang.
find_program(CORNU_CLANGXX NAMES clang++ clang++-14)
mark_as_advanced(CORNU_CLANGXX)
set(package_tests ${PROJECT_SOURCE_DIR}/tests/package)
set(package_scratch ${PROJECT_BINARY_DIR}/tests/package)
if(NOT CORNU_SANITIZE AND NOT CORNU_COVERAGE)  # the user's link would need their runtimes
  add_test(NAME package.pack
           COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DSCRATCH=${package_scratch}/pack
                   -P ${package_tests}/pack.cmake)
  set_tests_properties(package.pack PROPERTIES LABELS unit FIXTURES_SETUP package)
  set(package_compilers ${CMAKE_CXX_COMPILER})
  if(CORNU_CLANGXX)
    list(APPEND package_compilers ${CORNU_CLANGXX})
  endif()
  foreach(compiler IN LISTS package_compilers)
    cmake_path(GET compiler FILENAME name)
    add_test(NAME package.${name}
             COMMAND ${CMAKE_COMMAND} -DPREFIX=${package_scratch}/pack/cornu -DCOMPILER=${compiler}
                     -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${package_scratch}/${name}
                     -P ${package_tests}/use_package.cmake)
    set_tests_properties(package.${name} PROPERTIES LABELS unit FIXTURES_REQUIRED package)
  endforeach()
endif()
