#include "layers/dot.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Dot final : public Layer<layers::DotOptions> {
 public:
  explicit Dot(layers::DotOptions options = {}) : Layer(std::move(options)) {
    const auto& axes = config().axes.given();
    if (axes.size() != (config().axes.single() ? 1 : 2))
      fail<ValueError>("Dot: axes must be one axis or a list of two, not ", axes.size(), ".");
    for (const int64_t axis : axes)
      if (axis == 0) fail<ValueError>("Dot: axis 0 is the batch's, and is not summed over.");
  }

  void build_many(const Shapes& inputs) override {
    if (inputs.size() != 2)
      fail<ValueError>("it multiplies 2 inputs, and got ", inputs.size(), ".");
    int64_t sizes[2];
    for (size_t i = 0; i < 2; ++i) {
      if (inputs[i].ndim() < 2)
        fail<ShapeError>("its inputs must have at least two axes: one is ", inputs[i], ".");
      sizes[i] = inputs[i][axis_of(i, inputs[i].ndim())];
    }
    if (sizes[0] != sizes[1] && sizes[0] != unknown && sizes[1] != unknown)
      fail<ShapeError>("the axes that it sums over differ: axis ", axis_of(0, inputs[0].ndim()),
                       " of ", inputs[0], " and axis ", axis_of(1, inputs[1].ndim()), " of ",
                       inputs[1], ".");
    if (const int64_t a = inputs[0][0], b = inputs[1][0]; a != b && a != unknown && b != unknown)
      fail<ShapeError>("it cannot multiply batches of different sizes: ", inputs[0], " and ",
                       inputs[1], ".");
  }

  Tensors call_many(const Tensors& inputs, const CallContext&) override {
    if (inputs.size() != 2)
      fail<ValueError>("it multiplies 2 inputs, and got ", inputs.size(), ".");
    const Tensor a = matrices(inputs[0], 0), b = matrices(inputs[1], 1);
    Shape shape{inputs[0].shape()[0]};
    for (size_t i = 0; i < 2; ++i)
      for (int64_t axis = 1; axis < inputs[i].ndim(); ++axis)
        if (axis != axis_of(i, inputs[i].ndim())) shape.push_back(inputs[i].shape()[axis]);
    if (shape.ndim() == 1) shape.push_back(1);
    return {ops::reshape(ops::matmul_transposed(a, b, {.transpose_b = true}), {.newshape = shape})};
  }

  bool supports_masking() const override { return true; }
  Tensors compute_mask(const Tensors&, const Tensors&) override { return {Tensor()}; }

 private:
  int64_t axis_of(size_t i, int64_t ndim) const {
    const auto& axes = config().axes.given();
    const int64_t axis = normalize_axis("Dot", axes[axes.size() == 1 ? 0 : i], ndim);
    if (axis == 0) fail<ValueError>("Dot: axis 0 is the batch's, and is not summed over.");
    return axis;
  }

  /// [batch, all other axes as one, the axis to sum over].
  Tensor matrices(const Tensor& input, size_t i) const {
    const int64_t last = axis_of(i, input.ndim());
    Tensor x = input;
    if (config().normalize) {
      const Tensor length =
          ops::rsqrt(ops::sum(ops::square(x), {.axis = Axes(last), .keepdims = true}));
      x = x * ops::minimum(length, 1e7);  // Keras's epsilon is 1e-7
    }
    std::vector<int64_t> axes = {0};
    bool known = true;
    int64_t rows = 1;
    for (int64_t axis = 1; axis < x.ndim(); ++axis) {
      if (axis == last) continue;
      axes.push_back(axis);
      known = known && x.shape()[axis] != unknown;
      rows *= x.shape()[axis];
    }
    axes.push_back(last);
    if (last != x.ndim() - 1) x = ops::transpose(x, {.axes = axes});
    return ops::reshape(x, {.newshape = {x.shape()[0], known ? rows : unknown, x.shape()[-1]}});
  }
};

}  // namespace

constinit const ClassDef dot_layer =
    class_def<Dot>("Dot", "The dot product of two inputs, sample by sample.");

LayerRef layers::Dot(const Axes& axes, DotOptions options) {
  options.axes = axes;
  return std::make_shared<cornu::Dot>(std::move(options));
}

}  // namespace cornu
