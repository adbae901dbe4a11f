# Builds and runs, in SCRATCH with COMPILER, what a user's projects are, against the package that
# lies in PREFIX: the program of the README, the programs of tests/api, apps/embed.
# cmake -DPREFIX=… -DROOT=… -DSCRATCH=… -DCOMPILER=… -P use_package.cmake
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

# build(<source> <binary>): a project of its own.
function(build source binary)
  run(${CMAKE_COMMAND} -G Ninja -S ${source} -B ${binary} -DCMAKE_CXX_COMPILER=${COMPILER}
      -DCMAKE_PREFIX_PATH=${PREFIX})
  run(${CMAKE_COMMAND} --build ${binary})
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
file(WRITE ${SCRATCH}/user/main.cpp "${program}")
file(COPY ${ROOT}/tests/package/CMakeLists.txt DESTINATION ${SCRATCH}/user)
file(COPY ${ROOT}/tests/api DESTINATION ${SCRATCH}/user/tests)
file(COPY ${ROOT}/tests/support/temporary_folder.h ${ROOT}/tests/support/temporary_folder.cpp
     DESTINATION ${SCRATCH}/user/tests/support)
build(${SCRATCH}/user ${SCRATCH}/build)
run(${SCRATCH}/build/user)
if(NOT out MATCHES "\n(0\\.9[0-9]*|1)\n$" OR NOT EXISTS ${SCRATCH}/digits_cnn.keras)
  message(FATAL_ERROR "the user's program printed: ${out}")
endif()
run(${SCRATCH}/build/api)

# apps/embed as the project of its own that it is, with a model that the package's program trained.
build(${ROOT}/apps/embed ${SCRATCH}/embed)
run(${PREFIX}/bin/cornu train ${ROOT}/configs/iris_mlp.json --output iris)
run(${SCRATCH}/embed/embed iris/model.keras 5.1 3.5 1.4 0.2)
if(NOT out STREQUAL "setosa\n")
  message(FATAL_ERROR "embed printed: ${out}")
endif()
