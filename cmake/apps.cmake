# Each folder apps/<name>/ is one program; apps/cornu is the program `cornu`. In apps/tutorials/ each
# file is one, bin/tutorials/<file>.
pkg_check_modules(cornu_cli11 REQUIRED IMPORTED_TARGET CLI11)
add_custom_target(apps)

# cornu_app(<target> <path under bin/> <source>…)
function(cornu_app target path)
  cmake_path(GET path PARENT_PATH folder)
  cmake_path(GET path FILENAME name)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name}
                        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin/${folder})
  target_link_libraries(${target} PRIVATE cornu::cornu)
  add_dependencies(apps ${target})
endfunction()

file(GLOB app_folders LIST_DIRECTORIES true RELATIVE ${PROJECT_SOURCE_DIR}/apps CONFIGURE_DEPENDS
     apps/*)
list(REMOVE_ITEM app_folders tutorials)
foreach(name IN LISTS app_folders)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS apps/${name}/*.cpp)
  if(sources)
    cornu_app(app_${name} ${name} ${sources})
  endif()
endforeach()
target_link_libraries(app_cornu PRIVATE PkgConfig::cornu_cli11)
target_precompile_headers(app_cornu PRIVATE <CLI/CLI.hpp>)

file(GLOB tutorials CONFIGURE_DEPENDS apps/tutorials/*.cpp)
foreach(source IN LISTS tutorials)
  cmake_path(GET source STEM name)
  cornu_app(tutorial_${name} tutorials/${name} ${source})
endforeach()
