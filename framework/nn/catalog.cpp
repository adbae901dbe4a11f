#include "framework/nn/catalog.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <typeindex>
#include <unordered_map>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/nn/refused.h"
#include "framework/runtime/process_state.h"

namespace cornu {

/// What users registered; strings and definitions stay where they are.
struct UserClasses {
  struct Entry {
    std::string registered_name;
    ClassDef def;
  };
  std::deque<Entry> entries;
};

namespace {

const std::vector<const ClassDef*>& listed_classes() {
  static const std::vector<const ClassDef*> classes = {
      &input_layer,
#define CALLBACK(name) &name##_callback,
#include "framework/model/callbacks/callbacks.def"
#undef CALLBACK
#define CONSTRAINT(name) &name##_constraint,
#include "layers/constraints/constraints.def"
#undef CONSTRAINT
#define INITIALIZER(name) &name##_initializer,
#include "layers/initializers/initializers.def"
#undef INITIALIZER
#define LAYER(name) &name##_layer,
#include "layers/layers.def"
#undef LAYER
#define LOSS(name) &name##_loss,
#include "losses/losses.def"
#undef LOSS
#define METRIC(name) &name##_metric,
#include "metrics/metrics.def"
#undef METRIC
#define MODEL(name) &name##_model,
#include "framework/model/models.def"
#undef MODEL
#define OPTIMIZER(name) &name##_optimizer,
#include "optimizers/optimizers.def"
#undef OPTIMIZER
#define REGULARIZER(name) &name##_regularizer,
#include "layers/regularizers/regularizers.def"
#undef REGULARIZER
#define SCHEDULE(name) &name##_schedule,
#include "optimizers/schedules/schedules.def"
#undef SCHEDULE
  };
  return classes;
}

using TypeIndex = std::unordered_map<std::type_index, const ClassDef*>;
const TypeIndex& listed_types() {
  static const TypeIndex index = [] {
    TypeIndex made;
    for (const ClassDef* def : listed_classes()) made.emplace(*def->type, def);
    return made;
  }();
  return index;
}

/// The first user's class for which `matches`, or null.
template <class F>
const ClassDef* find_user_class(F&& matches) {
  const std::lock_guard lock(process_state().classes_mutex);
  if (!process_state().classes) return nullptr;
  for (const UserClasses::Entry& entry : process_state().classes->entries)
    if (matches(entry.def)) return &entry.def;
  return nullptr;
}

template <class F>
const ClassDef* find_listed_class(F&& matches) {
  for (const ClassDef* def : listed_classes())
    if (matches(*def)) return def;
  return nullptr;
}

bool has_alias(const ClassDef& def, std::string_view name) {
  return std::find(def.aliases.begin(), def.aliases.end(), name) != def.aliases.end();
}

bool answers_to(const ClassDef& def, std::string_view name) {
  if (name.empty()) return false;  // classes of Keras's own have no registered name
  return def.name == name || def.registered_name == name || snake_case(def.name) == name ||
         has_alias(def, name);
}

}  // namespace

std::vector<const ClassDef*> all_classes() {
  std::vector<const ClassDef*> classes = listed_classes();
  find_user_class([&](const ClassDef& def) {
    classes.push_back(&def);
    return false;
  });
  return classes;
}

const ClassDef* find_class(const std::type_info& type) {
  const auto found = listed_types().find(type);
  if (found != listed_types().end()) return found->second;
  return find_user_class([&](const ClassDef& def) { return *def.type == type; });
}

const ClassDef* find_class(const ObjectKind& kind, std::string_view module,
                           std::string_view class_name, std::string_view registered_name) {
  if (!registered_name.empty())
    if (const ClassDef* def = find_user_class([&](const ClassDef& each) {
          return each.kind == &kind && each.registered_name == registered_name;
        }))
      return def;
  const bool any_module = module.empty() || module == "keras";
  return find_listed_class([&](const ClassDef& def) {
    return def.kind == &kind && (any_module || def.module == module) &&
           (def.name == class_name || has_alias(def, class_name));
  });
}

const ClassDef& class_named(const ObjectKind& kind, std::string_view name) {
  const auto matches = [&](const ClassDef& def) {
    return def.kind == &kind && answers_to(def, name);
  };
  if (const ClassDef* def = find_listed_class(matches)) return *def;
  if (const ClassDef* def = find_user_class(matches)) return *def;
  if (const RefusedClass* refused = find_refused(kind.noun, name))
    fail<ValueError>("the ", kind.noun, " ", quote(name), " is not supported: ", refused->reason);
  std::vector<std::string> known;
  for (const ClassDef* def : all_classes())
    if (def->kind == &kind) known.push_back(snake_case(def->name));
  fail<ValueError>("unknown ", kind.noun, " ", quote(name), ".", suggest(name, known));
}

const ClassDef& class_configured_by(const ObjectKind& kind, const ConfigType& config) {
  const auto matches = [&](const ClassDef& def) {
    return def.kind == &kind && def.config == &config;
  };
  if (const ClassDef* def = find_listed_class(matches)) return *def;
  if (const ClassDef* def = find_user_class(matches)) return *def;
  fail<ValueError>("these options belong to no ", kind.noun, ".");
}

void register_class(ClassDef def, std::string_view registered_name) {
  const std::string full = registered_name.find('>') == std::string_view::npos
                               ? concat("Custom>", registered_name)
                               : std::string(registered_name);
  const ClassDef* taken =
      find_user_class([&](const ClassDef& each) { return each.registered_name == full; });
  if (taken && *taken->type == *def.type) return;
  if (taken) fail<ValueError>("the name ", quote(full), " is registered for another class.");
  const std::lock_guard lock(process_state().classes_mutex);
  UserClasses*& classes = process_state().classes;
  if (!classes) classes = new UserClasses;  // lives as long as the process
  UserClasses::Entry& entry = classes->entries.emplace_back(UserClasses::Entry{full, def});
  entry.def.registered_name = entry.registered_name;
  entry.def.name = entry.def.registered_name.substr(full.find('>') + 1);
}

}  // namespace cornu
