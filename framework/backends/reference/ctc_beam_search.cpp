#include <algorithm>
#include <cmath>
#include <map>
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
  double total() const;
};

double log_sum(double a, double b) {
  if (a < b) std::swap(a, b);
  return b == -INFINITY ? a : a + std::log1p(std::exp(b - a));
}
double Score::total() const { return log_sum(blank, label); }

std::vector<std::pair<Sequence, Score>> search(const std::vector<std::vector<double>>& frames,
                                               const BeamSearchAttrs& attrs) {
  std::vector<std::pair<Sequence, Score>> beam = {{{}, {0, -INFINITY}}};
  for (const std::vector<double>& frame : frames) {
    std::map<Sequence, Score> next;
    for (const auto& [sequence, score] : beam) {
      Score& same = next[sequence];
      same.blank = log_sum(same.blank, score.total() + frame[static_cast<size_t>(attrs.blank)]);
      for (size_t c = 0; c < frame.size(); ++c) {
        const auto label = static_cast<int32_t>(c);
        if (label == attrs.blank) continue;
        const bool repeats = !sequence.empty() && sequence.back() == label;
        if (repeats) same.label = log_sum(same.label, score.label + frame[c]);
        Sequence longer = sequence;
        longer.push_back(label);
        Score& other = next[longer];
        other.label = log_sum(other.label, (repeats ? score.blank : score.total()) + frame[c]);
      }
    }
    beam.assign(next.begin(), next.end());
    std::stable_sort(beam.begin(), beam.end(), [](const auto& a, const auto& b) {
      return a.second.total() > b.second.total();
    });
    if (beam.size() > static_cast<size_t>(attrs.beam_width))
      beam.resize(static_cast<size_t>(attrs.beam_width));
  }
  return beam;
}

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const BeamSearchAttrs& attrs = args.as<BeamSearchAttrs>();
  const int64_t batch = x.shape[0], count = x.shape[1], classes = x.shape[2];
  for (int64_t n = 0; n < batch; ++n) {
    const auto length = load<int64_t>(args.in[1].dtype, operands.in[1], n);
    check_sequence_length(n, length, count);
    std::vector<std::vector<double>> frames(static_cast<size_t>(length));
    for (int64_t t = 0; t < length; ++t)
      for (int64_t c = 0; c < classes; ++c)
        frames[static_cast<size_t>(t)].push_back(
            load<double>(x.dtype, operands.in[0], (n * count + t) * classes + c));
    auto found = search(frames, attrs);
    // What cannot be is no sequence.
    std::erase_if(found, [](const auto& entry) { return entry.second.total() == -INFINITY; });
    found.resize(static_cast<size_t>(attrs.top_paths));
    for (int64_t path = 0; path < attrs.top_paths; ++path) {
      const auto& [sequence, score] = found[static_cast<size_t>(path)];
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
