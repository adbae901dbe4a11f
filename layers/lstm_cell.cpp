#include "layers/lstm_cell.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"

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
  const auto check = [](std::string_view name, double rate) {
    if (!(rate >= 0 && rate <= 1))
      fail<ValueError>("LSTMCell: ", name, " must be between 0 and 1, not ", rate, ".");
  };
  check("dropout", config().dropout);
  check("recurrent_dropout", config().recurrent_dropout);
  if (config().dropout == 0 && config().recurrent_dropout == 0) return;
  const OutsideTrace outside;
  generator_.emplace(config().seed);
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

LSTMCell::Kept LSTMCell::draw(bool training, const Tensor& x) const {
  Kept kept;
  if (!training || !generator_) return kept;
  const auto draw_into = [&](Tensors& out, const Shape& shape, double rate) {
    if (rate == 0) return;
    for (int i = 0; i < (config().recurrent_dropout > 0 ? 4 : 1); ++i)
      out.push_back(random::dropout(ones(shape, x.dtype()), rate, {.seed = *generator_}));
  };
  Shape inputs = x.shape();
  if (inputs.ndim() == 3) inputs[1] = 1;
  draw_into(kept.inputs, inputs, config().dropout);
  draw_into(kept.state, {inputs[0], config().units}, config().recurrent_dropout);
  return kept;
}

Tensor LSTMCell::multiply(const Tensor& x, const Variable& kernel, const Tensors& kept) const {
  if (kept.empty()) return ops::matmul(x, kernel);
  if (kept.size() == 1) return ops::matmul(x * kept[0], kernel);
  const Tensor whole = Operand(kernel).tensor();
  const int64_t units = config().units;
  Tensors gates;
  for (int64_t i = 0; i < 4; ++i)
    gates.push_back(ops::matmul(x * kept[static_cast<size_t>(i)],
                                slice_axis(whole, 1, {i * units, (i + 1) * units})));
  return ops::concatenate(gates, {.axis = -1});
}

Tensor LSTMCell::project(const Tensor& x, const Tensors& kept) const {
  const Tensor z = multiply(x, kernel_, kept);
  return bias_.defined() ? z + bias_ : z;
}

Tensors LSTMCell::step(const Tensor& projected, const Tensor& h, const Tensor& c,
                       const Tensors& kept) const {
  const Tensor z = projected + multiply(h, recurrent_, kept);
  const auto gate = [&](int64_t index) {
    const int64_t units = config().units;
    return slice_axis(z, 1, {index * units, (index + 1) * units});
  };
  const auto& gated = config().recurrent_activation;
  const auto& squashed = config().activation;
  const Tensor next_c = gated(gate(1)) * c + gated(gate(0)) * squashed(gate(2));
  return {gated(gate(3)) * squashed(next_c), next_c};
}

Tensors LSTMCell::call_many(const Tensors& inputs, const CallContext& context) {
  if (inputs.size() != 3)
    fail<ValueError>("it takes an input and two states, not ", inputs.size(), " tensors.");
  const Kept kept = draw(context.training, inputs[0]);
  Tensors states = step(project(inputs[0], kept.inputs), inputs[1], inputs[2], kept.state);
  return {states[0], states[0], states[1]};
}

constinit const ClassDef lstm_cell_layer = class_def<LSTMCell>("LSTMCell", "One step of an LSTM.");

LayerRef layers::LSTMCell(int64_t units, LSTMCellOptions options) {
  options.units = units;
  return std::make_shared<cornu::LSTMCell>(std::move(options));
}

}  // namespace cornu
