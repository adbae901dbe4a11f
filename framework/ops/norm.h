#pragma once

#include <optional>
#include <string>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Which norm: none (lengths of vectors, Frobenius of matrices), a number, "fro" or "nuc".
class NormOrder {
 public:
  enum class Kind { none, number, fro, nuc };

  NormOrder() = default;
  NormOrder(int number) : kind_(Kind::number), number_(number), whole_(true) {}
  NormOrder(int64_t number)
      : kind_(Kind::number), number_(static_cast<double>(number)), whole_(true) {}
  NormOrder(double number) : kind_(Kind::number), number_(number) {}
  NormOrder(const char* name) : NormOrder(std::string(name)) {}
  /// A ValueError unless it is "fro" or "nuc".
  NormOrder(const std::string& name);

  Kind kind() const { return kind_; }
  bool is(double number) const { return kind_ == Kind::number && number_ == number; }
  double number() const { return number_; }
  std::string text() const;
  friend bool operator==(const NormOrder&, const NormOrder&) = default;

 private:
  friend struct FieldTraits<NormOrder>;

  Kind kind_ = Kind::none;
  double number_ = 0;
  bool whole_ = false;  // written without a point
};

template <>
struct FieldTraits<NormOrder> {
  static std::string type_name() { return "number, \"fro\", \"nuc\" or null"; }
  static Json to_json(const NormOrder& value);
  static NormOrder from_json(const Json& json, const ReadContext& context);
  static bool equal(const NormOrder& a, const NormOrder& b) { return a == b; }
  static size_t hash(const NormOrder& value);
  static Json schema();
};

struct NormOptions {
  NormOrder ord = {};
  Axes axis = {};
  bool keepdims = false;
  static void fields(auto& field, auto& config) {
    field("ord", config.ord, "The norm's order; null: the root of the sum of squares.");
    field("axis", config.axis, "The axis of vectors or two of matrices; null: all of one or two.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
  }
};

struct NormalizeOptions {
  Axes axis = -1;
  int64_t order = 2;
  std::optional<double> epsilon = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes along which lengths become 1; null: all.");
    field("order", config.order, "The norm's order, at least 1.");
    field("epsilon", config.epsilon, "The least length to divide by; null: 1e-7.");
  }
};

namespace ops {

/// Norms of vectors along one axis or of matrices along two.
Tensor norm(const Operand& x, const NormOptions& options = {});
/// x divided by its norms along axes.
Tensor normalize(const Operand& x, const NormalizeOptions& options = {});
/// The distance of each vector of x (its last axis) from each of y: [..., m, n] of [..., m, d] and
/// [..., n, d].
Tensor cdist(const Operand& x, const Operand& y);

}  // namespace ops

}  // namespace cornu
