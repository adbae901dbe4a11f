#include "framework/config/run.h"

#include <random>

#include "framework/base/file.h"
#include "framework/base/json_place.h"
#include "framework/data/find_data.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"
#include "framework/saving/model_file.h"

namespace cornu {

namespace {

uint64_t seed_of(const RunFile& file) {
  if (file.seed) return static_cast<uint64_t>(*file.seed);
  return std::random_device()();
}

/// The model that a run file describes, or that the file `{"path": "model.keras"}` holds.
Model make_model(const Json& json, const std::vector<std::string>& folders) {
  try {
    if (!json.contains("path")) return read_model(json);
    for (const JsonMember& member : json.as_object())
      if (member.key != "path")
        fail_at(member.value, concat("a model with a \"path\" has no ", quote(member.key), "."));
    return load_model(find_data(json["path"].as_string(), folders,
                                "a relative path is looked for beside the run file."));
  } catch (Error& error) {
    add_json_place(error, json);
    throw;
  }
}

bool fits(const Shape& wanted, const Shape& given) {
  if (!wanted.ranked()) return true;
  // Layers take a last axis of size 1 as there or not.
  Shape other = given;
  if (given.ndim() == wanted.ndim() + 1 && given[-1] == 1) other.erase(given.ndim() - 1);
  if (given.ndim() + 1 == wanted.ndim() && wanted[-1] == 1) other.push_back(1);
  if (other.ndim() != wanted.ndim()) return false;
  for (int64_t axis = 1; axis < wanted.ndim(); ++axis)
    if (wanted[axis] != unknown && wanted[axis] != other[axis]) return false;
  return true;
}

/// Labels that mean other classes than those that the model knows would be wrong silently.
void check_class_names(const Model& model, const Dataset& data) {
  if (data.class_names().empty() || model.class_names().empty() ||
      data.class_names() == model.class_names())
    return;
  fail<ConfigError>("the classes of the data are \"", join(data.class_names(), "\", \""),
                    "\", those that the model learns \"", join(model.class_names(), "\", \""),
                    "\".\n  hint: give both data sources the same \"class_names\".");
}

/// Makes it the default; DeviceError where it cannot be used.
void use_device(const Device& device) {
  allocator_of(device);
  set_default_device(device);
}

}  // namespace

void check_inputs(const Model& model, const TensorStruct& x) {
  const TensorStruct wanted = model.inputs();
  const std::vector<std::string> names = model.input_names();
  if (wanted.empty()) return;
  if (wanted.size() != x.size())
    fail<ShapeError>("the model has ", wanted.size(), wanted.size() == 1 ? " input" : " inputs",
                     " (\"", join(names, "\", \""), "\"), the data have ", x.size(), ".");
  const bool by_name = x.kind() == TensorStruct::Kind::dict;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const Tensor* given = by_name ? x.find(names[i]) : &x.flat()[i];
    if (!given)
      fail<ShapeError>("the data have nothing for the model's input ", quote(names[i]), ".",
                       suggest(names[i], x.names()));
    if (!fits(wanted.flat()[i].shape(), given->shape()))
      fail<ShapeError>("the model's input ", quote(names[i]), " is ", wanted.flat()[i].spec(),
                       ", the data are ", given->spec(), ".");
  }
}

Dataset Run::load(const SourceSpec& source) const {
  const Dataset data = source.load({folders, model.input_names(), model.output_names()});
  try {
    check_inputs(model, data.x());
    check_class_names(model, data);
  } catch (Error& error) {
    add_json_place(error, source.json);
    throw;
  }
  return data;
}

Run open_run(const std::string& path, const RunOptions& options) {
  RunFile file = read_run_file(path, options.overrides);
  if (!options.device.empty()) file.device = options.device;
  try {
    if (file.device != "auto") use_device(device_from_name(file.device));
  } catch (Error& error) {
    if (!options.device.empty())
      error.add_place(concat("at --device ", options.device));
    else
      add_json_place(error, file.json["device"]);
    throw;
  }
  const uint64_t seed = seed_of(file);
  set_random_seed(seed);
  set_dtype_policy(file.dtype_policy);
  std::vector<std::string> folders = {folder_of(path)};
  Model model = make_model(file.model, folders);
  return {path, std::move(file), seed, std::move(folders), std::move(model)};
}

}  // namespace cornu
