#include "framework/ops/fft.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Sums over a line of complex numbers, as the definition says; in long double, since they are what
/// doubles are compared with.
class Line {
 public:
  explicit Line(int64_t size) : size_(size) {
    for (int64_t k = 0; k < size; ++k) {
      const long double angle = 2 * std::numbers::pi_v<long double> * static_cast<long double>(k) /
                                static_cast<long double>(size);
      cosine_.push_back(std::cos(angle)), sine_.push_back(std::sin(angle));
    }
    real.resize(cosine_.size()), imaginary.resize(cosine_.size());
  }
  /// {real, imaginary} number k of the transform; `sign` -1 is forward.
  std::pair<double, double> at(int64_t k, double sign) const {
    long double r = 0, i = 0;
    for (int64_t j = 0; j < size_; ++j) {
      const auto turn = static_cast<size_t>(j * k % size_), from = static_cast<size_t>(j);
      const long double c = cosine_[turn], s = sign * sine_[turn];
      r += real[from] * c - imaginary[from] * s;
      i += real[from] * s + imaginary[from] * c;
    }
    return {static_cast<double>(r), static_cast<double>(i)};
  }

  std::vector<double> real, imaginary;

 private:
  int64_t size_;
  std::vector<long double> cosine_, sine_;
};

void complex(const KernelArgs& args, const Operands& operands) {
  const auto [axis, inverse, normalized] = args.as<FftAttrs>();
  const DType dtype = args.in[0].dtype;
  const AlongAxis along("fft", args.in[0].shape, axis);
  Line line(along.size);
  const double scale = normalized ? 1 / static_cast<double>(along.size) : 1;
  for (int64_t n = 0; n < along.lines; ++n) {
    const auto place = [&](int64_t k) { return along.start(n) + k * along.inner; };
    for (int64_t k = 0; k < along.size; ++k) {
      line.real[static_cast<size_t>(k)] = load<double>(dtype, operands.in[0], place(k));
      line.imaginary[static_cast<size_t>(k)] = load<double>(dtype, operands.in[1], place(k));
    }
    for (int64_t k = 0; k < along.size; ++k) {
      const auto [r, i] = line.at(k, inverse ? 1 : -1);
      store(dtype, operands.out[0], place(k), scale * r);
      store(dtype, operands.out[1], place(k), scale * i);
    }
  }
}

void forward(const KernelArgs& args, const Operands& operands) {
  const auto [wanted, normalized] = args.as<RealFftAttrs>();
  const DType dtype = args.in[0].dtype;
  const AlongAxis along("rfft", args.in[0].shape, -1);
  const int64_t length = wanted == unknown ? along.size : wanted, bins = args.out[0].shape[-1];
  Line line(length);
  const double scale = normalized ? 1 / static_cast<double>(length) : 1;
  for (int64_t n = 0; n < along.lines; ++n) {
    for (int64_t k = 0; k < std::min(length, along.size); ++k)
      line.real[static_cast<size_t>(k)] = load<double>(dtype, operands.in[0], along.start(n) + k);
    for (int64_t k = 0; k < bins; ++k) {
      const auto [r, i] = line.at(k, -1);
      store(dtype, operands.out[0], n * bins + k, scale * r);
      store(dtype, operands.out[1], n * bins + k, 2 * k % length == 0 ? 0 : scale * i);
    }
  }
}

void backward(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.in[0].dtype;
  const AlongAxis along("irfft", args.in[0].shape, -1);
  const int64_t length = args.out[0].shape[-1];
  Line line(length);
  const double scale = args.as<RealFftAttrs>().normalized ? 1 / static_cast<double>(length) : 1;
  for (int64_t n = 0; n < along.lines; ++n) {
    for (int64_t k = 0; k < std::min(length / 2 + 1, along.size); ++k) {
      const double r = load<double>(dtype, operands.in[0], along.start(n) + k);
      const double i =
          2 * k % length == 0 ? 0 : load<double>(dtype, operands.in[1], along.start(n) + k);
      const auto at = static_cast<size_t>(k), mirror = static_cast<size_t>((length - k) % length);
      line.real[at] = line.real[mirror] = r;
      line.imaginary[mirror] = -i;
      line.imaginary[at] = i;
    }
    for (int64_t k = 0; k < length; ++k)
      store(dtype, operands.out[0], n * length + k, scale * line.at(k, 1).first);
  }
}

void run(const KernelArgs& args, const Operands& operands) {
  if (args.out[0].shape.elements() == 0) return;
  if (args.def.name == "fft")
    complex(args, operands);
  else if (args.def.name == "rfft")
    forward(args, operands);
  else
    backward(args, operands);
}

}  // namespace

extern constinit const Kernel fft_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
