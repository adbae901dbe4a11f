#include "tests/golden/golden_model.h"

#include <map>

#include "framework/base/file.h"
#include "framework/data/zip_reader.h"
#include "framework/model/trainer.h"
#include "framework/saving/hdf5_reader.h"

namespace cornu {

namespace {

void read_into(const Hdf5Reader& file, const std::string& path, const Variable& variable) {
  const FileArray array = file.read(path);
  variable.assign(
      Tensor::from_host({array.dtype, Shape(array.shape), Device{}}, array.bytes.data()));
}

void read_layer(const Hdf5Reader& file, const std::string& path, LayerBase& layer) {
  size_t index = 0;
  for (const Variable& variable : layer.own_weights())
    read_into(file, concat(path, "vars/", index++), variable);
  std::map<std::string, int> seen;
  for (const LayerBase::Sublayer& part : layer.sublayers()) {
    std::string name = part.attribute;
    if (name.empty()) {
      const std::string stem = snake_case(part.layer->class_name());
      const int count = seen[stem]++;
      name = concat("layers/", stem, count > 0 ? concat("_", count) : std::string());
    }
    read_layer(file, concat(path, name, "/"), *part.layer);
  }
}

}  // namespace

Model read_golden_model(const std::string& path) {
  const ZipReader zip = ZipReader::open(path);
  const Bytes text = zip.read("config.json", 1 << 24);
  const Json config = parse_json({reinterpret_cast<const char*>(text.data()), text.size()}, path);
  Model model = read_model(config);
  const Hdf5Reader weights = Hdf5Reader::open(zip.read("model.weights.h5", 1 << 28), path);
  read_layer(weights, "", model.base());
  model.compile(compile_options_from_json(config["compile_config"]));
  OptimizerBase& optimizer = model.optimizer().get();
  optimizer.build(model.trainable_variables());
  if (weights.find(concat("optimizer/vars/", optimizer.variables().size() - 1))) {
    size_t index = 0;
    for (const Variable& variable : optimizer.variables())
      read_into(weights, concat("optimizer/vars/", index++), variable);
  }
  return model;
}

}  // namespace cornu
