#pragma once

#include <concepts>
#include <span>
#include <type_traits>
#include <vector>

#include "framework/tensor/variable.h"

namespace cornu {

/// What operators and ops take: a Tensor, a Variable, or a C++ number, which takes on the other
/// operands' dtype where it can. A Tensor is never made from a number implicitly.
class Operand {
 public:
  Operand(const Tensor& tensor) : tensor_(tensor) {}
  /// Reads the variable; inside a layer with a policy, in the policy's compute dtype.
  Operand(const Variable& variable);
  template <class T>
  requires std::is_arithmetic_v<T> Operand(T number) : is_number_(true) {
    if constexpr (std::same_as<T, bool>) {
      weak_ = WeakKind::boolean;
      integer_ = number;
    } else if constexpr (std::is_integral_v<T>) {
      weak_ = WeakKind::integer;
      integer_ = static_cast<int64_t>(number);
    } else {
      weak_ = WeakKind::floating;
      real_ = static_cast<double>(number);
    }
  }

  bool is_number() const { return is_number_; }
  WeakKind weak_kind() const { return weak_; }
  double real() const {
    return weak_ == WeakKind::floating ? real_ : static_cast<double>(integer_);
  }
  int64_t integer() const { return integer_; }
  bool is_symbolic() const { return !is_number_ && tensor_.is_symbolic(); }
  /// The tensor; of a number, one of its own dtype: bool, int32 or float32.
  Tensor tensor() const;
  DType dtype() const;
  /// Of a tensor, not of a number.
  const Shape& shape() const { return tensor_.shape(); }
  /// The tensor as it stands, where it is of this dtype; else null.
  const Tensor* as_is(DType dtype) const {
    return !is_number_ && tensor_.dtype() == dtype ? &tensor_ : nullptr;
  }
  /// The tensor, cast to `dtype`; a number becomes a scalar of it.
  Tensor as(DType dtype) const;
  /// The same; a number becomes a scalar on `device`, where the other operands are.
  Tensor as(DType dtype, Device device) const;
  /// Where the tensor is; of a number, where new tensors go.
  Device device() const;

 private:
  Tensor tensor_;
  bool is_number_ = false;
  WeakKind weak_ = WeakKind::integer;
  int64_t integer_ = 0;
  double real_ = 0;
};

/// A list of operands: `{x, y}`, or what an op with several results gave.
class OperandList : public std::vector<Operand> {
 public:
  using std::vector<Operand>::vector;
  OperandList(const Tensors& tensors) : vector(tensors.begin(), tensors.end()) {}

  bool any_symbolic() const;
  /// All as tensors of their common dtype.
  Tensors promoted() const;
};

/// The dtype that operands are brought to: tensors promote one another, numbers follow them.
DType result_type(std::span<const Operand> operands);
DType result_type(std::span<const Operand* const> operands);

/// Where the first tensor among them is; the default device where all are numbers.
Device device_of(std::span<const Operand> operands);
Device device_of(std::span<const Operand* const> operands);

/// Floating inputs and variables are converted to this dtype on this thread while it lives.
class AutocastScope {
 public:
  explicit AutocastScope(DType compute);
  ~AutocastScope();
  /// f32 where no scope is open.
  static DType compute_dtype();

 private:
  DType previous_;
  bool had_;
};

}  // namespace cornu
