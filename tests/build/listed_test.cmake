# cornu_listed finds each kind of mismatch between a list and its files. Every case is a project of
# its own in a scratch folder: cmake -DSCRATCH=… -DSOURCE=… -P listed_test.cmake
set(failures 0)

# expect(<error regex, or "" for success> ROWS <row>… FILES <name>… [OPTIONS …])
function(expect error)
  cmake_parse_arguments(PARSE_ARGV 1 case "" "" "ROWS;FILES;OPTIONS")
  file(REMOVE_RECURSE ${SCRATCH})
  list(JOIN case_ROWS "\n" rows)
  list(JOIN case_OPTIONS " " options)
  file(WRITE ${SCRATCH}/list.def "// Registered things.\n${rows}\n")
  foreach(name IN LISTS case_FILES)
    file(WRITE ${SCRATCH}/${name}.cpp "def ${name};\n")
  endforeach()
  file(WRITE ${SCRATCH}/CMakeLists.txt "
cmake_minimum_required(VERSION 3.25)
project(planted NONE)
include(${SOURCE}/cmake/listed.cmake)
cornu_listed(list.def ${options})
")
  execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${SCRATCH} -B ${SCRATCH}/build OUTPUT_QUIET
                  ERROR_VARIABLE printed RESULT_VARIABLE code)
  string(REGEX REPLACE "[ \n]+" " " printed "${printed}")
  if((error STREQUAL "" AND NOT code EQUAL 0) OR NOT printed MATCHES "${error}")
    message(SEND_ERROR "expected \"${error}\" of ${case_ROWS} with ${case_FILES}, got:\n${printed}")
  endif()
endfunction()

set(op OP "{1}.cpp")
set(kernel KERNEL "{2}/{1}.cpp" UNSORTED)
expect("" ROWS "OP(add)" "OP(mul, \"a [docstring\", f(x)\\;)" FILES add mul OPTIONS ${op})
expect("" ROWS "OP(add)" FILES add shared OPTIONS ${op} BESIDE shared)
expect("" ROWS "OP(add)" FILES add shared OPTIONS ${op} DEFINES "\"def (add|mul)\"")
expect("" ROWS "KERNEL(mul, simd)" "KERNEL(add, simd)" "KERNEL(add, onednn)"
       FILES simd/mul simd/add onednn/add OPTIONS ${kernel})
expect("OP\\(mul\\) has no file mul.cpp" ROWS "OP(add)" "OP(mul)" FILES add OPTIONS ${op})
expect("mul.cpp has no row OP\\(mul\\) in list.def" ROWS "OP(add)" FILES add mul OPTIONS ${op})
expect("mul.cpp has no row OP\\(mul\\)" ROWS "OP(add)" FILES add mul
       OPTIONS ${op} DEFINES "\"def (add|mul)\"")
expect("BESIDE names gone, which is no file" ROWS "OP(add)" FILES add OPTIONS ${op} BESIDE gone)
expect("KERNEL\\(add,onednn\\) has no file onednn/add.cpp"
       ROWS "KERNEL(add, simd)" "KERNEL(add, onednn)" FILES simd/add OPTIONS ${kernel})
expect("not sorted: OP\\(mul\\) stands too early" ROWS "OP(mul)" "OP(add)" FILES add mul
       OPTIONS ${op})
expect("there twice" ROWS "OP(add)" "OP(add)" FILES add OPTIONS ${op})
expect("does not begin with lower-case names" ROWS "OP(Add)" FILES add OPTIONS ${op})
