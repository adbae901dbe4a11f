#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "framework/model/model.h"
#include "framework/model/save.h"

namespace cornu {

/// The model of a `.keras` file, made here or by Keras; compiled as it was, unless `compile` is
/// false. FileError or ConfigError naming the member and the place in it.
Model load_model(const std::string& path, const LoadOptions& options = {});
inline Model load_model(const char* path, const LoadOptions& options = {}) {
  return load_model(std::string(path), options);
}
/// The same of a file in memory.
Model load_model(std::span<const std::byte> bytes, const LoadOptions& options = {});

}  // namespace cornu
