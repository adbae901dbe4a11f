#include "framework/ops/ctc_loss.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "framework/backends/cpu/simd/ctc_loops.h"
#include "framework/backends/cpu/simd/softmax_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 4 << 10;  // states of frames worth a thread

/// A sample after the other, each by one thread: the forward algorithm, in logarithms, over all
/// states at once; the backward one is the same over the states in reverse.
template <class T>
class CTCKernel final : public PreparedKernel {
 public:
  explicit CTCKernel(const KernelArgs& args)
      : loops_(ctc_loops(args.in[0].dtype)),
        softmax_(softmax_loops(args.in[0].dtype)),
        forward_(args.def.name == "ctc_loss"),
        batch_(args.in[0].shape[0]),
        frames_(args.in[0].shape[1]),
        classes_(args.in[0].shape[2]),
        most_(args.in[1].shape[1]),
        row_(2 * most_ + 1 + CTCLoops::kBefore + CTCLoops::kBehind) {
    const int64_t given = args.as<CTCLossOptions>().mask_index;
    blank_ = given < 0 ? given + classes_ : given;
    // skip, emitted, two rows of states, and classes or all rows of states
    room_ = 4 * row_ + (forward_ ? classes_ : row_ * (frames_ + 1));
    workspace_bytes = static_cast<size_t>(batch_ * room_) * sizeof(T);
  }

  void run(Stream&, const Operands& operands) const override {
    for (int64_t n = 0; n < batch_; ++n) {
      const CTCStates<int32_t> states = states_of(operands, n);
      check_ctc_lengths(n, states.count, most_, operands.input<int32_t>(3)[n], frames_);
      for (int64_t i = 0; i < states.count; ++i) check_ctc_label(n, states.labels[i], classes_);
    }
    const int64_t work = std::max<int64_t>(1, frames_ * (2 * most_ + 1 + classes_));
    parallel_for(batch_, std::max<int64_t>(1, kWork / work), [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        if (forward_)
          loss(operands, n);
        else
          gradient(operands, n);
      }
    });
  }

 private:
  CTCStates<int32_t> states_of(const Operands& operands, int64_t n) const {
    return {operands.input<int32_t>(1) + n * most_, operands.input<int32_t>(2)[n], blank_};
  }
  /// The i-th row of a sample's workspace, all kNever.
  T* row(const Operands& operands, int64_t n, int64_t i) const {
    T* start = static_cast<T*>(operands.workspace) + n * room_ + i * row_;
    std::fill(start, start + row_, static_cast<T>(kNever));
    return start + CTCLoops::kBefore;
  }
  const T* logits(const Operands& operands, int64_t n, int64_t t) const {
    return operands.input<T>(0) + (n * frames_ + t) * classes_;
  }
  static double end_of(const CTCStates<int32_t>& states, const T* last) {
    double top = kNever, total = 0;
    for (int64_t s = 0; s < states.states(); ++s) top = std::max(top, last[s] + states.at_end(s));
    for (int64_t s = 0; s < states.states(); ++s)
      total += std::exp(last[s] + states.at_end(s) - top);
    return std::isnan(total) ? total : top + std::log(total);
  }

  void loss(const Operands& operands, int64_t n) const {
    const CTCStates<int32_t> states = states_of(operands, n);
    T *skip = row(operands, n, 0), *emitted = row(operands, n, 1), *now = row(operands, n, 2),
      *next = row(operands, n, 3);
    T* logarithms = static_cast<T*>(operands.workspace) + n * room_ + 4 * row_;
    for (int64_t s = 0; s < states.states(); ++s)
      if (states.may_skip(s)) skip[s] = 0;
    now[0] = 0;
    for (int64_t t = 0; t < operands.input<int32_t>(3)[n]; ++t, std::swap(now, next)) {
      softmax_.along(logits(operands, n, t), 1, static_cast<size_t>(classes_), true, logarithms);
      for (int64_t s = 0; s < states.states(); ++s) emitted[s] = logarithms[states.label(s)];
      loops_.step(now, skip, emitted, states.states(), next);
      clear_behind(next, states.states());
    }
    operands.output<T>()[n] = static_cast<T>(-end_of(states, now));
  }

  /// What a vector wrote behind a row's states.
  static void clear_behind(T* row, int64_t states) {
    std::fill(row + states, row + states + CTCLoops::kBehind, static_cast<T>(kNever));
  }

  void gradient(const Operands& operands, int64_t n) const {
    const CTCStates<int32_t> states = states_of(operands, n);
    const int64_t count = states.states(), length = operands.input<int32_t>(3)[n];
    T* dlogits = operands.output<T>() + n * frames_ * classes_;
    std::memset(dlogits + length * classes_, 0,
                static_cast<size_t>((frames_ - length) * classes_) * sizeof(T));
    if (length == 0) return;
    softmax_.along(logits(operands, n, 0), static_cast<size_t>(length),
                   static_cast<size_t>(classes_), true, dlogits);
    T *skip = row(operands, n, 0), *emitted = row(operands, n, 1), *now = row(operands, n, 2),
      *next = row(operands, n, 3);
    const auto alpha = [&](int64_t t) {  // of frame t − 1
      return static_cast<T*>(operands.workspace) + n * room_ + (4 + t) * row_ + CTCLoops::kBefore;
    };
    for (int64_t s = 0; s < count; ++s)
      if (states.may_skip(s)) skip[s] = 0;
    row(operands, n, 4)[0] = 0;
    for (int64_t t = 0; t < length; ++t) {
      for (int64_t s = 0; s < count; ++s) emitted[s] = dlogits[t * classes_ + states.label(s)];
      loops_.step(alpha(t), skip, emitted, count, row(operands, n, 5 + t));
      clear_behind(alpha(t + 1), count);
    }
    const double whole = end_of(states, alpha(length));

    // From here on state s stands in place count - 1 - s.
    std::fill(skip, skip + count, static_cast<T>(kNever));
    for (int64_t s = 2; s < count; ++s)
      if (states.may_skip(s)) skip[count - 1 - s + 2] = 0;
    for (int64_t t = length - 1; t >= 0; --t, std::swap(now, next)) {
      T* frame = dlogits + t * classes_;
      for (int64_t s = 0; s < count; ++s) emitted[count - 1 - s] = frame[states.label(s)];
      if (t == length - 1) {
        for (int64_t s = 0; s < count; ++s)
          next[count - 1 - s] = static_cast<T>(emitted[count - 1 - s] + states.at_end(s));
      } else {
        loops_.step(now, skip, emitted, count, next);
        clear_behind(next, count);
      }
      T* shares = alpha(t + 1);  // no longer needed
      for (int64_t s = 0; s < count; ++s)
        shares[s] = static_cast<T>(static_cast<double>(shares[s]) + next[count - 1 - s] -
                                   emitted[count - 1 - s] - whole);
      const auto dy = static_cast<double>(operands.input<T>(4)[n]);
      loops_.exponentials(shares, count, dy, shares);
      loops_.exponentials(frame, classes_, dy, frame);
      for (int64_t s = 0; s < count; ++s) frame[states.label(s)] -= shares[s];
    }
  }

  const CTCLoops& loops_;
  const SoftmaxLoops& softmax_;
  bool forward_;
  int64_t batch_, frames_, classes_, most_, row_, blank_ = 0, room_ = 0;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  if (args.in[1].dtype != DType::i32) return "labels are not int32";
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.in[0].dtype == DType::f64) return make_ref<CTCKernel<double>>(args);
  return make_ref<CTCKernel<float>>(args);
}

}  // namespace

extern constinit const Kernel ctc_loss_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
