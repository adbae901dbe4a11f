#include "framework/ops/conv.h"

#include <algorithm>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

enum class Direction { forward, backward_data, backward_weights };

Direction direction_of(const OpDef& def) {
  if (def.name == "conv") return Direction::forward;
  return def.name == "conv_backward_data" ? Direction::backward_data : Direction::backward_weights;
}

/// All three are one sum of products over (output position, tap, channels), gathered in double
/// into whichever of x, kernel and y is the output.
class Conv final : public PreparedKernel {
 public:
  explicit Conv(const KernelArgs& args)
      : direction_(direction_of(args.def)),
        dtype_(args.in[0].dtype),
        relu_(args.as<ConvAttrs>().activation == FusedActivation::relu),
        bias_(args.in.size() > 2),
        bias_gradient_(direction_ == Direction::backward_weights && args.wants(1)) {
    const Shape &a = args.in[0].shape, &b = args.in[1].shape, &out = args.out[0].shape;
    const bool forward = direction_ == Direction::forward;
    const bool data = direction_ == Direction::backward_data;
    x_ = data ? out : a;
    kernel_ = forward || data ? b : out;
    y_ = forward ? out : data ? a : b;
    geometry_ = conv_geometry(args.as<ConvAttrs>(), x_, kernel_, y_);
    total_ = static_cast<size_t>(out.elements());
    workspace_bytes = (total_ + static_cast<size_t>(geometry_.out)) * sizeof(double);
  }

  void run(Stream&, const Operands& operands) const override {
    auto* total = static_cast<double*>(operands.workspace);
    std::fill_n(total, total_, 0.0);
    dispatch(dtype_, [&]<class T>(T) {
      if constexpr (std::is_same_v<T, double> || std::is_same_v<T, float> ||
                    std::is_same_v<T, f16> || std::is_same_v<T, bf16>) {
        gather(operands.input<T>(0), operands.input<T>(1), total);
        finish(operands, total, static_cast<T*>(operands.out[0]));
        if (bias_gradient_) sum_channels(operands.input<T>(1), total, operands.output<T>(1));
      }
    });
  }

 private:
  template <class T>
  void gather(const T* a, const T* b, double* total) const {
    const int64_t axes = static_cast<int64_t>(geometry_.axes.size());
    const int64_t in = kernel_[-2], out = geometry_.out / geometry_.groups;
    const Shape positions = y_.sub(0, axes + 1), taps = kernel_.sub(0, axes);
    const int64_t position_count = positions.elements(), tap_count = taps.elements();
    Odometer at(positions);
    for (int64_t p = 0; p < position_count; ++p, at.next()) {
      Odometer tap(taps);
      for (int64_t k = 0; k < tap_count; ++k, tap.next()) {
        const int64_t source = position_in_x(at, tap);
        if (source < 0) continue;
        for (int64_t group = 0; group < geometry_.groups; ++group)
          for (int64_t i = 0; i < in; ++i)
            for (int64_t o = 0; o < out; ++o) {
              const int64_t xi = source * geometry_.in + group * in + i;
              const int64_t ki = (k * in + i) * geometry_.out + group * out + o;
              const int64_t yi = p * geometry_.out + group * out + o;
              if (direction_ == Direction::forward)
                total[yi] += value(a[xi]) * value(b[ki]);
              else if (direction_ == Direction::backward_data)
                total[xi] += value(a[yi]) * value(b[ki]);
              else
                total[ki] += value(a[xi]) * value(b[yi]);
            }
      }
    }
  }

  /// Which position of x a tap sees, counted over the batch and the spatial axes; -1: padding.
  int64_t position_in_x(const Odometer& at, const Odometer& tap) const {
    int64_t source = at[0];
    for (size_t i = 0; i < geometry_.axes.size(); ++i) {
      const ConvAxis& axis = geometry_.axes[i];
      const auto n = static_cast<int64_t>(i);
      const int64_t here =
          at[n + 1] * axis.window.stride + tap[n] * axis.window.dilation - axis.before;
      if (here < 0 || here >= axis.in) return -1;
      source = source * axis.in + here;
    }
    return source;
  }

  template <class T>
  void finish(const Operands& operands, const double* total, T* out) const {
    for (size_t i = 0; i < total_; ++i) {
      double y = total[i];
      if (bias_) y += value(operands.input<T>(2)[i % static_cast<size_t>(geometry_.out)]);
      if (relu_) y = std::max(y, 0.0);
      out[i] = T(static_cast<Compute<T>>(y));
    }
  }

  template <class T>
  void sum_channels(const T* dy, double* workspace, T* out) const {
    double* total = workspace + total_;
    std::fill_n(total, geometry_.out, 0.0);
    const int64_t count = y_.elements();
    for (int64_t i = 0; i < count; ++i) total[i % geometry_.out] += value(dy[i]);
    for (int64_t o = 0; o < geometry_.out; ++o) out[o] = T(static_cast<Compute<T>>(total[o]));
  }

  template <class T>
  static double value(T element) {
    return static_cast<double>(static_cast<Compute<T>>(element));
  }

  Direction direction_;
  DType dtype_;
  bool relu_, bias_, bias_gradient_;
  Shape x_, kernel_, y_;
  ConvGeometry geometry_;
  size_t total_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) { return make_ref<Conv>(args); }

}  // namespace

extern constinit const Kernel conv_kernel{"reference", accept, prepare};

}  // namespace cornu::reference
