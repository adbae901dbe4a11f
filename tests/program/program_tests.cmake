# Tests of the program `cornu`, each one command line: its exit code and what it prints.
#
#   program_test(<name> EXIT <code> [OUT <regex>] [ERR <regex>] ARGS <argument>…)
#
# OUT and ERR must match somewhere in standard output and error; an absent one must be empty.
function(program_test name)
  cmake_parse_arguments(PARSE_ARGV 1 case "" "EXIT;OUT;ERR" "ARGS")
  add_test(NAME program.${name}
           COMMAND ${CMAKE_COMMAND} -DEXIT=${case_EXIT} "-DOUT=${case_OUT}" "-DERR=${case_ERR}" -P
                   ${PROJECT_SOURCE_DIR}/tests/program/run_program.cmake --
                   $<TARGET_FILE:app_cornu> ${case_ARGS})
  set_tests_properties(program.${name} PROPERTIES LABELS unit)
endfunction()

program_test(version EXIT 0 OUT "^cornu ${PROJECT_VERSION}\n$" ARGS version)
program_test(help EXIT 0 OUT "version +Print the version" ARGS --help)
program_test(no_command EXIT 2 ERR "A subcommand is required")
program_test(unknown_command EXIT 2 ERR "^there is no command \"trian\". Did you mean \"train\".\n$" ARGS trian)
program_test(describe EXIT 0 OUT "units: integer, required\n      Size of the last axis" ARGS describe Dense)
program_test(describe_unknown EXIT 2 ERR "no class or op \"Dens\". Did you mean \"Dense\"" ARGS describe Dens)
program_test(describe_schema EXIT 0 OUT "A run file of Cornu.*keras.callbacks.*EarlyStopping" ARGS describe --schema)
program_test(describe_ops EXIT 0 OUT "\nkeras.ops.nn\n(  [^\n]*\n)*  relu: " ARGS describe)
program_test(describe_refused EXIT 0 OUT "^Lambda  \\(keras.layers\\)\n  Not supported.\n  its function is Python code" ARGS describe Lambda)
program_test(devices EXIT 0 OUT "^cpu:0  [0-9]+ thread" ARGS devices)
program_test(summary EXIT 0 OUT "Total params: 4,810" ARGS summary ${PROJECT_SOURCE_DIR}/configs/digits_mlp.json)
program_test(summary_missing EXIT 2 ERR "cannot be opened" ARGS summary nowhere.json)
program_test(predict_missing EXIT 2 ERR "cannot be opened" ARGS predict nowhere.keras --data x.npz)
program_test(predict_odd_output EXIT 2 ERR "it must end in .npz, .csv or .json" ARGS predict nowhere.keras --data x.npz --output y.txt)
program_test(evaluate_without_data EXIT 2 ERR "a model needs data" ARGS evaluate nowhere.keras)

if(NOT CORNU_SANITIZE AND NOT CORNU_COVERAGE)
  add_test(NAME program.libraries
           COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:app_cornu> -DLIMIT=100 -P
                   ${PROJECT_SOURCE_DIR}/tests/program/libraries_test.cmake)
  set_tests_properties(program.libraries PROPERTIES LABELS unit)
endif()

if(TARGET cornu_eigen_avx2 AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_test(NAME program.instruction_sets
           COMMAND ${CMAKE_COMMAND} "-DOBJECTS=$<TARGET_OBJECTS:cornu_eigen_avx2>" -DNM=${CMAKE_NM} -P
                   ${PROJECT_SOURCE_DIR}/tests/program/instruction_sets_test.cmake)
  set_tests_properties(program.instruction_sets PROPERTIES LABELS unit)
endif()
