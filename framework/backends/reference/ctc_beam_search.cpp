#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/ops/ctc_decode.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

using Sequence = std::vector<int32_t>;

/// The logarithms of the probabilities of a beginning whose last frame is blank, or its last label.
struct Score {
  double blank = -INFINITY, label = -INFINITY;
  double total() const { return log_sum(blank, label); }

  static double log_sum(double a, double b) {
    if (a < b) std::swap(a, b);
    return b == -INFINITY ? a : a + std::log1p(std::exp(b - a));
  }
};

struct Beginning {
  Sequence labels;
  Score before, now;
};

bool better(const Beginning* a, const Beginning* b) { return a->now.total() > b->now.total(); }

/// The beginnings in the beam, best first. As in TensorFlow, one that others pushed out of the beam
/// in this frame, and that its own parent would not bring back, leads to nothing new.
class Beam {
 public:
  explicit Beam(const BeamSearchAttrs& attrs) : attrs_(attrs) {
    all_.push_back({{}, {}, {0, -INFINITY}});
    kept_ = {&all_[0]};
  }

  void step(const std::vector<double>& frame) {
    const std::vector<Beginning*> branches = kept_;
    for (Beginning* b : branches) b->before = b->now;
    for (Beginning* b : branches) {
      double label = b->before.label;
      if (!b->labels.empty()) {
        const Sequence shorter(b->labels.begin(), b->labels.end() - 1);
        if (const Beginning* parent = find(branches, shorter))
          label = Score::log_sum(label, extended(*parent, b->labels.back()));
        label += frame[static_cast<size_t>(b->labels.back())];
      }
      b->now = {b->before.total() + frame[static_cast<size_t>(attrs_.blank)], label};
    }
    for (Beginning* b : branches) {
      if (!is_candidate(b->before.total())) continue;
      for (size_t c = 0; c < frame.size(); ++c)
        if (static_cast<int64_t>(c) != attrs_.blank)
          extend(branches, *b, static_cast<int32_t>(c), frame[c]);
    }
    std::stable_sort(kept_.begin(), kept_.end(), better);
  }

  const std::vector<Beginning*>& kept() const { return kept_; }

 private:
  static Beginning* find(const std::vector<Beginning*>& among, const Sequence& labels) {
    for (Beginning* b : among)
      if (b->labels == labels) return b;
    return nullptr;
  }
  /// What reaches a beginning from its parent, before the label's own probability.
  static double extended(const Beginning& parent, int32_t label) {
    const bool repeats = !parent.labels.empty() && parent.labels.back() == label;
    return repeats ? parent.before.blank : parent.before.total();
  }
  bool full() const { return static_cast<int64_t>(kept_.size()) == attrs_.beam_width; }
  std::vector<Beginning*>::iterator worst() {
    return std::max_element(kept_.begin(), kept_.end(), better);
  }
  bool is_candidate(double total) {
    return total > -INFINITY && (!full() || total > (*worst())->now.total());
  }
  void extend(const std::vector<Beginning*>& branches, const Beginning& parent, int32_t label,
              double logarithm) {
    Sequence longer = parent.labels;
    longer.push_back(label);
    if (find(kept_, longer)) return;
    const double total = extended(parent, label) + logarithm;
    Beginning* pushed_out = find(branches, longer);
    if (!is_candidate(total)) {
      if (pushed_out) pushed_out->before = {};
      return;
    }
    if (full()) kept_.erase(worst());
    if (!pushed_out) pushed_out = &all_.emplace_back(Beginning{longer, {}, {}});
    pushed_out->now = {-INFINITY, total};
    kept_.push_back(pushed_out);
  }

  const BeamSearchAttrs& attrs_;
  std::deque<Beginning> all_;
  std::vector<Beginning*> kept_;
};

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const BeamSearchAttrs& attrs = args.as<BeamSearchAttrs>();
  const int64_t batch = x.shape[0], count = x.shape[1], classes = x.shape[2];
  for (int64_t n = 0; n < batch; ++n) {
    const auto length = load<int64_t>(args.in[1].dtype, operands.in[1], n);
    check_sequence_length(n, length, count);
    Beam beam(attrs);
    for (int64_t t = 0; t < length; ++t) {
      std::vector<double> frame;
      for (int64_t c = 0; c < classes; ++c)
        frame.push_back(load<double>(x.dtype, operands.in[0], (n * count + t) * classes + c));
      beam.step(frame);
    }
    for (int64_t path = 0; path < attrs.top_paths; ++path) {
      const auto at = static_cast<size_t>(path);
      // What cannot be is no sequence.
      const bool there = at < beam.kept().size() && beam.kept()[at]->now.total() != -INFINITY;
      const Sequence sequence = there ? beam.kept()[at]->labels : Sequence();
      const Score score = there ? beam.kept()[at]->now : Score();
      for (int64_t t = 0; t < count; ++t)
        operands.output<int32_t>()[(path * batch + n) * count + t] =
            static_cast<size_t>(t) < sequence.size() ? sequence[static_cast<size_t>(t)] : -1;
      store<double>(x.dtype, operands.out[1], n * attrs.top_paths + path, score.total());
    }
  }
}

}  // namespace

extern constinit const Kernel ctc_beam_search_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
