# Packs the build tree BUILD, unpacks the package in SCRATCH, and builds and runs the program of the
# README against it with COMPILER:
# cmake -DBUILD=… -DROOT=… -DSCRATCH=… -DCOMPILER=… -P package_test.cmake
function(run)
  execute_process(COMMAND ${ARGV} OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE code
                  WORKING_DIRECTORY ${SCRATCH})
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGV}: ${code}\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

# The README's only C++. Not by a CMake regular expression over the whole text: it would be greedy.
file(READ ${ROOT}/README.md readme)
string(FIND "${readme}" "```cpp\n" start)
math(EXPR start "${start} + 7")
string(SUBSTRING "${readme}" ${start} -1 program)
string(FIND "${program}" "```" length)
string(SUBSTRING "${program}" 0 ${length} program)

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
run(cpack -G TGZ --config ${BUILD}/CPackConfig.cmake -B ${SCRATCH}/packages)
file(GLOB package ${SCRATCH}/packages/*.tar.gz)
file(ARCHIVE_EXTRACT INPUT ${package} DESTINATION ${SCRATCH})
file(GLOB prefix ${SCRATCH}/cornu-*)
run(${prefix}/bin/cornu version)
file(WRITE ${SCRATCH}/user/main.cpp "${program}")
file(COPY ${ROOT}/tests/package/CMakeLists.txt DESTINATION ${SCRATCH}/user)
run(${CMAKE_COMMAND} -G Ninja -S ${SCRATCH}/user -B ${SCRATCH}/build
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${SCRATCH}/build)
run(${SCRATCH}/build/user)
if(NOT out MATCHES "\n0\\.9[0-9]*\n$" OR NOT EXISTS ${SCRATCH}/digits_cnn.keras)
  message(FATAL_ERROR "the user's program printed: ${out}")
endif()

# apps/embed as the project of its own that it is, with a model that the package's program trained.
run(${CMAKE_COMMAND} -G Ninja -S ${ROOT}/apps/embed -B ${SCRATCH}/embed
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${SCRATCH}/embed)
run(${prefix}/bin/cornu train ${ROOT}/configs/iris_mlp.json --output iris)
run(${SCRATCH}/embed/embed iris/model.keras 5.1 3.5 1.4 0.2)
if(NOT out STREQUAL "setosa\n")
  message(FATAL_ERROR "embed printed: ${out}")
endif()
