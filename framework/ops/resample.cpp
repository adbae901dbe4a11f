#include "framework/ops/resample.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// How far an element's weight reaches.
double radius(Interpolation interpolation) {
  constexpr double radii[] = {0.5, 1, 2, 3, 5};
  return radii[static_cast<size_t>(interpolation)];
}

/// The weight of an element at that distance from a new one.
double weight_at(Interpolation interpolation, double distance) {
  const double d = std::abs(distance), reach = radius(interpolation);
  if (d >= reach) return 0;
  const auto sinc = [](double x) { return x < 1e-9 ? 1 : std::sin(x) / x; };
  switch (interpolation) {
    case Interpolation::nearest:
      return 1;
    case Interpolation::bilinear:
      return 1 - d;
    case Interpolation::bicubic:  // of Keys (1981), a = -1/2
      return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
    case Interpolation::lanczos3:
    case Interpolation::lanczos5:
      return sinc(std::numbers::pi * d) * sinc(std::numbers::pi * d / reach);
  }
  fail<InternalError>("an unknown interpolation");
}

struct Entry {
  int64_t row, place;
  double weight;
};

/// What each of `to` results is made of, in their order.
std::vector<Entry> entries_of(Interpolation interpolation, int64_t from, int64_t to) {
  const auto reach = static_cast<int64_t>(std::ceil(radius(interpolation)));
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  std::vector<Entry> entries;
  for (int64_t row = 0; row < to; ++row) {
    double centre = (static_cast<double>(row) + 0.5) * scale;
    const auto middle = std::min(static_cast<int64_t>(centre), from - 1);
    if (interpolation == Interpolation::nearest) {
      entries.push_back({row, middle, 1});
      continue;
    }
    if (interpolation == Interpolation::bicubic) {  // TensorFlow takes its weights from a table
      const double below = std::floor(centre - 0.5);
      centre = below + 0.5 + std::nearbyint((centre - 0.5 - below) * 1024) / 1024;
    }
    const size_t first = entries.size();
    double total = 0;
    for (int64_t place = std::max<int64_t>(0, middle - reach);
         place <= std::min(from - 1, middle + reach); ++place) {
      const double weight = weight_at(interpolation, static_cast<double>(place) + 0.5 - centre);
      if (std::abs(weight) < 1e-12) continue;
      entries.push_back({row, place, weight});
      total += weight;
    }
    for (size_t i = first; i < entries.size(); ++i) entries[i].weight /= total;
  }
  return entries;
}

ResampleTable table_of(const std::vector<Entry>& entries, int64_t rows) {
  ResampleTable table;
  size_t next = 0;
  for (int64_t row = 0; row < rows; ++row) {
    table.starts.push_back(next);
    for (; next < entries.size() && entries[next].row == row; ++next) {
      table.places.push_back(entries[next].place);
      table.weights.push_back(entries[next].weight);
    }
  }
  table.starts.push_back(next);
  return table;
}

std::vector<Spec> infer(const InferArgs& args) {
  const auto& [axis, factor, interpolation, transposed] = args.as<ResampleAttrs>();
  Spec out = args.in[0];
  if (factor < 1) fail<ValueError>("resample: the factor must be at least 1, not ", factor, ".");
  if (!out.shape.ranked()) return {out};
  int64_t& size = out.shape[normalize_axis("resample", axis, out.shape.ndim())];
  CORNU_CHECK(!transposed || size == unknown || size % factor == 0, "resample of ", args.in[0],
              " by ", factor);
  if (size != unknown) size = transposed ? size / factor : size * factor;
  return {out};
}

/// The map is linear: its gradient is the transposed one, whose gradient it is.
Tensors vjp(const VjpArgs& args) {
  ResampleAttrs attrs = args.as<ResampleAttrs>();
  attrs.transposed = !attrs.transposed;
  return {ops::resample(args.dout[0], attrs)};
}

}  // namespace

ResampleTable interpolation_table(Interpolation interpolation, int64_t from, int64_t to) {
  return table_of(entries_of(interpolation, from, to), to);
}

ResampleTable resample_table(const ResampleAttrs& attrs, int64_t size) {
  if (!attrs.transposed) return interpolation_table(attrs.interpolation, size, size * attrs.factor);
  const int64_t count = size / attrs.factor;
  std::vector<Entry> entries = entries_of(attrs.interpolation, count, size);
  for (Entry& entry : entries) std::swap(entry.row, entry.place);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.row < b.row; });
  return table_of(entries, count);
}

constinit const OpDef resample_def{.name = "resample",
                                   .doc = "An axis interpolated to a multiple of its size.",
                                   .inputs = {{"x", kFloating}},
                                   .attrs = attrs_of<ResampleAttrs>,
                                   .infer = infer,
                                   .vjp = vjp};

Tensor ops::resample(const Tensor& x, const ResampleAttrs& attrs) {
  if (attrs.factor == 1) return x.with_mask(Tensor()).with_logits(Tensor());
  return apply_one(resample_def, {x}, attrs);
}

}  // namespace cornu
