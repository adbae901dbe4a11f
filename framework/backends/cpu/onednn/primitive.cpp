#include "framework/backends/cpu/onednn/primitive.h"

#include <algorithm>
#include <dnnl.hpp>

#include "framework/backends/cpu/onednn/relu.h"
#include "framework/base/address_space.h"
#include "framework/base/error.h"

extern "C" {
int omp_get_max_threads();
void omp_set_num_threads(int count);
}

namespace cornu::cpu::onednn {

using dnnl::memory;
using dnnl::prop_kind;

namespace {

const dnnl::engine& engine() {
  static const auto* engine = new dnnl::engine(dnnl::engine::kind::cpu, 0);  // outlives all users
  return *engine;
}

const dnnl::stream& stream() {
  thread_local const dnnl::stream stream(engine());
  return stream;
}

constexpr int kArguments[kRoles] = {DNNL_ARG_SRC,        DNNL_ARG_WEIGHTS,   DNNL_ARG_BIAS,
                                    DNNL_ARG_DST,        DNNL_ARG_DIFF_SRC,  DNNL_ARG_DIFF_WEIGHTS,
                                    DNNL_ARG_DIFF_BIAS,  DNNL_ARG_DIFF_DST,  DNNL_ARG_MEAN,
                                    DNNL_ARG_VARIANCE,   DNNL_ARG_SCALE,     DNNL_ARG_SHIFT,
                                    DNNL_ARG_DIFF_SCALE, DNNL_ARG_DIFF_SHIFT};

const memory::desc& desc_of(const Descriptor& descriptor) {
  return *static_cast<const memory::desc*>(descriptor.native());
}

Descriptor find(const Descriptors& operands, Role role) {
  for (const auto& [name, descriptor] : operands)
    if (name == role) return descriptor;
  return {};
}
memory::desc desc(const Descriptors& operands, Role role) {
  const Descriptor found = find(operands, role);
  return found.defined() ? desc_of(found) : memory::desc();
}

dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attr;
}

memory::data_type type_of(const memory::desc& desc) {
#if DNNL_VERSION_MAJOR >= 3
  return desc.get_data_type();
#else
  return desc.data_type();
#endif
}

/// An implementation, and in version 2 the operation that it was found for: `next_impl` reads that
/// again.
template <class P>
struct Description : P::primitive_desc {
#if DNNL_VERSION_MAJOR >= 3
  template <class... Args>
  explicit Description(const Args&... args) : P::primitive_desc(engine(), args...) {}
#else
  using Operation = std::shared_ptr<const typename P::desc>;
  template <class... Hint>
  Description(Operation made, const dnnl::primitive_attr& attr, const Hint&... hint)
      : P::primitive_desc(*made, attr, engine(), hint...), operation(std::move(made)) {}

  Operation operation;
#endif
};

template <class P, class... Args>
Description<P> describe(const dnnl::primitive_attr& attr, const Args&... args) {
#if DNNL_VERSION_MAJOR >= 3
  return Description<P>(args..., attr);
#else
  return Description<P>(std::make_shared<const typename P::desc>(args...), attr);
#endif
}
/// The hint, the forward's description, must outlive it.
template <class P, class Hint, class... Args>
Description<P> describe_backward(const Hint& hint, const Args&... args) {
#if DNNL_VERSION_MAJOR >= 3
  return Description<P>(args..., hint, attributes());
#else
  return Description<P>(std::make_shared<const typename P::desc>(args...), attributes(), hint);
#endif
}

}  // namespace

struct Primitive::Handle {
  dnnl::primitive primitive;
  memory::desc scratchpad;
  FusedActivation activation = FusedActivation::linear;  // of what lies at dst
  bool is_bf16 = false;
};

namespace {

template <class P, class Description>
PrimitiveRef finish(const Description& description, std::array<Descriptor, kRoles> operands,
                    FusedActivation activation = FusedActivation::linear) {
  auto handle = std::make_unique<Primitive::Handle>();
  handle->activation = activation;
  if (activation != FusedActivation::linear)
    handle->is_bf16 = type_of(description.dst_desc()) == memory::data_type::bf16;
  handle->primitive = P(description);
  handle->scratchpad = description.scratchpad_desc();
  const size_t scratchpad = handle->scratchpad.get_size();
  return make_ref<const Primitive>(std::move(handle), description.impl_info_str(), scratchpad,
                                   std::move(operands));
}

/// Goes on to the implementations that are slower than the first but not the reference; false
/// where there is none.
template <class Description>
bool skip_reference(Description& description) {
  while (std::string_view(description.impl_info_str()).find("ref") != std::string_view::npos)
    if (!description.next_impl()) return false;
  return true;
}

/// Null where oneDNN says that it has no implementation.
template <class F>
PrimitiveRef or_null(F&& make) {
  constexpr size_t kRoom = size_t{32} << 20;
  if (!has_address_space(kRoom))  // oneDNN does not survive a refusal
    fail<DeviceError>("out of memory: there is no room for the code that oneDNN makes.");
  try {
    return make();
  } catch (const dnnl::error& error) {
    if (error.status == dnnl_unimplemented) return {};
    fail<InternalError>("oneDNN: ", error.what());
  }
}

Descriptor wrap(const memory::desc& desc) { return Descriptor::wrap(&desc); }

void set(std::array<Descriptor, kRoles>& operands, Role role, const memory::desc& desc) {
  operands[static_cast<size_t>(role)] = wrap(desc);
}

dnnl::algorithm native(ConvAlgorithm algorithm) {
  return algorithm == ConvAlgorithm::winograd ? dnnl::algorithm::convolution_winograd
                                              : dnnl::algorithm::convolution_direct;
}

struct ConvWindow {
  memory::dims strides, dilates, before, after;
  explicit ConvWindow(const ConvGeometry& geometry) {
    for (const ConvAxis& axis : geometry.axes) {
      strides.push_back(axis.window.stride);
      dilates.push_back(axis.window.dilation - 1);
      before.push_back(axis.before);
      after.push_back(axis.after);
    }
  }
};

}  // namespace

/// Memory objects for every operand; their addresses change from run to run.
struct Primitive::Call {
  std::vector<size_t> roles;
  std::vector<memory> memories;
  std::vector<dnnl_exec_arg_t> arguments;

  explicit Call(const Primitive& primitive) {
    memories.reserve(kRoles + 1);
    for (size_t role = 0; role < kRoles; ++role) {
      if (!primitive.operands_[role].defined()) continue;
      roles.push_back(role);
      add(kArguments[role], desc_of(primitive.operands_[role]));
    }
    if (primitive.scratchpad_bytes_ > 0) add(DNNL_ARG_SCRATCHPAD, primitive.handle_->scratchpad);
  }
  void add(int argument, const memory::desc& desc) {
    memories.emplace_back(desc, engine(), nullptr);
    arguments.push_back({argument, memories.back().get()});
  }
};

Primitive::Primitive(std::unique_ptr<Handle> handle, std::string implementation,
                     size_t scratchpad_bytes, std::array<Descriptor, kRoles> operands)
    : handle_(std::move(handle)),
      implementation_(std::move(implementation)),
      scratchpad_bytes_(scratchpad_bytes),
      operands_(std::move(operands)) {
  idle_[0] = new Call(*this);
}

Primitive::~Primitive() {
  for (auto& slot : idle_) delete slot.load();
}

Primitive::Call* Primitive::take() const {
  for (auto& slot : idle_)
    if (Call* call = slot.exchange(nullptr, std::memory_order_acquire)) return call;
  return new Call(*this);  // only when more callers run at once than ever before
}

void Primitive::put_back(Call* call) const {
  for (auto& slot : idle_) {
    Call* empty = nullptr;
    if (slot.compare_exchange_strong(empty, call, std::memory_order_release)) return;
  }
  delete call;
}

void Primitive::run(const Addresses& addresses, void* scratchpad) const {
  Call* call = take();
  for (size_t i = 0; i < call->roles.size(); ++i)
    dnnl_memory_set_data_handle(call->memories[i].get(), addresses[call->roles[i]]);
  if (scratchpad_bytes_ > 0) dnnl_memory_set_data_handle(call->memories.back().get(), scratchpad);
  const dnnl_status_t status =
      dnnl_primitive_execute(handle_->primitive.get(), stream().get(),
                             static_cast<int>(call->arguments.size()), call->arguments.data());
  put_back(call);
  CORNU_CHECK(status == dnnl_success, "oneDNN could not run ", implementation_);
  if (handle_->activation == FusedActivation::linear) return;
  void* dst = addresses[static_cast<size_t>(Role::dst)];
  const size_t bytes = operand(Role::dst).bytes();
  if (handle_->is_bf16)
    relu_in_place_bf16(dst, bytes / sizeof(uint16_t));
  else
    relu_in_place(static_cast<float*>(dst), bytes / sizeof(float));
}

PrimitiveRef make_reorder(const Descriptor& from, const Descriptor& to) {
  return or_null([&]() -> PrimitiveRef {
    const dnnl::reorder::primitive_desc description(engine(), desc_of(from), engine(), desc_of(to),
                                                    attributes());
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, desc_of(from));
    set(all, Role::dst, desc_of(to));
    return finish<dnnl::reorder>(description, std::move(all));
  });
}

PrimitiveRef make_matmul(const Descriptors& operands, FusedActivation activation) {
  return or_null([&]() -> PrimitiveRef {
    const bool bias = find(operands, Role::bias).defined();
    const auto a = desc(operands, Role::src), b = desc(operands, Role::weights),
               c = desc(operands, Role::bias), y = desc(operands, Role::dst);
    auto description = bias ? describe<dnnl::matmul>(attributes(), a, b, c, y)
                            : describe<dnnl::matmul>(attributes(), a, b, y);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::weights, description.weights_desc());
    if (bias) set(all, Role::bias, c);
    set(all, Role::dst, description.dst_desc());
    return finish<dnnl::matmul>(description, std::move(all), activation);
  });
}

PrimitiveRef make_conv(const ConvGeometry& geometry, const Descriptors& operands,
                       ConvAlgorithm algorithm, FusedActivation activation) {
  return or_null([&]() -> PrimitiveRef {
    const ConvWindow w(geometry);
    const bool bias = find(operands, Role::bias).defined();
    const auto x = desc(operands, Role::src), k = desc(operands, Role::weights),
               b = desc(operands, Role::bias), y = desc(operands, Role::dst);
    using Conv = dnnl::convolution_forward;
    const auto attr = attributes();
    const auto kind = prop_kind::forward_training;

    auto description = bias ? describe<Conv>(attr, kind, native(algorithm), x, k, b, y, w.strides,
                                             w.dilates, w.before, w.after)
                            : describe<Conv>(attr, kind, native(algorithm), x, k, y, w.strides,
                                             w.dilates, w.before, w.after);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::weights, description.weights_desc());
    if (bias) set(all, Role::bias, b);
    set(all, Role::dst, description.dst_desc());
    return finish<Conv>(description, std::move(all), activation);
  });
}

namespace {

/// Backward primitives name the forward that they belong to.
Description<dnnl::convolution_forward> forward_hint(ConvAlgorithm algorithm, const ConvWindow& w,
                                                    const memory::desc& x, const memory::desc& k,
                                                    const memory::desc& y) {
  return describe<dnnl::convolution_forward>(attributes(), prop_kind::forward_training,
                                             native(algorithm), x, k, y, w.strides, w.dilates,
                                             w.before, w.after);
}

}  // namespace

PrimitiveRef make_conv_backward_data(const ConvGeometry& geometry, const Descriptors& operands,
                                     ConvAlgorithm algorithm) {
  return or_null([&]() -> PrimitiveRef {
    const ConvWindow w(geometry);
    const auto dx = desc(operands, Role::diff_src), k = desc(operands, Role::weights),
               dy = desc(operands, Role::diff_dst);
    using Conv = dnnl::convolution_backward_data;
    const auto hint = forward_hint(algorithm, w, dx, k, dy);  // next_impl reads it again
    auto description = describe_backward<Conv>(hint, native(algorithm), dx, k, dy, w.strides,
                                               w.dilates, w.before, w.after);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::diff_src, description.diff_src_desc());
    set(all, Role::weights, description.weights_desc());
    set(all, Role::diff_dst, description.diff_dst_desc());
    return finish<Conv>(description, std::move(all));
  });
}

PrimitiveRef make_conv_backward_weights(const ConvGeometry& geometry, const Descriptors& operands,
                                        ConvAlgorithm algorithm) {
  return or_null([&]() -> PrimitiveRef {
    const ConvWindow w(geometry);
    const bool bias = find(operands, Role::diff_bias).defined();
    const auto x = desc(operands, Role::src), dk = desc(operands, Role::diff_weights),
               db = desc(operands, Role::diff_bias), dy = desc(operands, Role::diff_dst);
    using Conv = dnnl::convolution_backward_weights;
    const auto hint = forward_hint(algorithm, w, x, dk, dy);

    auto description = bias ? describe_backward<Conv>(hint, native(algorithm), x, dk, db, dy,
                                                      w.strides, w.dilates, w.before, w.after)
                            : describe_backward<Conv>(hint, native(algorithm), x, dk, dy, w.strides,
                                                      w.dilates, w.before, w.after);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::diff_weights, description.diff_weights_desc());
    if (bias) set(all, Role::diff_bias, db);
    set(all, Role::diff_dst, description.diff_dst_desc());
    return finish<Conv>(description, std::move(all));
  });
}

namespace {

const auto kScaleAndShift =
    dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;

Description<dnnl::batch_normalization_forward> describe_batch_norm(const memory::desc& x,
                                                                   float epsilon) {
  return describe<dnnl::batch_normalization_forward>(attributes(), prop_kind::forward_training, x,
#if DNNL_VERSION_MAJOR >= 3
                                                     x,
#endif
                                                     epsilon, kScaleAndShift);
}

memory::desc channels_of(const memory::desc& x) {
#if DNNL_VERSION_MAJOR >= 3
  const memory::dim channels = x.get_dims()[1];
#else
  const memory::dim channels = x.dims()[1];
#endif
  return {{channels}, memory::data_type::f32, memory::format_tag::a};
}

}  // namespace

PrimitiveRef make_batch_norm(const Descriptor& x, double epsilon) {
  return or_null([&]() -> PrimitiveRef {
    auto description = describe_batch_norm(desc_of(x), static_cast<float>(epsilon));
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::dst, description.dst_desc());
    for (const Role role : {Role::scale, Role::shift, Role::mean, Role::variance})
      set(all, role, channels_of(desc_of(x)));
    return finish<dnnl::batch_normalization_forward>(description, std::move(all));
  });
}

PrimitiveRef make_batch_norm_backward(const Descriptor& x, const Descriptor& dy, double epsilon) {
  return or_null([&]() -> PrimitiveRef {
    const auto hint = describe_batch_norm(desc_of(x), static_cast<float>(epsilon));
    auto description = describe_backward<dnnl::batch_normalization_backward>(
        hint, prop_kind::backward,
#if DNNL_VERSION_MAJOR >= 3
        desc_of(dy),
#endif
        desc_of(dy), desc_of(x), static_cast<float>(epsilon), kScaleAndShift);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::diff_dst, description.diff_dst_desc());
    set(all, Role::diff_src, description.diff_src_desc());
    for (const Role role :
         {Role::scale, Role::mean, Role::variance, Role::diff_scale, Role::diff_shift})
      set(all, role, channels_of(desc_of(x)));
#if DNNL_VERSION_MAJOR < 3
    set(all, Role::shift, channels_of(desc_of(x)));  // asked for, though no gradient depends on it
#endif
    return finish<dnnl::batch_normalization_backward>(description, std::move(all));
  });
}

namespace {

#if DNNL_VERSION_MAJOR >= 3
using PoolForward = dnnl::pooling_forward;
using PoolBackward = dnnl::pooling_backward;
#else
using PoolForward = dnnl::pooling_v2_forward;
using PoolBackward = dnnl::pooling_v2_backward;
#endif
constexpr auto kAverage = dnnl::algorithm::pooling_avg_exclude_padding;

/// The windows along the last `axes` axes.
struct PoolWindow {
  memory::dims strides, sizes, dilates, before, after;
  PoolWindow(const PoolGeometry& geometry, size_t axes) : dilates(axes, 0) {
    for (size_t i = geometry.axes.size() - axes; i < geometry.axes.size(); ++i) {
      const PoolGeometry::Axis& axis = geometry.axes[i];
      strides.push_back(axis.stride);
      sizes.push_back(axis.size);
      before.push_back(axis.before);
      const int64_t covered = (axis.out - 1) * axis.stride + axis.size;
      after.push_back(std::max<int64_t>(0, covered - axis.in - axis.before));
    }
  }
};

Description<PoolForward> describe_pool(const PoolWindow& w, const memory::desc& x,
                                       const memory::desc& y) {
  return describe<PoolForward>(attributes(), prop_kind::forward_training, kAverage, x, y, w.strides,
                               w.sizes, w.dilates, w.before, w.after);
}

}  // namespace

PrimitiveRef make_average_pool(const PoolGeometry& geometry, size_t axes, const Descriptor& x,
                               const Descriptor& y) {
  return or_null([&]() -> PrimitiveRef {
    auto description = describe_pool(PoolWindow(geometry, axes), desc_of(x), desc_of(y));
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::src, description.src_desc());
    set(all, Role::dst, description.dst_desc());
    return finish<PoolForward>(description, std::move(all));
  });
}

PrimitiveRef make_average_pool_backward(const PoolGeometry& geometry, size_t axes,
                                        const Descriptor& dx, const Descriptor& dy) {
  return or_null([&]() -> PrimitiveRef {
    const PoolWindow w(geometry, axes);
    const auto hint = describe_pool(w, desc_of(dx), desc_of(dy));
    auto description = describe_backward<PoolBackward>(
        hint, kAverage, desc_of(dx), desc_of(dy), w.strides, w.sizes, w.dilates, w.before, w.after);
    if (!skip_reference(description)) return {};
    std::array<Descriptor, kRoles> all;
    set(all, Role::diff_src, description.diff_src_desc());
    set(all, Role::diff_dst, description.diff_dst_desc());
    return finish<PoolBackward>(description, std::move(all));
  });
}

ThreadLimit::ThreadLimit(int threads) : saved_(omp_get_max_threads()) {
  omp_set_num_threads(threads);
}
ThreadLimit::~ThreadLimit() { omp_set_num_threads(saved_); }

}  // namespace cornu::cpu::onednn
