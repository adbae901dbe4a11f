#include "framework/saving/weight_paths.h"

#include <map>
#include <set>

#include "framework/base/error.h"

namespace cornu {

namespace {

class PathWalk {
 public:
  void visit(const std::shared_ptr<LayerBase>& layer, const std::string& path) {
    if (!seen_.insert(layer.get()).second) return;
    groups.push_back({path, layer->name(), layer->own_weights(), layer});
    for (const Variable& weight : groups.back().variables)
      if (weight.name().starts_with("lora_"))  // Keras merges them into the kernel
        fail<ValueError>("weights files hold no LoRA factors, and ", layer->describe(),
                         " has some.");
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
