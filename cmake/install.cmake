# cmake --install and cpack, and find_package(cornu) against the result.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cornu)

install(TARGETS app_cornu)
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/cornu)
install(TARGETS cornu EXPORT cornuTargets)
install(EXPORT cornuTargets NAMESPACE cornu:: DESTINATION ${package_dir})
install(FILES cmake/cornuConfig.cmake cmake/dependencies.cmake DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cornuConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cornuConfigVersion.cmake DESTINATION ${package_dir})

# Headers and lists go to include/cornu/, where they include each other as <cornu/…>: a user's own
# folder "layers" must not hide ours.
install(CODE "set(source \"${PROJECT_SOURCE_DIR}\")
set(folders ${cornu_folders})
set(target \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_INCLUDEDIR}/cornu\")")
install(SCRIPT cmake/install_headers.cmake)

set(CPACK_PACKAGE_NAME cornu)
set(CPACK_PACKAGE_VENDOR "the Cornu authors")
set(CPACK_PACKAGE_CONTACT "the Cornu authors")
set(CPACK_PACKAGE_FILE_NAME cornu-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
