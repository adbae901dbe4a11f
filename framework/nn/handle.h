#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "framework/base/error.h"
#include "framework/nn/catalog.h"
#include "framework/nn/serialization.h"

namespace cornu {

/// An argument that takes a name, an options struct or an object: `.kernel_initializer =
/// "he_normal"`, `= initializers::HeNormal({.seed = 1})`. A default-made one is Keras's None.
template <class Base>
class Handle {
 public:
  Handle() = default;
  Handle(std::nullptr_t) {}
  Handle(const char* name) : Handle(std::string_view(name)) {}
  Handle(const std::string& name) : Handle(std::string_view(name)) {}
  Handle(std::string_view name) : spelling_(name) {
    const ClassDef& def = class_named(Base::kKind, name);
    object_ = cast(def.make(ConfigValue(*def.config)));
  }
  template <HasFields C>
  Handle(const C& options)
      : object_(cast(class_configured_by(Base::kKind, config_type<C>()).make(options))) {}
  template <std::derived_from<Base> T>
  Handle(std::shared_ptr<T> object) : object_(std::move(object)) {}

  explicit operator bool() const { return static_cast<bool>(object_); }
  Base* operator->() const { return &get(); }
  Base& get() const {
    if (!object_) fail<ValueError>("no ", Base::kKind.noun, " was given.");
    return *object_;
  }
  const std::shared_ptr<Base>& object() const { return object_; }
  /// The name it was made from; empty for objects.
  const std::string& spelling() const { return spelling_; }
  template <std::derived_from<Base> T>
  T& as() const {
    T* object = dynamic_cast<T*>(&get());
    if (!object) fail<ValueError>("the ", Base::kKind.noun, " is a ", get().class_name(), ".");
    return *object;
  }

  static std::shared_ptr<Base> cast(ObjectRef object) {
    return std::dynamic_pointer_cast<Base>(std::move(object));
  }

 private:
  std::shared_ptr<Base> object_;
  std::string spelling_;
};

/// In files: the object's envelope, or null.
template <class Base>
struct FieldTraits<Handle<Base>> {
  static std::string type_name() { return std::string(Base::kKind.noun); }
  static Json to_json(const Handle<Base>& value) { return value ? serialize(value.get()) : Json(); }
  static Handle<Base> from_json(const Json& json, const ReadContext& context) {
    return json.is_null() ? Handle<Base>() : element_from_json(json, context);
  }
  static Handle<Base> element_from_json(const Json& json, const ReadContext& context) {
    return Handle<Base>::cast(deserialize(Base::kKind, json, context));
  }
  static bool equal(const Handle<Base>& a, const Handle<Base>& b) {
    if (a.object() == b.object()) return true;
    return a && b && typeid(a.get()) == typeid(b.get()) && a->get_config() == b->get_config();
  }
  static size_t hash(const Handle<Base>& value) {
    return value ? hash_combine(typeid(value.get()).hash_code(), value->get_config().hash()) : 0;
  }
  static Json schema() {
    return Json::object().set("type", Json::Array{"string", "object", "null"});
  }
};

}  // namespace cornu
