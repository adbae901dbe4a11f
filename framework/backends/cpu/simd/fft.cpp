#include "framework/ops/fft.h"

#include <algorithm>

#include "framework/backends/cpu/simd/fft_kernel.h"

namespace cornu::cpu::simd {

namespace {

template <class T>
class ComplexFft final : public FftKernel<T> {
 public:
  ComplexFft(const reference::AlongAxis& along, const FftAttrs& attrs)
      : FftKernel<T>(along, along.size),
        size_(along.size),
        inverse_(attrs.inverse),
        scale_(attrs.normalized ? 1 / static_cast<double>(size_) : 1) {
    if (!this->one_by_one()) x_ = this->reserve(size_), y_ = this->reserve(size_);
    rest_ = this->reserve_scratch();
  }

  void run(Stream&, const Operands& operands) const override {
    const T *xr = operands.input<T>(inverse_), *xi = operands.input<T>(!inverse_);
    T *yr = operands.output<T>(inverse_), *yi = operands.output<T>(!inverse_);
    this->each_unit(operands, [&](int64_t line, T* slot) {
      if (this->one_by_one()) {
        const int64_t at = line * size_;
        return transform(xr + at, xi + at, {yr + at, yi + at}, slot + rest_);
      }
      const Planes<T> x = this->planes(slot, x_, size_), y = this->planes(slot, y_, size_);
      this->gather(xr, line, size_, size_, this->rows(x.r));
      this->gather(xi, line, size_, size_, this->rows(x.i));
      transform(x.r, x.i, y, slot + rest_);
      this->scatter(yr, line, size_, this->rows(y.r));
      this->scatter(yi, line, size_, this->rows(y.i));
    });
  }

 private:
  void transform(const T* xr, const T* xi, const Planes<T>& y, T* rest) const {
    this->plan_.run(xr, xi, y.r, y.i, rest);
    if (scale_ == 1) return;
    this->loops_.scale(y.r, size_ * this->width_, static_cast<T>(scale_));
    this->loops_.scale(y.i, size_ * this->width_, static_cast<T>(scale_));
  }

  int64_t size_;
  bool inverse_;
  double scale_;
  int64_t x_ = 0, y_ = 0, rest_ = 0;
};

/// Real lines of an even length are complex ones of half of it, their elements in turns; of an odd
/// length complex ones without imaginary parts.
template <class T>
class RealFft : public FftKernel<T> {
 protected:
  RealFft(const reference::AlongAxis& along, int64_t length, double scale, double factor)
      : FftKernel<T>(along, length % 2 == 0 ? length / 2 : length),
        given_(along.size),
        length_(length),
        bins_(length / 2 + 1),
        scale_(static_cast<T>(scale)),
        factor_(static_cast<T>(scale * factor)),
        roots_(even() ? length / 2 : 0, length, scale * factor) {
    z_ = this->reserve(this->plan_.size()), t_ = this->reserve(this->plan_.size());
    y_ = this->reserve(bins_);
    rest_ = this->reserve_scratch();
  }

  bool even() const { return length_ % 2 == 0; }
  /// Where element k of the lines lies in planes.
  auto elements(const Planes<T>& z) const {
    return [z, even = even()](int64_t k) {
      if (!even) return z.r + k * kFftWidth;
      return (k % 2 == 0 ? z.r : z.i) + k / 2 * kFftWidth;
    };
  }

  int64_t given_, length_, bins_;
  T scale_, factor_;
  Roots<T> roots_;
  int64_t z_ = 0, t_ = 0, y_ = 0, rest_ = 0;
};

template <class T>
class ForwardRealFft final : public RealFft<T> {
 public:
  ForwardRealFft(const reference::AlongAxis& along, int64_t length, double scale)
      : RealFft<T>(along, length, scale, 0.5) {}

  void run(Stream&, const Operands& operands) const override {
    const T* x = operands.input<T>(0);
    T *yr = operands.output<T>(0), *yi = operands.output<T>(1);
    this->each_unit(operands, [&](int64_t line, T* slot) {
      const int64_t size = this->plan_.size(), bins = this->bins_;
      const Planes<T> z = this->planes(slot, this->z_, size),
                      t = this->planes(slot, this->t_, size);
      take(x, line, z);
      this->plan_.run(z.r, z.i, t.r, t.i, slot + this->rest_);
      if (this->one_by_one()) return give(t, {yr + line * bins, yi + line * bins});
      const Planes<T> y = this->planes(slot, this->y_, bins);
      give(t, y);
      this->scatter(yr, line, bins, this->rows(y.r));
      this->scatter(yi, line, bins, this->rows(y.i));
    });
  }

 private:
  void take(const T* x, int64_t line, const Planes<T>& z) const {
    const int64_t used = std::min(this->given_, this->length_), width = this->width_;
    const int64_t half = this->even() ? used / 2 : used;  // rows
    if (!this->one_by_one()) {
      this->gather(x, line, this->given_, used, this->elements(z));
    } else {
      x += line * this->given_;
      if (this->even())
        this->loops_.part(x, z.r, z.i, half);
      else
        std::copy_n(x, used, z.r);
      if (this->even() && used % 2 == 1) z.r[half] = x[used - 1];
    }
    const int64_t odd = this->even() ? used % 2 : 0, size = this->plan_.size();
    std::fill(z.r + (half + odd) * width, z.r + size * width, T{});
    std::fill(z.i + (this->even() ? half : 0) * width, z.i + size * width, T{});
  }
  void give(const Planes<T>& t, const Planes<T>& y) const {
    const int64_t count = this->bins_ * this->width_;
    if (this->even())
      return this->loops_.unfold(t.r, t.i, this->roots_.r.data(), this->roots_.i.data(),
                                 this->factor_, y.r, y.i, this->length_ / 2, this->width_);
    std::copy_n(t.r, count, y.r);
    std::copy_n(t.i, count, y.i);
    std::fill_n(y.i, this->width_, T{});
    if (this->scale_ == 1) return;
    this->loops_.scale(y.r, count, this->scale_);
    this->loops_.scale(y.i, count, this->scale_);
  }
};

template <class T>
class BackwardRealFft final : public RealFft<T> {
 public:
  BackwardRealFft(const reference::AlongAxis& along, int64_t length, double scale)
      : RealFft<T>(along, length, scale, 1) {}

  void run(Stream&, const Operands& operands) const override {
    T* x = operands.output<T>(0);
    this->each_unit(operands, [&](int64_t line, T* slot) {
      const int64_t size = this->plan_.size(), length = this->length_;
      const Planes<T> z = this->planes(slot, this->z_, size),
                      t = this->planes(slot, this->t_, size);
      take(operands, line, this->planes(slot, this->y_, this->bins_), z);
      this->plan_.run(z.i, z.r, t.i, t.r, slot + this->rest_);
      if (!this->even() && this->scale_ != 1)
        this->loops_.scale(t.r, length * this->width_, this->scale_);
      if (!this->one_by_one())
        this->scatter(x, line, length, this->elements(t));
      else if (this->even())
        this->loops_.join(t.r, t.i, x + line * length, length / 2);
      else
        std::copy_n(t.r, length, x + line * length);
    });
  }

 private:
  void take(const Operands& operands, int64_t line, const Planes<T>& y, const Planes<T>& z) const {
    const T *yr = operands.input<T>(0), *yi = operands.input<T>(1);
    const int64_t given = this->given_, used = std::min(given, this->bins_);
    if (this->one_by_one() && used == this->bins_)
      return fold(yr + line * given, yi + line * given, z);
    if (this->one_by_one()) {
      std::copy_n(yr + line * given, used, y.r);
      std::copy_n(yi + line * given, used, y.i);
    } else {
      this->gather(yr, line, given, used, this->rows(y.r));
      this->gather(yi, line, given, used, this->rows(y.i));
    }
    const int64_t width = this->width_;
    std::fill(y.r + used * width, y.r + this->bins_ * width, T{});
    std::fill(y.i + used * width, y.i + this->bins_ * width, T{});
    fold(y.r, y.i, z);
  }
  /// What a transform backward makes the lines of.
  void fold(const T* yr, const T* yi, const Planes<T>& z) const {
    const int64_t width = this->width_, bins = this->bins_;
    if (this->even())
      return this->loops_.fold(yr, yi, this->roots_.r.data(), this->roots_.i.data(), this->factor_,
                               z.r, z.i, this->length_ / 2, width);
    std::copy_n(yr, bins * width, z.r);
    std::copy_n(yi, bins * width, z.i);
    std::fill_n(z.i, width, T{});
    for (int64_t k = 1; k < bins; ++k)
      for (int64_t i = 0; i < width; ++i) {
        z.r[(this->length_ - k) * width + i] = yr[k * width + i];
        z.i[(this->length_ - k) * width + i] = -yi[k * width + i];
      }
  }
};

class Nothing final : public PreparedKernel {
 public:
  void run(Stream&, const Operands&) const override {}
};

template <class T>
Ref<PreparedKernel> prepare_for(const KernelArgs& args) {
  const Shape& x = args.in[0].shape;
  if (args.def.name == "fft") {
    const FftAttrs& attrs = args.as<FftAttrs>();
    return make_ref<ComplexFft<T>>(reference::AlongAxis("fft", x, attrs.axis), attrs);
  }
  const reference::AlongAxis along(args.def.name, x, -1);
  const auto [wanted, normalized] = args.as<RealFftAttrs>();
  const bool forward = args.def.name == "rfft";
  const int64_t length = !forward ? args.out[0].shape[-1] : wanted == unknown ? x[-1] : wanted;
  const double scale = normalized ? 1 / static_cast<double>(length) : 1;
  if (forward) return make_ref<ForwardRealFft<T>>(along, length, scale);
  return make_ref<BackwardRealFft<T>>(along, length, scale);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.out[0].shape.elements() == 0) return make_ref<Nothing>();
  return args.in[0].dtype == DType::f64 ? prepare_for<double>(args) : prepare_for<float>(args);
}

}  // namespace

extern constinit const Kernel fft_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
