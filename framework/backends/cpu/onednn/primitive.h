#pragma once

#include <array>
#include <atomic>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "framework/backends/cpu/onednn/descriptor.h"
#include "framework/base/ref.h"
#include "framework/ops/conv.h"
#include "framework/ops/pool.h"

/// oneDNN's primitives without its header. Those that only its reference code could run are not
/// made: the functions below then return null.
namespace cornu::cpu::onednn {

enum class Role : uint8_t {
  src,
  weights,
  bias,
  dst,
  diff_src,
  diff_weights,
  diff_bias,
  diff_dst,
  mean,
  variance,
  scale,
  shift,
  diff_scale,
  diff_shift
};
inline constexpr int kRoles = 14;

/// One primitive: fixed shapes, orders and number of threads. Safe to run from many threads, each
/// with its own scratchpad.
class Primitive final : public RefCounted {
 public:
  /// Addresses by role; null where the primitive has no such operand.
  using Addresses = std::array<void*, kRoles>;

  ~Primitive() override;
  /// How an operand lies: what was asked for, or what the primitive chose.
  const Descriptor& operand(Role role) const { return operands_[static_cast<size_t>(role)]; }
  size_t scratchpad_bytes() const { return scratchpad_bytes_; }
  void run(const Addresses& addresses, void* scratchpad) const;

  struct Handle;  ///< What oneDNN made.
  Primitive(std::unique_ptr<Handle> handle, std::string implementation, size_t scratchpad_bytes,
            std::array<Descriptor, kRoles> operands);

 private:
  struct Call;  // one set of memory objects
  Call* take() const;
  void put_back(Call* call) const;

  std::unique_ptr<Handle> handle_;
  std::string implementation_;
  size_t scratchpad_bytes_;
  std::array<Descriptor, kRoles> operands_;
  mutable std::array<std::atomic<Call*>, 4> idle_ = {};
};
using PrimitiveRef = Ref<const Primitive>;

using Descriptors = std::initializer_list<std::pair<Role, Descriptor>>;

PrimitiveRef make_reorder(const Descriptor& from, const Descriptor& to);
/// src, weights, optional bias, dst.
PrimitiveRef make_matmul(const Descriptors& operands, FusedActivation activation);
/// As it is defined, or windows of 3x3 by Winograd's transform (Lavin and Gray, 2016): fewer
/// products, and a little more rounding.
enum class ConvAlgorithm : uint8_t { direct, winograd };

/// src, weights, optional bias, dst.
PrimitiveRef make_conv(const ConvGeometry& geometry, const Descriptors& operands,
                       ConvAlgorithm algorithm, FusedActivation activation);
/// diff_src, weights, diff_dst; src is the forward's.
PrimitiveRef make_conv_backward_data(const ConvGeometry& geometry, const Descriptors& operands,
                                     ConvAlgorithm algorithm);
/// src, diff_weights, optional diff_bias, diff_dst.
PrimitiveRef make_conv_backward_weights(const ConvGeometry& geometry, const Descriptors& operands,
                                        ConvAlgorithm algorithm);
/// src, dst; scale, shift, mean and variance are dense.
PrimitiveRef make_batch_norm(const Descriptor& x, double epsilon);
/// src, diff_dst, diff_src; the rest as above. The shift is asked for, but not read.
PrimitiveRef make_batch_norm_backward(const Descriptor& x, const Descriptor& dy, double epsilon);
/// src, dst; diff_src, diff_dst. Windows along the last `axes` axes; padding does not count.
PrimitiveRef make_average_pool(const PoolGeometry& geometry, size_t axes, const Descriptor& x,
                               const Descriptor& y);
PrimitiveRef make_average_pool_backward(const PoolGeometry& geometry, size_t axes,
                                        const Descriptor& dx, const Descriptor& dy);

/// oneDNN makes and runs primitives for this many threads, on the calling thread, while it lives.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();

 private:
  int saved_;
};

}  // namespace cornu::cpu::onednn
