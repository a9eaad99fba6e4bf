# The core (engine, sim/world, sim/judge, sim/lesson, sim/scene without its painter) once more, by itself, for the checks that look at what it was compiled to.
set(core_sources)
foreach(layer IN ITEMS engine sim)
  get_target_property(layer_sources ${layer} SOURCES)
  get_target_property(layer_folder ${layer} SOURCE_DIR)
  foreach(source IN LISTS layer_sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${layer_folder})
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    if(source MATCHES "^(engine|sim/world|sim/judge|sim/lesson|sim/scene)/" AND NOT source MATCHES "^sim/scene/svg")
      list(APPEND core_sources ${PROJECT_SOURCE_DIR}/${source})
    endif()
  endforeach()
endforeach()

# What the core needs from outside is looked at by tests/house: its object files, one a line.
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/core_objects.txt
  CONTENT "$<JOIN:$<FILTER:$<TARGET_OBJECTS:engine>,EXCLUDE,/cmake_pch>,\n>\n$<JOIN:$<FILTER:$<FILTER:$<TARGET_OBJECTS:sim>,INCLUDE,/sim.dir/(world|judge|lesson|scene)/>,EXCLUDE,/scene/svg>,\n>\n")

# Integers only. Without floating-point registers g++ refuses every function that takes, returns or converts a `double`
# (fmt's and the standard library's too, once they are instantiated); what slips through (a comparison) becomes a call into
# libgcc, which the scan below finds. What is merely stored, the words `float` and `double`, tests/house/tidy_test.cpp finds.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|aarch64" AND NOT TIDEMARK_SANITIZE)
  add_library(core_without_floats STATIC EXCLUDE_FROM_ALL ${core_sources})
  set_target_properties(core_without_floats PROPERTIES EXPORT_COMPILE_COMMANDS OFF)  # not how an editor should see it
  target_link_libraries(core_without_floats PRIVATE tidemark_options fmt::fmt PkgConfig::XXHASH)
  target_compile_options(core_without_floats PRIVATE -mgeneral-regs-only)
  add_custom_command(TARGET core_without_floats POST_BUILD VERBATIM
    COMMAND ${PROJECT_SOURCE_DIR}/tests/house/no_soft_floats $<TARGET_FILE:core_without_floats>)
endif()

# The other standard library, which lacks more and orders otherwise (a build for browsers brings it). Compiled, not linked.
# clang++ also sees what runs before main().
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT TIDEMARK_SANITIZE)
  add_library(core_with_libcxx STATIC EXCLUDE_FROM_ALL ${core_sources})
  set_target_properties(core_with_libcxx PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
  target_link_libraries(core_with_libcxx PRIVATE tidemark_options fmt::fmt PkgConfig::XXHASH)
  target_compile_options(core_with_libcxx PRIVATE -stdlib=libc++ -Werror=global-constructors)
endif()
