#pragma once

#include <string>
#include <string_view>

#include "framework/base/field_traits.h"
#include "framework/tensor/dtype.h"

namespace cornu {

/// The dtypes that a layer keeps its weights in and computes in: "float32", "mixed_bfloat16".
class DTypePolicy {
 public:
  /// None given: a layer takes the process's.
  DTypePolicy() = default;
  DTypePolicy(DType dtype) : compute_(dtype), variable_(dtype), given_(true) {}
  DTypePolicy(DType compute, DType variable)
      : compute_(compute), variable_(variable), given_(true) {}
  DTypePolicy(std::string_view name);
  DTypePolicy(const char* name) : DTypePolicy(std::string_view(name)) {}
  DTypePolicy(const std::string& name) : DTypePolicy(std::string_view(name)) {}

  bool given() const { return given_; }
  DType compute_dtype() const { return compute_; }
  DType variable_dtype() const { return variable_; }
  std::string name() const;
  friend bool operator==(const DTypePolicy&, const DTypePolicy&) = default;

 private:
  DType compute_ = DType::f32;
  DType variable_ = DType::f32;
  bool given_ = false;
};

/// The policy of layers that are given none; "float32" at first.
DTypePolicy dtype_policy();
void set_dtype_policy(const DTypePolicy& policy);

/// In files an object of class DTypePolicy; a bare name is read too.
template <>
struct FieldTraits<DTypePolicy> {
  static std::string type_name() { return "dtype policy"; }
  static Json to_json(const DTypePolicy& value);
  static DTypePolicy from_json(const Json& json, const ReadContext& context);
  static bool equal(const DTypePolicy& a, const DTypePolicy& b) { return a == b; }
  static size_t hash(const DTypePolicy& value) { return hash_of(value.name()); }
  static Json schema();
};

}  // namespace cornu
