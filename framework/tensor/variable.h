#pragma once

#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "framework/tensor/storage.h"
#include "framework/tensor/tensor.h"

namespace cornu {

class RegularizerBase;
class ConstraintBase;

struct VariableOptions {
  std::string name = {};
  bool trainable = true;
  bool autocast = true;  ///< Converts to the compute dtype where a layer with a policy reads it.
};

/// A named tensor that can be assigned. Copies of the handle share the value.
class Variable {
 public:
  Variable() = default;
  explicit Variable(const Tensor& value, const VariableOptions& options = {});

  bool defined() const { return static_cast<bool>(state_); }
  const std::string& name() const;
  const std::string& path() const;  ///< "dense/kernel"
  const Spec& spec() const;
  const Shape& shape() const { return spec().shape; }
  DType dtype() const { return spec().dtype; }
  bool trainable() const;
  void set_trainable(bool trainable);

  /// The value now; a later assignment does not change what was read. Inside a trace: the value
  /// that the traced program has at this point. Tapes hear of it; in a layer with a policy it is
  /// converted to the compute dtype. Defined in ops/.
  Tensor value() const;
  operator Tensor() const { return value(); }
  /// The same as it is stored, and nobody hears of it.
  Tensor stored() const;
  /// Converts the value to the variable's dtype; ShapeError where it has another shape.
  void assign(const Tensor& value) const;
  void assign_add(const Tensor& value) const;
  void assign_sub(const Tensor& value) const;

  std::string text() const;

  struct State;
  State& state() const;
  friend bool operator==(const Variable& a, const Variable& b) { return a.state_ == b.state_; }

 private:
  Ref<State> state_;
};

using Variables = std::vector<Variable>;

/// Sees the variables' reads and assignments on its thread: tracers answer them, tapes listen.
class VariableAccess {
 public:
  virtual ~VariableAccess() = default;
  virtual Tensor read(const Variable& variable) = 0;
  virtual void assign(const Variable& variable, const Tensor& value) = 0;

  /// Null where variables are read and assigned directly.
  static VariableAccess*& current();
};

struct Variable::State final : RefCounted {
  std::string name, path;
  Spec spec;
  bool trainable = true, autocast = true;
  std::shared_ptr<const RegularizerBase> regularizer;
  std::shared_ptr<const ConstraintBase> constraint;

  /// The value, outside any trace.
  Tensor snapshot();
  /// The value of an i64 scalar, outside any trace; makes no tensor.
  int64_t count();
  /// Replaces the value; the dtype and shape must be the variable's.
  void store(const Tensor& value);

  /// The value in a layout, for a plan that reads it: where it lies, or in a copy that is kept
  /// until the value changes. The buffer keeps the address valid.
  std::pair<void*, Ref<Buffer>> readable(const LayoutRef& layout);
  /// The address of the value in a layout, for a plan that changes it in place: then no tensor
  /// shares the memory, which costs a copy where one did. `changed` follows the writing.
  void* writable(const LayoutRef& layout);
  void changed();
  /// Moves the value into an arena that a plan made: there it stays, in this layout.
  void move_to(const Ref<Buffer>& arena, size_t offset, const LayoutRef& layout);

  std::mutex mutex;
  Storage storage;  // guarded by mutex, as all below
  Tensor dense;     // the logical value of storage.version, made when read

 private:
  struct Repack {
    LayoutRef layout;
    uint64_t version;
    Ref<Buffer> buffer;
  };
  void copy_to(void* data, const LayoutRef& layout) const;

  std::vector<Repack> repacks_;
};

std::ostream& operator<<(std::ostream& out, const Variable& variable);

}  // namespace cornu
