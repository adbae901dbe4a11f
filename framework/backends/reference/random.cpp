#include <cmath>
#include <numbers>

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/stream.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// 53 bits of two words, in [0, 1).
double wide_unit(uint32_t a, uint32_t b) {
  return static_cast<double>((uint64_t{a} << 32 | b) >> 11) * 0x1p-53;
}
/// 24 bits of one, exact in floats.
double unit(uint32_t word) { return static_cast<double>(word >> 8) * 0x1p-24; }

double uniform_value(const WordStream& stream, const RandomAttrs& attrs, int64_t i) {
  if (attrs.dtype == DType::f64) {
    const auto words = stream.block(i / 2);
    const size_t at = 2 * static_cast<size_t>(i % 2);
    return attrs.low + (attrs.high - attrs.low) * wide_unit(words[at], words[at + 1]);
  }
  const auto low = static_cast<float>(attrs.low), high = static_cast<float>(attrs.high);
  return static_cast<double>(low + (high - low) * static_cast<float>(unit(stream.word(i))));
}

/// Of (0, 1] and [0, 1): the one of the two numbers that Box and Muller's method makes of them.
double normal_of(double u, double v, bool second) {
  const double radius = std::sqrt(-2 * std::log(u)), angle = 2 * std::numbers::pi * v;
  return radius * (second ? std::sin(angle) : std::cos(angle));
}

double normal_value(const WordStream& stream, const RandomAttrs& attrs, int64_t i) {
  if (attrs.truncated)
    for (uint32_t attempt = 1;; ++attempt) {
      const auto words = stream.block(i, attempt);
      const double z =
          normal_of(1 - wide_unit(words[0], words[1]), wide_unit(words[2], words[3]), false);
      if (std::fabs(z) <= 2) return z;
    }
  if (attrs.dtype == DType::f64) {
    const auto words = stream.block(i / 2);
    return normal_of(1 - wide_unit(words[0], words[1]), wide_unit(words[2], words[3]), i % 2 != 0);
  }
  const int64_t pair = i - i % 2;
  return normal_of(unit(stream.word(pair)) + 0x1p-24, unit(stream.word(pair + 1)), i % 2 != 0);
}

void run(const KernelArgs& args, const Operands& operands) {
  const RandomAttrs& attrs = args.as<RandomAttrs>();
  const WordStream stream(operands.input<uint32_t>(0));
  const int64_t count = args.out[0].shape.elements();
  for (int64_t i = 0; i < count; ++i) {
    if (args.def.name == "random_bits") {
      store<uint64_t>(attrs.dtype, operands.out[0], i, stream.word(i));
    } else if (is_integer(attrs.dtype)) {
      const auto range = static_cast<uint64_t>(attrs.high - attrs.low);
      const auto words = stream.block(i);
      const uint64_t wide = uint64_t{words[0]} << 32 | words[1];
      const uint64_t at = range == 0 ? wide : wide % range;
      store<int64_t>(attrs.dtype, operands.out[0], i,
                     static_cast<int64_t>(attrs.low) + static_cast<int64_t>(at));
    } else if (args.def.name == "random_uniform") {
      store<double>(attrs.dtype, operands.out[0], i, uniform_value(stream, attrs, i));
    } else {
      store<double>(attrs.dtype, operands.out[0], i,
                    attrs.mean + attrs.stddev * normal_value(stream, attrs, i));
    }
  }
}

}  // namespace

extern constinit const Kernel random_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
