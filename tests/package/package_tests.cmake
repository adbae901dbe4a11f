# A user's project against the installed package, with this compiler and with clang.
find_program(CORNU_CLANGXX NAMES clang++ clang++-14)
mark_as_advanced(CORNU_CLANGXX)
if(NOT CORNU_SANITIZE AND NOT CORNU_COVERAGE)  # the user's link would need their runtimes
  foreach(compiler ${CMAKE_CXX_COMPILER} ${CORNU_CLANGXX})
    cmake_path(GET compiler FILENAME name)
    add_test(NAME package.${name}
             COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DCOMPILER=${compiler}
                     -DROOT=${PROJECT_SOURCE_DIR}
                     -DSCRATCH=${PROJECT_BINARY_DIR}/tests/package_${name} -P
                     ${PROJECT_SOURCE_DIR}/tests/package/package_test.cmake)
    set_tests_properties(package.${name} PROPERTIES LABELS unit)
  endforeach()
endif()
