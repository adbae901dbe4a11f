#include "layers/lstm_cell.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// A bias whose forget quarter starts at 1.
class UnitForgetBias final : public InitializerWith<NoFields> {
 public:
  UnitForgetBias(Initializer rest, int64_t units) : rest_(std::move(rest)), units_(units) {}
  Tensor call(const Shape&, DType dtype) const override {
    return ops::concatenate(
        {rest_->call({units_}, dtype), ones({units_}, dtype), rest_->call({2 * units_}, dtype)},
        {.axis = 0});
  }

 private:
  Initializer rest_;
  int64_t units_;
};

}  // namespace

LSTMCell::LSTMCell(layers::LSTMCellOptions options) : Layer(std::move(options)) {
  if (config().units < 1)
    fail<ValueError>("LSTMCell: units must be at least 1, not ", config().units, ".");
}

void LSTMCell::build_many(const Shapes& inputs) {
  const Shape& input = inputs.at(0);
  const int64_t units = config().units;
  if (input.ndim() < 1 || input[-1] == unknown)
    fail<ShapeError>("the size of the input's last axis must be known, not ", input, ".");
  kernel_ = add_weight("kernel", {input[-1], 4 * units},
                       {.initializer = config().kernel_initializer,
                        .regularizer = config().kernel_regularizer,
                        .constraint = config().kernel_constraint});
  recurrent_ = add_weight("recurrent_kernel", {units, 4 * units},
                          {.initializer = config().recurrent_initializer,
                           .regularizer = config().recurrent_regularizer,
                           .constraint = config().recurrent_constraint});
  if (!config().use_bias) return;
  Initializer first = config().bias_initializer;
  if (config().unit_forget_bias) first = std::make_shared<UnitForgetBias>(first, units);
  bias_ = add_weight("bias", {4 * units},
                     {.initializer = first,
                      .regularizer = config().bias_regularizer,
                      .constraint = config().bias_constraint});
}

Tensor LSTMCell::project(const Tensor& x) const {
  const Tensor z = ops::matmul(x, kernel_);
  return bias_.defined() ? z + bias_ : z;
}

Tensor LSTMCell::recur(const Tensor& h, const Tensors& kept) const {
  if (kept.empty()) return ops::matmul(h, recurrent_);
  const Tensor kernel = Operand(recurrent_).tensor();
  Tensors gates;
  for (int64_t i = 0; i < 4; ++i) {
    const int64_t units = config().units;
    gates.push_back(ops::matmul(h * kept[static_cast<size_t>(i)],
                                slice_axis(kernel, 1, {i * units, (i + 1) * units})));
  }
  return ops::concatenate(gates, {.axis = 1});
}

Tensors LSTMCell::step(const Tensor& projected, const Tensor& h, const Tensor& c,
                       const Tensors& kept) const {
  const Tensor z = projected + recur(h, kept);
  const auto gate = [&](int64_t index) {
    const int64_t units = config().units;
    return slice_axis(z, 1, {index * units, (index + 1) * units});
  };
  const auto& gated = config().recurrent_activation;
  const auto& squashed = config().activation;
  const Tensor next_c = gated(gate(1)) * c + gated(gate(0)) * squashed(gate(2));
  return {gated(gate(3)) * squashed(next_c), next_c};
}

Tensors LSTMCell::call_many(const Tensors& inputs, const CallContext&) {
  if (inputs.size() != 3)
    fail<ValueError>("it takes an input and two states, not ", inputs.size(), " tensors.");
  Tensors states = step(project(inputs[0]), inputs[1], inputs[2]);
  return {states[0], states[0], states[1]};
}

constinit const ClassDef lstm_cell_layer = class_def<LSTMCell>("LSTMCell", "One step of an LSTM.");

LayerRef layers::LSTMCell(int64_t units, LSTMCellOptions options) {
  options.units = units;
  return std::make_shared<cornu::LSTMCell>(std::move(options));
}

}  // namespace cornu
