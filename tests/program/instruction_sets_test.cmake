# What is compiled for AVX2 as a whole must not leave inline functions that the linker may take for
# all of the program, which then would not run without AVX2: every weak symbol is its own.
# cmake -DOBJECTS=… -DNM=… -P instruction_sets_test.cmake
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${NM} ${OBJECTS} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES "cornu_eigen_avx2")
  message(SEND_ERROR "nothing of Eigen in ${OBJECTS}")
endif()
execute_process(COMMAND ${NM} ${OBJECTS} COMMAND grep " [WuV] "
                COMMAND grep -v -e cornu_eigen_avx2 -e 5eigen4avx2 -e DW.ref. OUTPUT_VARIABLE foreign)
if(foreign)
  message(SEND_ERROR "weak symbols that are not Eigen's:\n${foreign}")
endif()
