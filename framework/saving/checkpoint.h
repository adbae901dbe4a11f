#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "framework/tensor/variable.h"

namespace cornu {

class LayerBase;
class LayerRef;
class MetricBase;
class Model;
class OptimizerBase;
class SeedGenerator;
class Session;
template <class Base>
class Handle;

/// A tree of objects by name, whose variables are written to a file and read back:
///
///     Checkpoint checkpoint;
///     checkpoint.add("model", model).add("optimizer", optimizer).add("step", step);
///     checkpoint.save("training.h5");
///     checkpoint.restore("training.h5");
///
/// Variables are looked up when it saves or restores: an optimizer may be built in between. The
/// file is HDF5 with the variables under their objects' names, and replaced as a whole.
class Checkpoint {
 public:
  Checkpoint& add(std::string name, const Variable& variable);
  Checkpoint& add(std::string name, const Variables& variables);
  Checkpoint& add(std::string name, const std::map<std::string, Variable>& variables);
  /// All weights, and the states of seeds.
  Checkpoint& add(std::string name, const Model& model);
  Checkpoint& add(std::string name, const LayerRef& layer);
  Checkpoint& add(std::string name, const Handle<OptimizerBase>& optimizer);
  Checkpoint& add(std::string name, const Handle<MetricBase>& metric);
  Checkpoint& add(std::string name, const SeedGenerator& seed);
  /// The variables of the session's graph; the session must outlive the checkpoint.
  Checkpoint& add(std::string name, const Session& session);
  /// What another one holds, under its name.
  Checkpoint& add(std::string name, Checkpoint part);

  void save(const std::string& path) const;
  /// FileError, with nothing changed, where a variable is missing or has another shape, or the file
  /// has more of an object than there is. Objects of the file that nobody added are left alone.
  void restore(const std::string& path) const;

 private:
  using Named = std::vector<std::pair<std::string, Variable>>;
  Checkpoint& add_entry(std::string name, std::function<Named()> variables);
  /// All variables with their places in the file.
  Named variables() const;

  std::vector<std::pair<std::string, std::function<Named()>>> entries_;
};

}  // namespace cornu
