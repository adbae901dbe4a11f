#include "framework/data/sources/idx.h"

#include "framework/base/error.h"
#include "framework/data/find_data.h"
#include "framework/data/idx.h"
#include "framework/data/source.h"

namespace cornu {

namespace {

Tensor read(const std::string& name, const std::vector<std::string>& folders) {
  FileArray array = read_idx(find_data(
      name, folders,
      "MNIST's four files (11 MB) are at https://ossci-datasets.s3.amazonaws.com/mnist/."));
  if (array.shape.size() == 3) array.shape.push_back(1);
  return tensor_of(array);
}

Dataset load(const data::IdxOptions& options, const std::vector<std::string>& folders) {
  if (options.x.empty()) fail<ConfigError>("Idx: \"x\" is missing: the file of the inputs.");
  const TensorStruct y = options.y.empty() ? TensorStruct() : read(options.y, folders);
  return rows_of(data::from_arrays(read(options.x, folders), y), options.start, options.stop);
}

}  // namespace

Dataset data::idx(const IdxOptions& options) { return load(options, {}); }

constinit const DataSource idx_source = {
    .name = "Idx",
    .doc = "Files in MNIST's format.",
    .config = &config_type<data::IdxOptions>(),
    .load = [](const ConfigValue& config, const std::vector<std::string>& folders) {
      return load(config.as<data::IdxOptions>(), folders);
    }};

}  // namespace cornu
