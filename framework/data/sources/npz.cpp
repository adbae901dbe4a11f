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

/// The names that were given, or where the file has no array of the default name, the model's.
data::ArrayNames names_in(const NpzReader& file, const data::ArrayNames& given,
                          const data::ArrayNames& otherwise,
                          const std::vector<std::string>& of_model) {
  const bool is_default = FieldTraits<data::ArrayNames>::equal(given, otherwise);
  if (!is_default || of_model.empty() || file.contains(otherwise.names()[0])) return given;
  for (const std::string& name : of_model)
    if (!file.contains(name)) return given;
  return of_model.size() == 1 ? data::ArrayNames(of_model[0]) : data::ArrayNames(of_model);
}

Dataset load(const data::NpzOptions& options, const DataRequest& request) {
  if (options.path.empty()) fail<ConfigError>("Npz: \"path\" is missing: the file.");
  const NpzReader file = NpzReader::open(
      find_data(options.path, request.folders, "a relative path is looked for there."));
  const data::NpzOptions defaults;
  const Dataset all =
      data::from_arrays(read(file, names_in(file, options.x, defaults.x, request.inputs)),
                        read(file, names_in(file, options.y, defaults.y, request.outputs)),
                        read(file, options.sample_weight));
  return rows_of(all, options.start, options.stop);
}

}  // namespace

Dataset data::npz(const NpzOptions& options) { return load(options, {.folders = {"."}}); }

constinit const DataSource npz_source = {
    .name = "Npz",
    .doc = "Arrays of a NumPy .npz file.",
    .config = &config_type<data::NpzOptions>(),
    .files = {"path"},
    .load = [](const ConfigValue& config, const DataRequest& request) {
      return load(config.as<data::NpzOptions>(), request);
    }};

}  // namespace cornu
