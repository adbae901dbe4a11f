#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "framework/base/error.h"
#include "framework/base/fields.h"
#include "framework/ir/op_def.h"

namespace cornu {

class Object;
using ObjectRef = std::shared_ptr<Object>;

/// A family of classes that replace one another: layers, losses, initializers. Each interface names
/// its own as `static constexpr ObjectKind kKind`.
struct ObjectKind {
  std::string_view module;  ///< "keras.initializers"
  std::string_view noun;    ///< "initializer", for messages.
};

/// A class that files and names can mean: one constant per row of the .def lists, or a class that a
/// user registered.
struct ClassDef {
  const ObjectKind* kind;
  std::string_view module;  ///< "keras.initializers"
  std::string_view name;    ///< "GlorotUniform"
  std::string_view doc;
  const ConfigType* config;
  const std::type_info* type;
  ObjectRef (*make)(const ConfigValue& config);
  ObjectRef (*read)(const Json& config, const ReadContext& context);
  /// Names that mean it beside its own and that in snake case: "mse".
  FixedList<std::string_view, 4> aliases = {};
  /// "my>Scale" for users' classes; empty for Keras's own.
  std::string_view registered_name = {};
};

/// What has a class and a configuration: everything that files hold.
class Object {
 public:
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;

  virtual const ConfigType& config_type() const = 0;
  virtual const void* config_data() const = 0;
  /// The object that files hold under "config".
  virtual Json get_config() const;
  /// What else files hold of a layer that has weights, under "build_config"; null: nothing.
  virtual Json get_build_config() const { return {}; }

  /// Null for a class that nobody registered.
  const ClassDef* class_def() const;
  /// The C++ class's own name where it is not registered.
  virtual std::string class_name() const;
};

/// `app::(anonymous namespace)::Scale` → "Scale".
std::string type_name(const std::type_info& type);

/// An object of interface `Base` whose configuration is a C.
template <class Base, class C>
class Configured : public Base {
 public:
  using Config = C;

  explicit Configured(C config = {}) : config_(std::move(config)) {}
  const C& config() const { return config_; }
  const ConfigType& config_type() const override { return cornu::config_type<C>(); }
  const void* config_data() const override { return &config_; }

 private:
  C config_;
};

/// The class T, for its list. Interfaces may read configurations their own way: `read_as<T>`.
template <std::derived_from<Object> T>
constexpr ClassDef class_def(std::string_view name, std::string_view doc,
                             FixedList<std::string_view, 4> aliases = {},
                             std::string_view module = T::kKind.module) {
  using Config = typename T::Config;
  return {.kind = &T::kKind,
          .module = module,
          .name = name,
          .doc = doc,
          .config = &config_type<Config>(),
          .type = &typeid(T),
          .make = [](const ConfigValue& config) -> ObjectRef {
            if constexpr (std::constructible_from<T, Config>)
              return std::make_shared<T>(config.as<Config>());
            else  // a graph of layers, say
              fail<ValueError>("a ", T::kKind.noun,
                               " of this class cannot be made from its options alone.");
          },
          .read = [](const Json& config, const ReadContext& context) -> ObjectRef {
            if constexpr (requires { T::template read_as<T>(config, context); })
              return T::template read_as<T>(config, context);
            else
              return std::make_shared<T>(from_json<Config>(config, context));
          },
          .aliases = aliases};
}

}  // namespace cornu
