# apps/<name>/ is one program each; apps/cornu is the program `cornu`.
pkg_check_modules(cornu_cli11 REQUIRED IMPORTED_TARGET CLI11)
add_custom_target(apps)

file(GLOB app_folders LIST_DIRECTORIES true RELATIVE ${PROJECT_SOURCE_DIR}/apps CONFIGURE_DEPENDS
     apps/*)
foreach(name IN LISTS app_folders)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS apps/${name}/*.cpp)
  if(NOT sources)
    continue()
  endif()
  add_executable(app_${name} ${sources})
  set_target_properties(app_${name} PROPERTIES OUTPUT_NAME ${name}
                        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  target_link_libraries(app_${name} PRIVATE cornu::cornu)
  add_dependencies(apps app_${name})
endforeach()
target_link_libraries(app_cornu PRIVATE PkgConfig::cornu_cli11)
target_precompile_headers(app_cornu PRIVATE <CLI/CLI.hpp>)
