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
      "MNIST's files are train-images-idx3-ubyte.gz (9.9 MB), train-labels-idx1-ubyte.gz (29 kB), "
      "t10k-images-idx3-ubyte.gz (1.6 MB) and t10k-labels-idx1-ubyte.gz (5 kB), from "
      "https://ossci-datasets.s3.amazonaws.com/mnist/."));
  if (array.shape.size() == 3) array.shape.push_back(1);
  return tensor_of(array);
}

Dataset load(const data::IdxOptions& options, const std::vector<std::string>& folders) {
  if (options.x.empty()) fail<ConfigError>("Idx: \"x\" is missing: the file of the inputs.");
  const TensorStruct y = options.y.empty() ? TensorStruct() : read(options.y, folders);
  return rows_of(data::from_arrays(read(options.x, folders), y), options.start, options.stop);
}

}  // namespace

Dataset data::idx(const IdxOptions& options) { return load(options, {"."}); }

constinit const DataSource idx_source = {
    .name = "Idx",
    .doc = "Files in MNIST's format.",
    .config = &config_type<data::IdxOptions>(),
    .files = {"x", "y"},
    .load = [](const ConfigValue& config, const DataRequest& request) {
      return load(config.as<data::IdxOptions>(), request.folders);
    }};

}  // namespace cornu
