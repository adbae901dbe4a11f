#include "framework/data/source.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/runtime/process.h"

namespace cornu {

std::span<const DataSource* const> data_sources() {
  static constexpr const DataSource* kSources[] = {
#define SOURCE(name) &name##_source,
#include "framework/data/sources/sources.def"
#undef SOURCE
  };
  return kSources;
}

const DataSource& data_source(std::string_view name) {
  std::vector<std::string> known;
  for (const DataSource* source : data_sources()) {
    if (source->name == name) return *source;
    known.emplace_back(source->name);
  }
  fail<ConfigError>("unknown data source ", quote(name), ".", suggest(name, known));
}

Tensor tensor_of(const FileArray& array) {
  return Tensor::from_host({array.dtype, Shape(array.shape), default_device()}, array.bytes.data());
}

Dataset rows_of(const Dataset& dataset, std::optional<int64_t> start, std::optional<int64_t> stop) {
  const int64_t size = dataset.size();
  const auto place = [&](std::optional<int64_t> at, int64_t otherwise) {
    if (!at) return otherwise;
    return std::clamp<int64_t>(*at < 0 ? *at + size : *at, 0, size);
  };
  const int64_t first = place(start, 0), end = place(stop, size);
  if (first >= end) fail<ValueError>("data: start and stop leave none of ", size, " samples.");
  return dataset.rows(first, end);
}

}  // namespace cornu
