# Given: source (this tree), folders (its library folders), target (…/include/cornu).
string(REPLACE ";" "|" any_folder "${folders}")
list(TRANSFORM folders PREPEND ${source}/)
list(TRANSFORM folders APPEND "/*.h" OUTPUT_VARIABLE headers)
list(TRANSFORM folders APPEND "/*.def" OUTPUT_VARIABLE lists)
file(GLOB_RECURSE files RELATIVE ${source} ${headers} ${lists})
list(FILTER files EXCLUDE REGEX "^framework/backends/")  # seen by no other folder
foreach(file IN LISTS files ITEMS include/cornu/cornu.h)
  file(READ ${source}/${file} text)
  string(REGEX REPLACE "#include \"((${any_folder})/[^\"]+)\"" "#include <cornu/\\1>" text "${text}")
  string(REGEX REPLACE "^include/cornu/" "" file ${file})
  file(WRITE ${target}/${file} "${text}")
endforeach()
message(STATUS "Installed headers: ${target}")
