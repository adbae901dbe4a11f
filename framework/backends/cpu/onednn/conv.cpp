#include "framework/ops/conv.h"

#include <algorithm>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/error.h"
#include "framework/base/team.h"

namespace cornu::cpu::onednn {

namespace {

enum class Direction : uint8_t { forward, backward_data, backward_weights };

/// One of the three convolutions: its operands by what they are, in oneDNN's axes.
struct Conv {
  Direction direction;
  ConvGeometry geometry;
  Spec x, kernel, y;
  bool bias;

  explicit Conv(const KernelArgs& args) {
    const Spec &a = args.in[0], &b = args.in[1], &out = args.out[0];
    if (args.def.name == "conv") {
      direction = Direction::forward;
      x = a, kernel = b, y = out;
      bias = args.in.size() > 2;
    } else if (args.def.name == "conv_backward_data") {
      direction = Direction::backward_data;
      x = out, kernel = b, y = a;
      bias = false;
    } else {
      direction = Direction::backward_weights;
      x = a, kernel = out, y = b;
      bias = args.wants(1);
    }
    geometry = conv_geometry(args.as<ConvAttrs>(), x.shape, kernel.shape, y.shape);
  }

  double operations() const {
    return 2.0 * static_cast<double>(y.shape.elements()) *
           static_cast<double>(kernel.shape.elements()) / static_cast<double>(geometry.out);
  }

  Extents kernel_sizes() const {
    const int64_t groups = geometry.groups, in = kernel.shape[-2];
    Extents sizes{geometry.out, in};
    if (groups > 1) sizes = {groups, geometry.out / groups, in};
    for (const ConvAxis& axis : geometry.axes) sizes.push_back(axis.window.size);
    return sizes;
  }

  /// kernel [spatial…, in / groups, out] as (groups,) out, in, spatial.
  Descriptor dense_kernel() const {
    const int64_t groups = geometry.groups;
    Extents strides{1, geometry.out};
    if (groups > 1) strides = {geometry.out / groups, 1, geometry.out};
    const SmallVector<int64_t, 6> all = row_major_strides(kernel.shape);
    for (size_t i = 0; i < geometry.axes.size(); ++i) strides.push_back(all[i]);
    return Descriptor::strided(kernel.dtype, kernel_sizes(), strides);
  }

  /// Whether the kernel, or its gradient, may stay packed from run to run.
  bool keeps_kernel(const KernelArgs& args) const {
    return direction == Direction::backward_weights || (args.constant_inputs & 2);
  }
  /// The operands' layouts in the order of the op's inputs and outputs.
  Layouts layouts(const LayoutRef& x_order, const LayoutRef& k, const LayoutRef& y_order) const {
    switch (direction) {
      case Direction::forward:
        return {.in = {x_order, k, {}}, .out = {y_order}};
      case Direction::backward_data:
        return {.in = {y_order, k}, .out = {x_order}};
      case Direction::backward_weights:
        return {.in = {x_order, y_order}, .out = {k, {}}};
    }
    fail<InternalError>("a convolution without direction");
  }

  Role x_role() const { return direction == Direction::backward_data ? Role::diff_src : Role::src; }
  Role y_role() const { return direction == Direction::forward ? Role::dst : Role::diff_dst; }
  Descriptor any_kernel() const { return Descriptor::any(kernel.dtype, kernel_sizes()); }
  Descriptor dense_bias() const { return Descriptor::dense(kernel.dtype, {geometry.out}); }
};

struct Orders {
  Descriptor x, kernel, y;
};

PrimitiveRef make(const Conv& conv, FusedActivation activation, const Orders& orders,
                  ConvAlgorithm algorithm = ConvAlgorithm::direct) {
  const Descriptor bias = conv.bias ? conv.dense_bias() : Descriptor();
  switch (conv.direction) {
    case Direction::forward:
      return make_conv(conv.geometry,
                       {{Role::src, orders.x},
                        {Role::weights, orders.kernel},
                        {Role::bias, bias},
                        {Role::dst, orders.y}},
                       algorithm, activation);
    case Direction::backward_data:
      return make_conv_backward_data(
          conv.geometry,
          {{Role::diff_src, orders.x}, {Role::weights, orders.kernel}, {Role::diff_dst, orders.y}},
          algorithm);
    case Direction::backward_weights:
      return make_conv_backward_weights(conv.geometry,
                                        {{Role::src, orders.x},
                                         {Role::diff_weights, orders.kernel},
                                         {Role::diff_bias, bias},
                                         {Role::diff_dst, orders.y}},
                                        algorithm);
  }
  fail<InternalError>("a convolution without direction");
}

/// How much of the direct convolution's time Winograd's takes, roughly; 1 where it does not serve:
/// windows of 3x3, activations in blocks of 16 channels, tiles of 4x4 results. Measured with 16 to
/// 256 channels on AVX-512. A rule and not a measurement when the model is built: that would give
/// other bits from run to run. docs/decisions/winograd.md.
double winograd_share(const Conv& conv) {
  constexpr double kShare = 0.68;
  constexpr int64_t kTile = 4, kFewTiles = 32, kFewProducts = 512;
  const ConvGeometry& geometry = conv.geometry;
  if (geometry.groups != 1 || geometry.axes.size() != 2 || conv.x.dtype != DType::f32) return 1;
  if (geometry.in % 16 != 0 || geometry.out % 16 != 0 || geometry.in * geometry.out < kFewProducts)
    return 1;
  const Shape& results = (conv.direction == Direction::backward_data ? conv.x : conv.y).shape;
  int64_t tiles = results[0];
  for (size_t i = 0; i < 2; ++i) {
    const Window& window = geometry.axes[i].window;
    if (window.size != 3 || window.stride != 1 || window.dilation != 1) return 1;
    tiles *= (results[static_cast<int64_t>(i) + 1] + kTile - 1) / kTile;
  }
  if (tiles < kFewTiles) return 1;
  const double computed = static_cast<double>(tiles * kTile * kTile);
  const double wanted = static_cast<double>(results.elements() / results[-1]);
  return std::min(1.0, kShare * computed / wanted);
}

/// The primitive for activations in these orders. The kernel is small: it follows what is best for
/// them as they lie. Where no fast code takes them, first x (a few channels of an image), then both
/// are left to oneDNN.
PrimitiveRef choose(const Conv& conv, FusedActivation activation, const Orders& given) {
  Orders orders{given.x, conv.any_kernel(), given.y};
  // One channel lies the same first and last; beside blocks oneDNN knows it as the first.
  if (conv.geometry.in == 1 && given.y.channel_block() > 0)
    orders.x = Descriptor::dense(conv.x.dtype, sizes_of(conv.x));
  PrimitiveRef primitive;
  if (given.x.channel_block() == 16 && given.y.channel_block() == 16 && winograd_share(conv) < 1)
    primitive = make(conv, activation, orders, ConvAlgorithm::winograd);
  if (!primitive) primitive = make(conv, activation, orders);
  if (!primitive) {
    orders.x = Descriptor::any(conv.x.dtype, sizes_of(conv.x));
    primitive = make(conv, activation, orders);
  }
  if (!primitive) {
    orders.y = Descriptor::any(conv.y.dtype, sizes_of(conv.y));
    primitive = make(conv, activation, orders);
  }
  return primitive;
}

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const Conv conv(args);
  const bool forward = conv.direction == Direction::forward;
  const bool data = conv.direction == Direction::backward_data;
  const auto in = [&](size_t i) { return layout_of(layouts.in, i); };
  const LayoutRef out = layout_of(layouts.out, 0);
  Orders given{activations(conv.x, data ? out : in(0)),
               weights(forward || data ? in(1) : out, conv.dense_kernel()),
               activations(conv.y, forward ? out : in(data ? 0 : 1))};
  const PrimitiveRef primitive = choose(conv, args.as<ConvAttrs>().activation, given);
  if (!primitive) return false;
  const Descriptor& x_order = primitive->operand(conv.x_role());
  if (conv.geometry.in == 1 && x_order == Descriptor::dense(conv.x.dtype, sizes_of(conv.x)))
    given.x = x_order;

  const auto wanted = [&](Role role) { return primitive->operand(role); };
  switch (conv.direction) {
    case Direction::forward: {
      const Place x = program.read(0, given.x, wanted(Role::src));
      const Place kernel = program.read(1, given.kernel, wanted(Role::weights));
      const Place y = program.write(0, given.y, wanted(Role::dst));
      program.add(primitive, {{Role::src, x},
                              {Role::weights, kernel},
                              {Role::bias, conv.bias ? Place::in(2) : Place{}},
                              {Role::dst, y}});
      break;
    }
    case Direction::backward_data: {
      const Place dy = program.read(0, given.y, wanted(Role::diff_dst));
      const Place kernel = program.read(1, given.kernel, wanted(Role::weights));
      const Place dx = program.write(0, given.x, wanted(Role::diff_src));
      program.add(primitive, {{Role::diff_dst, dy}, {Role::weights, kernel}, {Role::diff_src, dx}});
      break;
    }
    case Direction::backward_weights: {
      const Place x = program.read(0, given.x, wanted(Role::src));
      const Place dy = program.read(1, given.y, wanted(Role::diff_dst));
      const Place kernel = program.write(0, given.kernel, wanted(Role::diff_weights));
      program.add(primitive, {{Role::src, x},
                              {Role::diff_dst, dy},
                              {Role::diff_weights, kernel},
                              {Role::diff_bias, conv.bias ? Place::out(1) : Place{}}});
      break;
    }
  }
  return true;
}

/// The kernel's order that the forward convolution likes for activations in these orders: the one
/// that all three operations share, so that the weights, their gradient and an optimizer's slots
/// stay in it from step to step.
LayoutRef shared_kernel(Conv conv, const Orders& given) {
  conv.direction = Direction::forward;
  conv.bias = false;
  const PrimitiveRef forward = choose(conv, FusedActivation::linear, given);
  if (!forward) return {};
  return packed_layout(conv.kernel, conv.dense_kernel(), forward->operand(Role::weights));
}

/// Measured on AVX-512 (billions of operations a second and thread, roughly): direct convolutions
/// run alike on blocks and channels-last, but for few input channels, where channels-last loses.
double estimated_nanoseconds(const Conv& conv, bool blocked) {
  constexpr double kPerNanosecond = 100;
  const bool few = conv.kernel.shape[-2] < 8;
  const double loss = blocked ? winograd_share(conv) : few ? 2 : 1.05;
  return conv.operations() * loss / (kPerNanosecond * num_threads());
}

/// Channels-last and, where the channels fill blocks, blocked activations (a few input channels
/// stay as they are); the kernel packed, or dense at the price of packing it in each run.
std::vector<Layouts> offers(const KernelArgs& args) {
  const Conv conv(args);
  const int64_t block = preferred_block();
  const ThreadLimit limit(num_threads());
  std::vector<Layouts> found;
  const auto offer = [&](const LayoutRef& x, const LayoutRef& y, bool blocked) {
    const Orders given{activations(conv.x, x), {}, activations(conv.y, y)};
    const PrimitiveRef primitive = choose(conv, FusedActivation::linear, given);
    if (!primitive || !(primitive->operand(conv.y_role()) == given.y)) return;
    const LayoutRef kernel = shared_kernel(conv, given);
    const double time = estimated_nanoseconds(conv, blocked);
    const double packing = static_cast<double>(conv.kernel.bytes()) / 5;
    for (const bool packed : {true, false}) {
      if (packed && (!kernel || !conv.keeps_kernel(args))) continue;
      const LayoutRef k = packed ? kernel : LayoutRef();
      Layouts layouts = conv.layouts(x, k, y);
      layouts.nanoseconds = packed ? time : time + packing;
      found.push_back(std::move(layouts));
    }
  };
  const bool in_blocks = conv.geometry.in % block == 0, few = conv.geometry.in < 8;
  if (conv.geometry.out % block == 0 && (in_blocks || few) && conv.geometry.groups == 1)
    offer(in_blocks ? blocked_channels(conv.x.shape, block) : LayoutRef(),
          blocked_channels(conv.y.shape, block), true);
  offer({}, {}, false);
  return found;
}

/// Whether a tap of the kernel meets nothing but padding.
bool has_idle_tap(const ConvGeometry& geometry) {
  for (const ConvAxis& axis : geometry.axes)
    for (int64_t tap = 0; tap < axis.window.size; ++tap) {
      bool meets = false;
      for (int64_t i = 0; i < axis.out && !meets; ++i) {
        const int64_t at = i * axis.window.stride - axis.before + tap * axis.window.dilation;
        meets = at >= 0 && at < axis.in;
      }
      if (!meets) return true;
    }
  return false;
}

Why declines(const KernelArgs& args) {
  const Conv conv(args);
  if (conv.direction == Direction::backward_weights && conv.x.dtype == DType::bf16 &&
      has_idle_tap(conv.geometry))
    return "in bf16 it does not write the gradient of taps that meet padding alone";
  return why_not(args, build);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return prepare_program(args, layouts, Conv(args).operations(), build);
}

}  // namespace

extern constinit const Kernel conv_kernel{"onednn", declines, prepare, offers};

}  // namespace cornu::cpu::onednn
