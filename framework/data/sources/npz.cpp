#include "framework/data/sources/npz.h"

#include "framework/base/error.h"
#include "framework/data/find_data.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"

namespace cornu {

namespace {

TensorStruct read(const NpzReader& file, const data::ArrayNames& names) {
  Tensors tensors;
  for (const std::string& name : names.names()) tensors.push_back(tensor_of(file.read(name)));
  if (tensors.empty()) return {};
  return names.single() ? TensorStruct(tensors[0]) : TensorStruct(tensors);
}

Dataset load(const data::NpzOptions& options, const std::vector<std::string>& folders) {
  if (options.path.empty()) fail<ConfigError>("Npz: \"path\" is missing: the file.");
  const NpzReader file =
      NpzReader::open(find_data(options.path, folders, "a relative path is looked for there."));
  const Dataset all = data::from_arrays(read(file, options.x), read(file, options.y),
                                        read(file, options.sample_weight));
  return rows_of(all, options.start, options.stop);
}

}  // namespace

Dataset data::npz(const NpzOptions& options) { return load(options, {}); }

constinit const DataSource npz_source = {
    .name = "Npz",
    .doc = "Arrays of a NumPy .npz file.",
    .config = &config_type<data::NpzOptions>(),
    .load = [](const ConfigValue& config, const std::vector<std::string>& folders) {
      return load(config.as<data::NpzOptions>(), folders);
    }};

}  // namespace cornu
