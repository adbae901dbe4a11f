#pragma once

#include <vector>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

/// The axes that tensordot sums over: the last n of x1 with the first n of x2, or those of two
/// lists with each other.
class ContractedAxes {
 public:
  ContractedAxes(int64_t count = 2) : count_(count) {}
  ContractedAxes(int count) : count_(count) {}
  ContractedAxes(std::vector<int64_t> first, std::vector<int64_t> second)
      : first_(std::move(first)), second_(std::move(second)), listed_(true) {}

  bool listed() const { return listed_; }
  int64_t count() const { return count_; }
  const std::vector<int64_t>& first() const { return first_; }
  const std::vector<int64_t>& second() const { return second_; }
  friend bool operator==(const ContractedAxes&, const ContractedAxes&) = default;

 private:
  int64_t count_ = 0;
  std::vector<int64_t> first_, second_;
  bool listed_ = false;
};

template <>
struct FieldTraits<ContractedAxes> {
  static std::string type_name() { return "integer or two lists of integers"; }
  static Json to_json(const ContractedAxes& value);
  static ContractedAxes from_json(const Json& json, const ReadContext& context);
  static bool equal(const ContractedAxes& a, const ContractedAxes& b) { return a == b; }
  static size_t hash(const ContractedAxes& value);
  static Json schema();
};

struct TensordotOptions {
  ContractedAxes axes = 2;
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "How many axes, or which of x1 and which of x2, meet in sums.");
  }
};

namespace ops {

/// Vectors: the sum of products; matrices: their product; else the last axis of x1 meets the last
/// but one of x2, or the only one. A number multiplies.
Tensor dot(const Operand& x1, const Operand& x2);
/// The last axes of both meet.
Tensor inner(const Operand& x1, const Operand& x2);
/// Every element of x1 times every element of x2, both flattened: [size 1, size 2].
Tensor outer(const Operand& x1, const Operand& x2);
/// The sum of products of all elements.
Tensor vdot(const Operand& x1, const Operand& x2);
Tensor tensordot(const Operand& x1, const Operand& x2, const TensordotOptions& options = {});
/// Every element of x1 times the whole of x2, in its place.
Tensor kron(const Operand& x1, const Operand& x2);

}  // namespace ops

}  // namespace cornu
