#include "framework/ops/resample_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "framework/base/error.h"

namespace cornu {

namespace {

/// How far an element's weight reaches.
double radius(Interpolation interpolation) {
  constexpr double radii[] = {0.5, 1, 2, 3, 5, 0.5};
  return radii[static_cast<size_t>(interpolation)];
}

/// The weight of an element at that distance from a new one.
double weight_at(Interpolation interpolation, double distance) {
  const double d = std::abs(distance), reach = radius(interpolation);
  if (d >= reach) return 0;
  const auto sinc = [](double x) { return x < 1e-9 ? 1 : std::sin(x) / x; };
  switch (interpolation) {
    case Interpolation::nearest:
    case Interpolation::area:
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

/// The centre of a new element in TensorFlow's arithmetic, where rounding decides: on the edge of
/// two elements, and between two steps of a table.
float rounded_centre(int64_t row, int64_t from, int64_t to) {
  const float scale = static_cast<float>(from) / static_cast<float>(to);
  return (static_cast<float>(row) + 0.5f) * scale;
}

/// Adds a row, of elements `first` to `last` where `weigh` says more than nothing, scaled to sum
/// to 1.
template <class Weigh>
void add_row(ResampleTable& table, int64_t first, int64_t last, const Weigh& weigh) {
  double total = 0;
  for (int64_t place = first; place <= last; ++place) {
    const double weight = weigh(place);
    if (std::abs(weight) < 1e-12) continue;
    table.places.push_back(place);
    table.weights.push_back(weight);
    total += weight;
  }
  for (size_t i = table.starts.back(); i < table.weights.size(); ++i) table.weights[i] /= total;
  table.starts.push_back(table.places.size());
}

}  // namespace

bool ResampleTable::is_identity(int64_t size) const {
  if (rows() != size || static_cast<int64_t>(places.size()) != size) return false;
  for (int64_t row = 0; row < size; ++row) {
    const auto r = static_cast<size_t>(row);
    if (starts[r] != r || places[r] != row || weights[r] != 1) return false;
  }
  return true;
}

ResampleTable interpolation_table(Interpolation interpolation, int64_t from, int64_t to,
                                  bool antialias) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double wide = antialias ? std::max(scale, 1.0) : 1;
  const auto reach = static_cast<int64_t>(std::ceil(radius(interpolation) * wide));
  ResampleTable table{{0}, {}, {}};
  for (int64_t row = 0; row < to; ++row) {
    if (interpolation == Interpolation::nearest) {
      const int64_t place = std::min(static_cast<int64_t>(rounded_centre(row, from, to)), from - 1);
      add_row(table, place, place, [](int64_t) { return 1; });
      continue;
    }
    if (interpolation == Interpolation::area) {
      const double begin = static_cast<double>(row) * scale, end = begin + scale;
      add_row(table, static_cast<int64_t>(begin),
              std::min(from - 1, static_cast<int64_t>(std::ceil(end))), [&](int64_t place) {
                const auto low = static_cast<double>(place);
                return std::max(0.0, std::min(low + 1, end) - std::max(low, begin));
              });
      continue;
    }
    double centre = (static_cast<double>(row) + 0.5) * scale;
    const auto middle = std::min(static_cast<int64_t>(centre), from - 1);
    if (interpolation == Interpolation::bicubic && !antialias) {
      // TensorFlow takes its weights from a table of 1024 steps
      const float at = rounded_centre(row, from, to) - 0.5f, below = std::floor(at);
      centre = below + 0.5 + std::nearbyint((at - below) * 1024) / 1024.0;
    }
    add_row(table, std::max<int64_t>(0, middle - reach), std::min(from - 1, middle + reach),
            [&](int64_t place) {
              return weight_at(interpolation, (static_cast<double>(place) + 0.5 - centre) / wide);
            });
  }
  return table;
}

ResampleTable transposed_table(const ResampleTable& table, int64_t size) {
  ResampleTable turned;
  turned.starts.assign(static_cast<size_t>(size) + 1, 0);
  for (const int64_t place : table.places) ++turned.starts[static_cast<size_t>(place) + 1];
  for (size_t i = 0; i < static_cast<size_t>(size); ++i) turned.starts[i + 1] += turned.starts[i];
  turned.places.resize(table.places.size());
  turned.weights.resize(table.places.size());
  std::vector<size_t> next(turned.starts.begin(), turned.starts.end() - 1);
  for (int64_t row = 0; row < table.rows(); ++row)
    for (size_t k = table.starts[static_cast<size_t>(row)];
         k < table.starts[static_cast<size_t>(row) + 1]; ++k) {
      const size_t to = next[static_cast<size_t>(table.places[k])]++;
      turned.places[to] = row;
      turned.weights[to] = table.weights[k];
    }
  return turned;
}

}  // namespace cornu
