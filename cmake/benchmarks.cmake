# benchmarks/<name>/ is one program bench_<name> (Google Benchmark), built only when asked for.
find_package(benchmark)
if(NOT benchmark_FOUND)
  return()
endif()
file(GLOB benchmark_folders LIST_DIRECTORIES true RELATIVE ${PROJECT_SOURCE_DIR}/benchmarks
     CONFIGURE_DEPENDS benchmarks/*)
foreach(name IN LISTS benchmark_folders)
  file(GLOB sources CONFIGURE_DEPENDS benchmarks/${name}/*.cpp)
  if(NOT sources)
    continue()
  endif()
  add_executable(bench_${name} EXCLUDE_FROM_ALL ${sources})
  set_target_properties(bench_${name} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/benchmarks)
  target_link_libraries(bench_${name} PRIVATE cornu::cornu benchmark::benchmark_main)
endforeach()
