#include "framework/saving/weight_paths.h"

#include <map>
#include <set>

namespace cornu {

namespace {

class PathWalk {
 public:
  void visit(const std::shared_ptr<LayerBase>& layer, const std::string& path) {
    if (!seen_.insert(layer.get()).second) return;
    Variables stored = layer->own_weights();
    for (const Variable& merged : layer->merged_weights())
      std::erase_if(stored,
                    [&](const Variable& weight) { return &weight.state() == &merged.state(); });
    groups.push_back({path, layer->name(), std::move(stored), layer});
    visit_parts(*layer, path);
  }

  void visit_parts(LayerBase& layer, const std::string& path) {
    std::map<std::string, int> repeats;  // of a class, within one model
    const std::string prefix = path.empty() ? "" : path + "/";
    for (const LayerBase::Sublayer& part : layer.sublayers()) {
      if (!part.attribute.empty()) {
        visit(part.layer, prefix + part.attribute);
        continue;
      }
      std::string name = snake_case(part.layer->class_name());
      if (const int before = repeats[name]++; before > 0) name += concat("_", before);
      visit(part.layer, concat(prefix, "layers/", name));
    }
  }

  std::vector<WeightGroup> groups;

 private:
  std::set<const LayerBase*> seen_;
};

}  // namespace

std::vector<WeightGroup> weight_groups(ModelBase& model) {
  PathWalk walk;
  walk.visit_parts(model, "");
  return std::move(walk.groups);
}

}  // namespace cornu
