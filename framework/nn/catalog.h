#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "framework/nn/object.h"

namespace cornu {

/// Every class of Cornu's lists, kind by kind, then those that users registered.
std::vector<const ClassDef*> all_classes();

/// The class of an object, or null.
const ClassDef* find_class(const std::type_info& type);
/// The class of this kind that a file means: by registered name, else by module and class, where a
/// module of "keras" or none stands for any.
const ClassDef* find_class(const ObjectKind& kind, std::string_view module,
                           std::string_view class_name, std::string_view registered_name = {});
/// By a name that users write (`"he_normal"`, `"HeNormal"`, `"mse"`); throws ValueError:
/// `unknown initializer "he_norml". Did you mean "he_normal"?`
const ClassDef& class_named(const ObjectKind& kind, std::string_view name);
/// By the type of its configuration; throws ValueError.
const ClassDef& class_configured_by(const ObjectKind& kind, const ConfigType& config);

/// Lets files name a user's class; ValueError where the name is taken. `registered_name` is
/// `package>Class`; a bare `Class` belongs to the package "Custom", as in Keras.
void register_class(ClassDef def, std::string_view registered_name);

}  // namespace cornu
