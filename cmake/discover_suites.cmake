# Read by ctest: asks a test program for its suites and makes each one a test, <folder>.<Suite>.
# One process per suite, not per case: the op suites have thousands of cases.
# Given: folder, program, labels.
#
# With CORNU_TEST=full in the environment a suite that passed leaves a stamp, and is not run again
# until its program changes: a long run that was interrupted goes on where it was.
if(NOT EXISTS ${program})
  add_test(${folder}.not_built ${program})
  set_tests_properties(${folder}.not_built PROPERTIES LABELS "${labels}")
  return()
endif()
execute_process(COMMAND ${program} --gtest_list_tests OUTPUT_VARIABLE listing
                RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${program} --gtest_list_tests: ${failed}")
endif()
file(MAKE_DIRECTORY ${program}.passed)
string(REGEX MATCHALL "(^|\n)[^ \n]+\\.( |\n)" suites "${listing}")
foreach(suite IN LISTS suites)
  string(STRIP "${suite}" suite)
  string(REGEX REPLACE "\\.$" "" suite "${suite}")
  string(REPLACE "/" "." name "${folder}.${suite}")
  set(stamp ${program}.passed/${name})
  if(NOT "$ENV{CORNU_TEST}" STREQUAL "full")
    add_test(${name} ${program} --gtest_brief=1 "--gtest_filter=${suite}.*")
  elseif(EXISTS ${stamp} AND ${stamp} IS_NEWER_THAN ${program})
    add_test(${name} echo "Passed in an earlier run.")
  else()
    add_test(${name} sh -c "\"$@\" && touch ${stamp}" sh ${program} --gtest_brief=1
             "--gtest_filter=${suite}.*")
  endif()
  # Waiting threads sleep instead of spinning: ctest runs several programs at once.
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 900
                       ENVIRONMENT OMP_WAIT_POLICY=PASSIVE)
endforeach()
