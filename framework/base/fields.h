#pragma once

#include <concepts>
#include <cstddef>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "framework/base/field_containers.h"
#include "framework/base/field_traits.h"
#include "framework/base/json.h"

namespace cornu {

/// A type that a configuration may hold, without its type: the rows that FieldTraits<T> gives.
/// `&field_type<T>` identifies T.
struct FieldType {
  std::string (*name)();
  Json (*to_json)(const void* value);
  void (*from_json)(void* value, const Json& json, const ReadContext& context);
  bool (*equal)(const void* a, const void* b);
  size_t (*hash)(const void* value);
  Json (*schema)();
};

template <class T>
inline constexpr FieldType field_type{
    .name = [] { return FieldTraits<T>::type_name(); },
    .to_json = [](const void* value) -> Json {
      return FieldTraits<T>::to_json(*static_cast<const T*>(value));
    },
    .from_json =
        [](void* value, const Json& json, const ReadContext& context) {
          *static_cast<T*>(value) = FieldTraits<T>::from_json(json, context);
        },
    .equal =
        [](const void* a, const void* b) {
          return FieldTraits<T>::equal(*static_cast<const T*>(a), *static_cast<const T*>(b));
        },
    .hash = [](const void* value) { return FieldTraits<T>::hash(*static_cast<const T*>(value)); },
    .schema = [] { return FieldTraits<T>::schema(); }};

/// One member of a configuration: what `field("units", config.units, "Output features.")` said.
struct Field {
  std::string_view name;
  std::string_view doc;
  const FieldType* type;
  size_t offset;              ///< Of the member in its configuration.
  const void* default_value;  ///< The member of a default-made configuration.
  bool required;              ///< Files must name it; its default means nothing.

  const void* in(const void* config) const { return static_cast<const char*>(config) + offset; }
  void* in(void* config) const { return static_cast<char*>(config) + offset; }
  bool is_default(const void* config) const { return type->equal(in(config), default_value); }
  Json to_json(const void* config) const { return type->to_json(in(config)); }
  /// The member itself, or null where it is of another type.
  template <class T>
  const T* get(const void* config) const {
    return type == &field_type<T> ? static_cast<const T*>(in(config)) : nullptr;
  }
};

/// Marks a member that has no default: `field("units", config.units, "Output features.",
/// required)`.
struct Required {};
inline constexpr Required required;

/// The one visitor that `fields()` is called with; it notes each member. Names and docs are
/// literals: they are kept as views.
class FieldLister {
 public:
  explicit FieldLister(const void* config) : config_(static_cast<const char*>(config)) {}

  template <class T>
  void operator()(const char* name, T& member, const char* doc) {
    add(name, doc, field_type<T>, &member, false);
  }
  template <class T>
  void operator()(const char* name, T& member, const char* doc, Required) {
    add(name, doc, field_type<T>, &member, true);
  }
  std::vector<Field> take() { return std::move(fields_); }

 private:
  void add(const char* name, const char* doc, const FieldType& type, const void* member,
           bool is_required);

  const char* config_;
  std::vector<Field> fields_;
};

/// A struct with `static void fields(auto& field, auto& config)`; every member has a default.
template <class C>
concept HasFields = requires(FieldLister& lister, C& config) {
  C::fields(lister, config);
}
&&std::default_initializable<C>&& std::copy_constructible<C>;

/// A configuration struct without its type, fit for constant tables.
struct ConfigType {
  size_t size;
  size_t alignment;
  void (*construct)(void* memory);
  void (*copy)(void* memory, const void* config);
  void (*move)(void* memory, void* config);
  void (*destroy)(void* config) noexcept;
  std::span<const Field> (*fields)();  ///< In order of declaration; made at first use.
  const void* (*defaults)();           ///< A default-made configuration.
};

template <HasFields C>
const C& default_config() {
  static const C config{};
  return config;
}

template <HasFields C>
std::span<const Field> fields_of() {
  static const std::vector<Field> fields = [] {
    C& config = const_cast<C&>(default_config<C>());  // only looked at: fields() takes any config
    FieldLister lister(&config);
    C::fields(lister, config);
    return lister.take();
  }();
  return fields;
}

template <HasFields C>
inline constexpr ConfigType config_type_of{
    .size = sizeof(C),
    .alignment = alignof(C),
    .construct = [](void* memory) { ::new (memory) C{}; },
    .copy = [](void* memory,
               const void* config) { ::new (memory) C(*static_cast<const C*>(config)); },
    .move = [](void* memory,
               void* config) { ::new (memory) C(std::move(*static_cast<C*>(config))); },
    .destroy = [](void* config) noexcept { static_cast<C*>(config)->~C(); },
    .fields = fields_of<C>,
    .defaults = []() -> const void* { return &default_config<C>(); }};

/// The description of C: one object per type, so its address identifies C.
template <HasFields C>
constexpr const ConfigType& config_type() {
  return config_type_of<C>;
}

/// Every member, in order, as one JSON object.
Json config_to_json(const ConfigType& type, const void* config);
/// Sets the members that `json` names, leaves the others; throws ConfigError on unknown keys
/// (`Dense: unknown argument "unit". Did you mean "units"?`), on wrong types and where a required
/// member is missing.
void config_from_json(const ConfigType& type, void* config, const Json& json,
                      const ReadContext& context);
bool configs_equal(const ConfigType& type, const void* a, const void* b);
size_t hash_config(const ConfigType& type, const void* config);
/// `[{"name", "type", "default", "doc"}]`; of a required one, `"required": true` and no default.
Json describe_config(const ConfigType& type);
/// The JSON Schema of an object of these members.
Json config_schema(const ConfigType& type);
std::vector<std::string> field_names(const ConfigType& type);

template <HasFields C>
Json to_json(const C& config) {
  return config_to_json(config_type<C>(), &config);
}
template <HasFields C>
C from_json(const Json& json, const ReadContext& context = {}) {
  C config{};
  config_from_json(config_type<C>(), &config, json, context);
  return config;
}

/// A configuration may be a member of another.
template <HasFields C>
struct FieldTraits<C> {
  static std::string type_name() { return "object"; }
  static Json to_json(const C& value) { return cornu::to_json(value); }
  static C from_json(const Json& json, const ReadContext& context) {
    ReadContext inner = context;
    inner.also_known = {};
    return cornu::from_json<C>(json, inner);
  }
  static bool equal(const C& a, const C& b) { return configs_equal(config_type<C>(), &a, &b); }
  static size_t hash(const C& value) { return hash_config(config_type<C>(), &value); }
  static Json schema() { return config_schema(config_type<C>()); }
};

}  // namespace cornu
