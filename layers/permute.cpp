#include "layers/permute.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Permute final : public Layer<layers::PermuteOptions> {
 public:
  explicit Permute(layers::PermuteOptions options = {}) : Layer(std::move(options)) {
    std::vector<int64_t> sorted = config().dims;
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < sorted.size(); ++i)
      if (sorted[i] != static_cast<int64_t>(i) + 1)
        fail<ValueError>("Permute: dims must hold each of 1 to ", sorted.size(), " once, not ",
                         Shape(config().dims), ".");
  }
  void build(const Shape& input) override {
    const auto axes = static_cast<int64_t>(config().dims.size()) + 1;
    if (input.ndim() != axes)
      fail<ShapeError>("dims ", Shape(config().dims), " are for inputs with ", axes,
                       " axes: it is ", input, ".");
  }
  Tensor call(const Tensor& x, const CallContext&) override {
    std::vector<int64_t> axes = {0};
    axes.insert(axes.end(), config().dims.begin(), config().dims.end());
    return ops::transpose(x, {.axes = axes});
  }
};

}  // namespace

constinit const ClassDef permute_layer =
    class_def<Permute>("Permute", "The axes behind the batch's in another order.");

LayerRef layers::Permute(const std::vector<int64_t>& dims, PermuteOptions options) {
  options.dims = dims;
  return std::make_shared<cornu::Permute>(std::move(options));
}

}  // namespace cornu
