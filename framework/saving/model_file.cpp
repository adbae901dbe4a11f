#include "framework/saving/model_file.h"

#include <ctime>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/field_containers.h"
#include "framework/data/zip_reader.h"
#include "framework/data/zip_writer.h"
#include "framework/model/trainer.h"
#include "framework/nn/first_values.h"
#include "framework/nn/input.h"
#include "framework/nn/serialization.h"
#include "framework/saving/hdf5_header.h"
#include "framework/saving/weights_file.h"

namespace cornu {

namespace {

constexpr std::string_view kConfig = "config.json", kMetadata = "metadata.json",
                           kWeights = "model.weights.h5", kClassNames = "class_names.json";
/// The version of Keras whose format this is.
constexpr std::string_view kKerasVersion = "3.15.1";
constexpr uint64_t kMostConfigBytes = 64 << 20, kMostClassNameBytes = 8 << 20;

std::string metadata() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char date[32];
  std::strftime(date, sizeof date, "%Y-%m-%d@%H:%M:%S", &local);
  Json out = Json::object();
  out.set("keras_version", kKerasVersion);
  out.set("date_saved", std::string_view(date));
  return out.dump();
}

std::string config_of(const Model& model) {
  Json config = model.base().envelope();
  config.set("compile_config",
             model.compiled() ? to_json(model.trainer().options()) : Json::object());
  return config.dump();
}

/// The configuration, from a zip that holds a model.
Json read_config(const ZipReader& zip) {
  for (const std::string_view member : {kConfig, kWeights})
    if (!zip.find(member))
      fail<FileError>(zip.name(), ": the member ", quote(member),
                      " is missing.\n  hint: is this a .keras file?");
  const Bytes text = zip.read(kConfig, kMostConfigBytes);
  return parse_json(text.text(), zip.name_of(kConfig));
}

/// What the weights of such a model may take in a file: optimizers keep some numbers for each
/// element, perhaps in double precision, and each array has an entry.
uint64_t most_weight_bytes(const Model& model) {
  constexpr uint64_t kCopies = 32, kEntry = 64 << 10, kRest = 64 << 20;
  uint64_t bytes = kRest;
  for (const Variable& weight : model.weights()) bytes += kCopies * weight.spec().bytes() + kEntry;
  return bytes;
}

/// Compiles a model as it was, and gives it the file's weights.
void restore(const Model& model, const Json& config, const ZipReader& zip,
             const LoadOptions& options) {
  const Json* compile_config = config.find("compile_config");
  if (options.compile && compile_config && compile_config->size() > 0) {
    model.compile(compile_options_from_json(*compile_config));
    model.optimizer().get().build(model.trainable_variables());
  }
  weights_from_hdf5(model.base(), zip.read(kWeights, most_weight_bytes(model)),
                    zip.name_of(kWeights));
}

/// What Keras ignores: the meaning of a classifier's outputs.
void read_class_names(const Model& model, const ZipReader& zip) {
  if (!zip.find(kClassNames)) return;
  const Bytes text = zip.read(kClassNames, kMostClassNameBytes);
  model.set_class_names(FieldTraits<std::vector<std::string>>::from_json(
      parse_json(text.text(), zip.name_of(kClassNames)), {.field = "class names"}));
}

Model load(const ZipReader& zip, const LoadOptions& options) {
  const Json config = read_config(zip);
  const NoFirstValues restored;  // or the file is refused
  Model model = read_model(config);
  restore(model, config, zip, options);
  read_class_names(model, zip);
  return model;
}

/// The shapes that a model's layers were built for; none where the file does not say.
Shapes built_for(const Json& config) {
  const Json* build = config.find("build_config");
  const Json* shape = build && build->is_object() ? build->find("input_shape") : nullptr;
  if (!shape || !shape->is_array() || shape->size() == 0) return {};
  if (!(*shape)[0].is_array()) return {FieldTraits<Shape>::from_json(*shape, {})};
  Shapes shapes;
  for (const Json& each : shape->as_array())
    shapes.push_back(FieldTraits<Shape>::from_json(each, {}));
  return shapes;
}

}  // namespace

void save_model(const Model& model, const std::string& path) {
  if (!path.ends_with(".keras"))
    fail<ValueError>("save: the file's name must end in .keras, got ", quote(path), ".");
  ZipWriter zip(path);
  zip.add(kMetadata, metadata());
  zip.add(kConfig, config_of(model));
  zip.add(kWeights, weights_to_hdf5(model.base()));
  if (!model.class_names().empty())
    zip.add(kClassNames,
            FieldTraits<std::vector<std::string>>::to_json(model.class_names()).dump());
  zip.finish();
}

void save_weights(const Model& model, const std::string& path) {
  if (!path.ends_with(".weights.h5"))
    fail<ValueError>("save_weights: the file's name must end in .weights.h5, got ", quote(path),
                     ".");
  write_file(path, weights_to_hdf5(model.base()));
}

void load_weights(const Model& model, const std::string& path) {
  weights_from_hdf5(model.base(), read_file(path, is_hdf5), path);
}

void load_into(const Model& model, const std::string& path, const LoadOptions& options) {
  const ZipReader zip = ZipReader::open(path);
  const Json config = read_config(zip);
  if (const Json* own = config.find("config"); own && own->is_object() && own->contains("name"))
    model.base().set_options({.name = (*own)["name"].as_string()});
  Tensors inputs;
  for (const Shape& shape : built_for(config))
    inputs.push_back(Input(shape.sub(1),
                           {.batch_size = shape[0] == unknown ? std::optional<int64_t>()
                                                              : std::optional<int64_t>(shape[0])}));
  const NoFirstValues restored;
  // Its weights are made by a call; the symbolic one costs nothing.
  if (!inputs.empty())
    model.base().invoke(inputs.size() == 1 ? TensorStruct(inputs[0]) : TensorStruct(inputs),
                        CallOptions());
  restore(model, config, zip, options);
  read_class_names(model, zip);
}

Model load_model(const std::string& path, const LoadOptions& options) {
  return load(ZipReader::open(path), options);
}

Model load_model(std::span<const std::byte> bytes, const LoadOptions& options) {
  return load(ZipReader::open(bytes, "the model in memory"), options);
}

}  // namespace cornu
