#include "layers/softmax.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Softmax final : public Layer<layers::SoftmaxOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext& context) override {
    const Tensor& given = context.mask();
    if (!given.defined()) return ops::softmax(x, {.axis = config().axis});
    check_mask(given, x);
    const Tensor mask = given.dtype() == DType::boolean ? given : given > 0.5;
    const double lowest = x.dtype() == DType::f16 ? -3e4 : -1e9;
    const Tensor shares = ops::softmax(ops::where(mask, x, lowest), {.axis = config().axis});
    return ops::where(mask, shares, 0.0);  // also where nothing counts
  }
  bool supports_masking() const override { return true; }

 private:
  /// The mask's axes, from the last, are x's or of size 1.
  static void check_mask(const Tensor& mask, const Tensor& x) {
    bool fits = mask.ndim() <= x.ndim();
    for (int64_t axis = 1; fits && axis <= mask.ndim(); ++axis) {
      const int64_t size = mask.shape()[-axis], wanted = x.shape()[-axis];
      fits = size == 1 || size == wanted || size == unknown || wanted == unknown;
    }
    if (!fits)
      fail<ShapeError>("the mask, ", mask.spec(), ", must broadcast to the input, ", x.spec(), ".");
  }
};

}  // namespace

constinit const ClassDef softmax_layer =
    class_def<Softmax>("Softmax", "Exponentials scaled to sum to one.");

LayerRef layers::Softmax(SoftmaxOptions options) {
  return std::make_shared<cornu::Softmax>(std::move(options));
}

}  // namespace cornu
