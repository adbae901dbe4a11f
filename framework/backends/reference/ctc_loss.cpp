#include "framework/ops/ctc_loss.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

using Row = std::vector<double>;

double log_sum(std::initializer_list<double> terms) {
  double top = kNever, total = 0;
  for (const double term : terms) top = max(top, term);
  for (const double term : terms) total += std::exp(term - top);
  return top + std::log(total);
}

/// One sample: what its frames say of each class, its labels and their states.
class Sample {
 public:
  Sample(const KernelArgs& args, const Operands& operands, int64_t sample) {
    const Shape& logits = args.in[0].shape;
    const int64_t frames = logits[1], classes = logits[2], most = args.in[1].shape[1];
    const auto length = [&](size_t i) {
      return load<int64_t>(args.in[i].dtype, operands.in[i], sample);
    };
    check_ctc_lengths(sample, length(2), most, length(3), frames);
    for (int64_t i = 0; i < length(2); ++i) {
      labels_.push_back(load<int64_t>(args.in[1].dtype, operands.in[1], sample * most + i));
      check_ctc_label(sample, labels_.back(), classes);
    }
    const int64_t blank = args.as<CTCLossOptions>().mask_index;
    states = {labels_.data(), length(2), blank < 0 ? blank + classes : blank};
    for (int64_t t = 0; t < length(3); ++t) {
      Row& row = logarithms.emplace_back();
      for (int64_t c = 0; c < classes; ++c)
        row.push_back(
            load<double>(args.in[0].dtype, operands.in[0], (sample * frames + t) * classes + c));
      double top = row[0], total = 0;
      for (const double x : row) top = max(top, x);
      for (const double x : row) total += std::exp(x - top);
      for (double& x : row) x -= top + std::log(total);
    }
  }

  double emitted(size_t t, int64_t state) const {
    return logarithms[t][static_cast<size_t>(states.label(state))];
  }
  /// The logarithm of the probability of the frames up to each, in each of the states: from one
  /// more row, before the first frame.
  std::vector<Row> forward() const {
    std::vector<Row> alpha(logarithms.size() + 1,
                           Row(static_cast<size_t>(states.states()), kNever));
    alpha[0][0] = 0;
    for (size_t t = 0; t < logarithms.size(); ++t)
      for (int64_t s = 0; s < states.states(); ++s) {
        const auto from = [&](int64_t back) {
          return s < back ? kNever : alpha[t][static_cast<size_t>(s - back)];
        };
        alpha[t + 1][static_cast<size_t>(s)] =
            log_sum({from(0), from(1), states.may_skip(s) ? from(2) : kNever}) + emitted(t, s);
      }
    return alpha;
  }
  /// The same of the frames behind each.
  std::vector<Row> backward() const {
    std::vector<Row> beta(logarithms.size() + 1, Row(static_cast<size_t>(states.states()), kNever));
    for (int64_t s = 0; s < states.states(); ++s)
      beta.back()[static_cast<size_t>(s)] = states.at_end(s);
    for (size_t t = logarithms.size(); t-- > 0;)
      for (int64_t s = 0; s < states.states(); ++s) {
        const auto to = [&](int64_t next) {
          return next >= states.states()
                     ? kNever
                     : beta[t + 1][static_cast<size_t>(next)] + emitted(t, next);
        };
        const bool skip = s + 2 < states.states() && states.may_skip(s + 2);
        beta[t][static_cast<size_t>(s)] = log_sum({to(s), to(s + 1), skip ? to(s + 2) : kNever});
      }
    return beta;
  }
  double likelihood(const Row& last) const {
    double sum = kNever;
    for (int64_t s = 0; s < states.states(); ++s)
      sum = log_sum({sum, last[static_cast<size_t>(s)] + states.at_end(s)});
    return sum;
  }

  std::vector<Row> logarithms;
  CTCStates<int64_t> states{};

 private:
  std::vector<int64_t> labels_;
};

void run(const KernelArgs& args, const Operands& operands) {
  for (int64_t n = 0; n < args.in[0].shape[0]; ++n) {
    const Sample sample(args, operands, n);
    store<double>(args.out[0].dtype, operands.out[0], n,
                  -sample.likelihood(sample.forward().back()));
  }
}

/// The softmax less the probability that a frame is in a state of the class.
void run_grad(const KernelArgs& args, const Operands& operands) {
  const int64_t frames = args.in[0].shape[1], classes = args.in[0].shape[2];
  for (int64_t n = 0; n < args.in[0].shape[0]; ++n) {
    const Sample sample(args, operands, n);
    const std::vector<Row> alpha = sample.forward(), beta = sample.backward();
    const double whole = sample.likelihood(alpha.back());
    const auto dy = load<double>(args.in[4].dtype, operands.in[4], n);
    for (int64_t t = 0; t < frames; ++t) {
      Row row(static_cast<size_t>(classes));
      const auto at = static_cast<size_t>(t);
      if (at < sample.logarithms.size()) {
        for (size_t c = 0; c < row.size(); ++c) row[c] = std::exp(sample.logarithms[at][c]);
        for (int64_t s = 0; s < sample.states.states(); ++s)
          row[static_cast<size_t>(sample.states.label(s))] -= std::exp(
              alpha[at + 1][static_cast<size_t>(s)] + beta[at + 1][static_cast<size_t>(s)] - whole);
      }
      for (int64_t c = 0; c < classes; ++c)
        store<double>(args.out[0].dtype, operands.out[0], (n * frames + t) * classes + c,
                      dy * row[static_cast<size_t>(c)]);
    }
  }
}

void run_either(const KernelArgs& args, const Operands& operands) {
  if (args.def.name == "ctc_loss")
    run(args, operands);
  else
    run_grad(args, operands);
}

}  // namespace

extern constinit const Kernel ctc_loss_kernel{"reference", accept, plain<run_either>};

}  // namespace cornu::reference
