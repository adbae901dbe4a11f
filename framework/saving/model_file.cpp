#include "framework/saving/model_file.h"

#include <ctime>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/data/zip_reader.h"
#include "framework/data/zip_writer.h"
#include "framework/model/trainer.h"
#include "framework/nn/serialization.h"
#include "framework/saving/weights_file.h"

namespace cornu {

namespace {

constexpr std::string_view kConfig = "config.json", kMetadata = "metadata.json",
                           kWeights = "model.weights.h5";
/// The version of Keras whose format this is.
constexpr std::string_view kKerasVersion = "3.15.1";
constexpr uint64_t kMostConfigBytes = uint64_t{256} << 20;

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
  Json config = serialize(model.base());
  config.set("compile_config",
             model.compiled() ? to_json(model.trainer().options()) : Json::object());
  return config.dump();
}

Model load(const ZipReader& zip, const LoadOptions& options) {
  for (const std::string_view member : {kConfig, kWeights})
    if (!zip.find(member))
      fail<FileError>(zip.name(), ": the member ", quote(member),
                      " is missing.\n  hint: is this a .keras file?");
  const Bytes text = zip.read(kConfig, kMostConfigBytes);
  const Json config = parse_json(text.text(), zip.name_of(kConfig));
  Model model = read_model(config);
  const Json* compile_config = config.find("compile_config");
  if (options.compile && compile_config && compile_config->size() > 0) {
    model.compile(compile_options_from_json(*compile_config));
    model.optimizer().get().build(model.trainable_variables());
  }
  weights_from_hdf5(model.base(), zip.read(kWeights, zip.find(kWeights)->size),
                    zip.name_of(kWeights));
  return model;
}

}  // namespace

void save_model(const Model& model, const std::string& path) {
  if (!path.ends_with(".keras"))
    fail<ValueError>("save: the file's name must end in .keras, got ", quote(path), ".");
  ZipWriter zip(path);
  zip.add(kMetadata, metadata());
  zip.add(kConfig, config_of(model));
  zip.add(kWeights, weights_to_hdf5(model.base()));
  zip.finish();
}

void save_weights(const Model& model, const std::string& path) {
  if (!path.ends_with(".weights.h5"))
    fail<ValueError>("save_weights: the file's name must end in .weights.h5, got ", quote(path),
                     ".");
  write_file(path, weights_to_hdf5(model.base()));
}

void load_weights(const Model& model, const std::string& path) {
  weights_from_hdf5(model.base(), read_file(path), path);
}

Model load_model(const std::string& path, const LoadOptions& options) {
  return load(ZipReader::open(path), options);
}

Model load_model(std::span<const std::byte> bytes, const LoadOptions& options) {
  return load(ZipReader::open(bytes, "the model in memory"), options);
}

}  // namespace cornu
