#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/data/dataset.h"
#include "framework/data/file_array.h"

namespace cornu {

/// Who asks a source for data: where its files are looked for first, and what a model calls its
/// inputs and outputs.
struct DataRequest {
  std::vector<std::string> folders = {};
  std::vector<std::string> inputs = {}, outputs = {};
};

/// A kind of data that run files can name: `{"class_name": "Npz", "config": {…}}`.
struct DataSource {
  std::string_view name, doc;
  const ConfigType* config;
  /// The arguments that name files.
  std::array<std::string_view, 2> files;
  Dataset (*load)(const ConfigValue& config, const DataRequest& request);
};

#define SOURCE(name) extern const DataSource name##_source;
#include "framework/data/sources/sources.def"
#undef SOURCE

/// Every source, sorted by name.
std::span<const DataSource* const> data_sources();
/// The source of that name; ConfigError with the nearest name otherwise.
const DataSource& data_source(std::string_view name);

/// The elements of an array of a file.
Tensor tensor_of(const FileArray& array);
/// The samples [start, stop) as options have them; negative numbers count from the end.
Dataset rows_of(const Dataset& dataset, std::optional<int64_t> start, std::optional<int64_t> stop);

}  // namespace cornu
