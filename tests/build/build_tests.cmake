# Tests of the build itself.
add_test(NAME build.listed
         COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR}
                 -DSCRATCH=${PROJECT_BINARY_DIR}/tests/listed -P
                 ${PROJECT_SOURCE_DIR}/tests/build/listed_test.cmake)
set_tests_properties(build.listed PROPERTIES LABELS unit)
