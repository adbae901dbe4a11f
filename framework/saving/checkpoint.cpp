#include "framework/saving/checkpoint.h"

#include <algorithm>
#include <set>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/model/model.h"
#include "framework/nn/layer_ref.h"
#include "framework/nn/metric.h"
#include "framework/nn/optimizer.h"
#include "framework/ops/random.h"
#include "framework/runtime/tracer.h"
#include "framework/saving/hdf5_variables.h"
#include "framework/trace/session.h"

namespace cornu {

namespace {

/// 0, 1, …
std::vector<std::pair<std::string, Variable>> numbered(const Variables& variables) {
  std::vector<std::pair<std::string, Variable>> named;
  for (const Variable& variable : variables)
    named.emplace_back(std::to_string(named.size()), variable);
  return named;
}

Variables joined(Variables first, const Variables& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

Checkpoint& Checkpoint::add_entry(std::string name, std::function<Named()> variables) {
  if (name.empty() || name.find('/') != name.npos)
    fail<ValueError>("Checkpoint: an object cannot be named ", quote(name), ".");
  for (const auto& entry : entries_)
    if (entry.first == name) fail<ValueError>("Checkpoint: ", quote(name), " is there twice.");
  entries_.emplace_back(std::move(name), std::move(variables));
  return *this;
}

Checkpoint& Checkpoint::add(std::string name, const Variable& variable) {
  return add_entry(std::move(name), [variable] { return Named{{"", variable}}; });
}
Checkpoint& Checkpoint::add(std::string name, const Variables& variables) {
  return add_entry(std::move(name), [variables] { return numbered(variables); });
}
Checkpoint& Checkpoint::add(std::string name, const std::map<std::string, Variable>& variables) {
  Checkpoint part;
  for (const auto& [each, variable] : variables) part.add(each, variable);
  return add(std::move(name), std::move(part));
}
Checkpoint& Checkpoint::add(std::string name, const Model& model) {
  return add_entry(std::move(name), [model] {
    return numbered(joined(model.base().weights(), model.base().own_states()));
  });
}
Checkpoint& Checkpoint::add(std::string name, const LayerRef& layer) {
  return add_entry(std::move(name), [layer] {
    return numbered(joined(layer.get().weights(), layer.get().own_states()));
  });
}
Checkpoint& Checkpoint::add(std::string name, const Handle<OptimizerBase>& optimizer) {
  return add_entry(std::move(name), [optimizer] {
    return numbered(joined(optimizer->variables(), optimizer->own_states()));
  });
}
Checkpoint& Checkpoint::add(std::string name, const Handle<MetricBase>& metric) {
  return add_entry(std::move(name), [metric] { return numbered(metric->variables()); });
}
Checkpoint& Checkpoint::add(std::string name, const SeedGenerator& seed) {
  return add(std::move(name), seed.state());
}
Checkpoint& Checkpoint::add(std::string name, const Session& session) {
  return add_entry(std::move(name), [&session] { return numbered(session.variables()); });
}
Checkpoint& Checkpoint::add(std::string name, Checkpoint part) {
  return add_entry(std::move(name), [part = std::move(part)] { return part.variables(); });
}

Checkpoint::Named Checkpoint::variables() const {
  Named all;
  for (const auto& [name, variables] : entries_)
    for (auto& [path, variable] : variables())
      all.emplace_back(path.empty() ? name : concat(name, '/', path), variable);
  return all;
}

void Checkpoint::save(const std::string& path) const {
  const OutsideTrace now;
  const Named all = variables();
  std::set<std::string> groups;
  for (const auto& [place, variable] : all)
    if (const size_t slash = place.rfind('/'); slash != place.npos)
      groups.insert(place.substr(0, slash));
  Hdf5Writer writer;
  for (const std::string& group : groups) writer.group(group);
  for (const auto& [place, variable] : all) write_value(writer, place, variable.stored());
  write_file(path, writer.finish());
}

void Checkpoint::restore(const std::string& path) const {
  const OutsideTrace now;
  const Hdf5Reader reader = Hdf5Reader::open(read_file(path), quote(path));
  const Named all = variables();
  std::set<std::string, std::less<>> places;
  for (const auto& [place, variable] : all) {
    checked_dataset(reader, place, variable, "the checkpoint");
    places.insert(place);
  }
  for (const Hdf5Dataset& dataset : reader.datasets()) {
    const std::string_view object =
        std::string_view(dataset.path).substr(0, dataset.path.find('/'));
    const bool ours = std::any_of(entries_.begin(), entries_.end(),
                                  [&](const auto& entry) { return entry.first == object; });
    if (ours && !places.contains(dataset.path))
      fail<FileError>(
          reader.name(), ": ", quote(dataset.path), " has no place in ", quote(object),
          ", which has ",
          std::count_if(all.begin(), all.end(),
                        [&](const auto& each) {
                          return std::string_view(each.first).substr(0, each.first.find('/')) ==
                                 object;
                        }),
          " variables.\n  hint: build it before it is restored.");
  }
  std::vector<Tensor> values;
  for (const auto& [place, variable] : all) values.push_back(value_for(variable, reader, place));
  for (size_t i = 0; i < all.size(); ++i) all[i].second.assign(values[i]);
}

}  // namespace cornu
