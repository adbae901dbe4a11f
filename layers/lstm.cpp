#include "layers/lstm.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"
#include "layers/lstm_cell.h"

namespace cornu {

namespace {

layers::LSTMCellOptions cell_options(const layers::LSTMOptions& options) {
  return {.units = options.units,
          .activation = options.activation,
          .recurrent_activation = options.recurrent_activation,
          .use_bias = options.use_bias,
          .kernel_initializer = options.kernel_initializer,
          .recurrent_initializer = options.recurrent_initializer,
          .bias_initializer = options.bias_initializer,
          .unit_forget_bias = options.unit_forget_bias,
          .kernel_regularizer = options.kernel_regularizer,
          .recurrent_regularizer = options.recurrent_regularizer,
          .bias_regularizer = options.bias_regularizer,
          .kernel_constraint = options.kernel_constraint,
          .recurrent_constraint = options.recurrent_constraint,
          .bias_constraint = options.bias_constraint,
          .dropout = options.dropout,
          .recurrent_dropout = options.recurrent_dropout,
          .seed = options.seed,
          .name = "lstm_cell",
          .trainable = options.trainable,
          .dtype = options.dtype};
}

class LSTM final : public Layer<layers::LSTMOptions> {
 public:
  explicit LSTM(layers::LSTMOptions options = {})
      : Layer(std::move(options)), cell_(std::make_shared<LSTMCell>(cell_options(config()))) {
    track("cell", cell_);
  }

  void build_many(const Shapes& inputs) override {
    if (inputs.at(0).ndim() != 3)
      fail<ShapeError>("the input must be [batch, time, features], not ", inputs[0], ".");
    cell_->ensure_built({Shape{inputs[0][0], inputs[0][2]}});
  }

  Tensors call_many(const Tensors& inputs, const CallContext& context) override {
    if (inputs.size() != 1 && inputs.size() != 3)
      fail<ValueError>("it takes a sequence, or a sequence and two states, not ", inputs.size(),
                       " tensors.");
    Tensor x = inputs[0], mask = context.mask();
    if (config().go_backwards) {
      x = ops::flip(x, {.axis = 1});
      if (mask.defined()) mask = ops::flip(mask, {.axis = 1});
    }
    Tensors carries = initial_states(inputs, context, x);
    const LSTMCell::Kept kept = cell_->draw(context.training, x);
    const Tensor projected = time_first(cell_->project(x, kept.inputs));
    Tensors sequences = {projected};
    if (mask.defined()) {
      carries.push_back(zeros_as(carries[0]));  // the output before
      sequences.push_back(counts_of(mask));
    }
    const ops::ScanStep done =
        config().unroll
            ? unrolled(carries, sequences, mask.defined() ? counts_of(context.mask()) : Tensor(),
                       kept.state)
            : ops::scan(
                  [&](const Tensors& c, const Tensors& in) { return step(c, in, kept.state); },
                  carries, sequences);
    if (keeps_state(x)) {
      h_.assign(ops::stop_gradient(done.carries[0]));
      c_.assign(ops::stop_gradient(done.carries[1]));
    }
    Tensors outputs = {config().return_sequences ? time_first(done.results[0])
                       : mask.defined()          ? done.carries[2]
                                                 : done.carries[0]};
    if (config().return_state) outputs.insert(outputs.end(), {done.carries[0], done.carries[1]});
    return outputs;
  }

  /// The same variables: compiled programs go on with them.
  Variables own_states() const override { return {h_, c_}; }
  void reset_state() override {
    for (const Variable& state : {h_, c_})
      if (state.defined()) state.assign(zeros(state.shape(), state.dtype()));
  }

  bool supports_masking() const override { return true; }
  /// Sequences keep the mask, states have none.
  Tensors compute_mask(const Tensors&, const Tensors& masks) override {
    Tensors out = {config().return_sequences ? masks.at(0) : Tensor()};
    if (config().return_state) out.resize(3);
    return out;
  }

 private:
  static Tensor time_first(const Tensor& x) { return ops::transpose(x, {.axes = {{1, 0, 2}}}); }
  /// [batch, time] → [time, batch, 1]
  static Tensor counts_of(const Tensor& mask) {
    return ops::expand_dims(ops::transpose(mask, {.axes = {{1, 0}}}), {.axis = 2});
  }
  /// 0 in the shape of x, unknown sizes included; x may hold anything.
  static Tensor zeros_as(const Tensor& x) {
    return x.shape().known() ? zeros_like(x) : ops::cast(ops::equal(x, x), x.dtype()) * 0.0;
  }

  /// Whether the state after x is for the next batch. Only a known batch can have one.
  bool keeps_state(const Tensor& x) const { return config().stateful && x.shape()[0] != unknown; }

  /// Makes the variables of a stateful layer, 0 at first.
  void make_states(const Shape& x, DType dtype) {
    if (!h_.defined()) {
      const OutsideTrace outside;
      const auto make = [&](std::string_view name) {
        return Variable(zeros({x[0], config().units}, dtype),
                        {.name = std::string(name), .trainable = false, .autocast = false});
      };
      h_ = make("h");
      c_ = make("c");
    }
    if (h_.shape()[0] != x[0])
      fail<ShapeError>("it is stateful for batches of ", h_.shape()[0], ", this one has ", x[0],
                       ".\n  hint: give its Input a batch_size, and all batches that size.");
  }

  Tensors initial_states(const Tensors& inputs, const CallContext& context, const Tensor& x) {
    Tensors states =
        inputs.size() == 3 ? Tensors{inputs[1], inputs[2]} : context.initial_state().flat();
    if (keeps_state(x)) make_states(x.shape(), x.dtype());
    if (states.empty() && keeps_state(x)) return {Operand(h_).tensor(), Operand(c_).tensor()};
    if (states.empty()) {
      const Tensor row = ops::sum(x, {.axis = {1, 2}, .keepdims = false});
      const Tensor state =
          zeros_as(ops::expand_dims(row, {.axis = 1})) + zeros({1, config().units}, x.dtype());
      return {state, state};
    }
    if (states.size() != 2)
      fail<ValueError>("initial_state must be h and c, not ", states.size(), " tensors.");
    for (Tensor& state : states) state = ops::cast(state, x.dtype());
    return states;
  }

  ops::ScanStep step(const Tensors& carries, const Tensors& in, const Tensors& kept) const {
    Tensors next = cell_->step(in[0], carries[0], carries[1], kept);
    if (in.size() == 1) return {next, {next[0]}};
    const Tensor& counts = in[1];
    const bool zero = config().zero_output_for_mask && !config().unroll;
    const Tensor output = ops::where(counts, next[0], zero ? zeros_as(carries[2]) : carries[2]);
    return {
        {ops::where(counts, next[0], carries[0]), ops::where(counts, next[1], carries[1]), output},
        {output}};
  }

  ops::ScanStep unrolled(Tensors carries, const Tensors& sequences, const Tensor& given_counts,
                         const Tensors& kept) const {
    const int64_t length = sequences[0].shape()[0];
    if (length == unknown || length == 0)
      fail<ShapeError>("unroll needs a known number of steps: the sequence has ", length, ".");
    Tensors outputs;
    for (int64_t t = 0; t < length; ++t) {
      Tensors in;
      for (const Tensor& sequence : sequences)
        in.push_back(ops::squeeze(slice_axis(sequence, 0, {t, t + 1}), {.axis = 0}));
      ops::ScanStep made = step(carries, in, kept);
      carries = std::move(made.carries);
      outputs.push_back(made.results[0]);
    }
    Tensor all = ops::stack(outputs, {.axis = 0});
    if (given_counts.defined() && config().zero_output_for_mask) {
      // Keras's unrolled loop runs backwards by the reversed mask but zeroes by the given one.
      all = ops::where(given_counts, all, zeros_as(all));
      const Tensor last = slice_axis(sequences[1], 0, {length - 1, length});
      carries[2] = ops::where(ops::squeeze(last, {.axis = 0}), carries[2], zeros_as(carries[2]));
    }
    return {carries, {all}};
  }

  std::shared_ptr<LSTMCell> cell_;
  Variable h_, c_;  // of a stateful layer; no weights
};

}  // namespace

constinit const ClassDef lstm_layer = class_def<LSTM>("LSTM", "Long short-term memory.");

LayerRef layers::LSTM(int64_t units, LSTMOptions options) {
  options.units = units;
  return std::make_shared<cornu::LSTM>(std::move(options));
}

}  // namespace cornu
