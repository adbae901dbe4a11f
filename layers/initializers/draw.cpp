#include "layers/initializers/draw.h"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

struct Quadruple {
  double u[4];  // in (0, 1)
};

Quadruple draw(uint64_t key, uint64_t element, uint32_t attempt) {
  r123::Philox4x32 generator;
  const auto bits =
      generator({static_cast<uint32_t>(element), static_cast<uint32_t>(element >> 32), attempt, 0},
                {static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32)});
  Quadruple out;
  for (size_t i = 0; i < 4; ++i) out.u[i] = (static_cast<double>(bits[i]) + 0.5) * 0x1p-32;
  return out;
}

/// Box-Muller; two independent values of one draw.
void normal_pair(const Quadruple& draw, double& first, double& second) {
  const double radius = std::sqrt(-2 * std::log(draw.u[0]));
  const double angle = 2 * std::numbers::pi * draw.u[1];
  first = radius * std::cos(angle);
  second = radius * std::sin(angle);
}

double standard_normal(uint64_t key, uint64_t element) {
  double first, second;
  normal_pair(draw(key, element, 0), first, second);
  return first;
}

double standard_truncated_normal(uint64_t key, uint64_t element) {
  for (uint32_t attempt = 0;; ++attempt) {
    double first, second;
    normal_pair(draw(key, element, attempt), first, second);
    if (std::abs(first) <= 2) return first;
    if (std::abs(second) <= 2) return second;
  }
}

template <class F>
Tensor fill(const Shape& shape, DType dtype, F&& value_of) {
  std::vector<double> values(static_cast<size_t>(shape.elements()));
  for (size_t i = 0; i < values.size(); ++i) values[i] = value_of(i);
  return tensor_of_values(values, shape, dtype);
}

}  // namespace

Tensor tensor_of_values(const std::vector<double>& values, const Shape& shape, DType dtype) {
  return ops::cast(from_buffer(values.data(), shape, DType::f64), dtype);
}

Draw::Draw(std::optional<int64_t> seed) : seed_(seed) {}

uint64_t Draw::key() const {
  std::call_once(chosen_, [&] { key_ = seed_ ? static_cast<uint64_t>(*seed_) : next_seed(); });
  return key_;
}

Tensor Draw::uniform(const Shape& shape, DType dtype, double low, double high) const {
  const uint64_t chosen = key();
  return fill(shape, dtype, [&](size_t i) { return low + (high - low) * draw(chosen, i, 0).u[0]; });
}

Tensor Draw::normal(const Shape& shape, DType dtype, double mean, double stddev) const {
  const uint64_t chosen = key();
  return fill(shape, dtype, [&](size_t i) { return mean + stddev * standard_normal(chosen, i); });
}

Tensor Draw::truncated_normal(const Shape& shape, DType dtype, double mean, double stddev) const {
  const uint64_t chosen = key();
  return fill(shape, dtype,
              [&](size_t i) { return mean + stddev * standard_truncated_normal(chosen, i); });
}

}  // namespace cornu
