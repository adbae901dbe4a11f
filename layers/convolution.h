#pragma once

#include <string_view>
#include <utility>

#include "framework/base/error.h"
#include "framework/nn/layer_ref.h"
#include "layers/channels.h"

namespace cornu {

/// Base of convolution layers, whose options are a C: windows, a bias, an activation, and images
/// whose channels stand last or first.
template <class C>
class ConvolutionLayer : public Layer<C> {
 protected:
  using Layer<C>::Layer;

  /// Options with sizes for each axis, as Keras writes them; ValueError where there are too many.
  static C with_windows(C options, std::string_view layer) {
    for (const auto& [sizes, argument] : {std::pair{&options.kernel_size, "kernel_size"},
                                          {&options.strides, "strides"},
                                          {&options.dilation_rate, "dilation_rate"}})
      *sizes = Sizes(sizes->expanded(layer, argument, 2));
    return options;
  }
  static void check_at_least_one(std::string_view layer, std::string_view argument, int64_t value) {
    if (value < 1) fail<ValueError>(layer, ": ", argument, " must be at least 1, not ", value, ".");
  }

  int64_t channels_of(const Shape& input) const {
    return image_channels(input, this->config().data_format);
  }
  /// The window's sizes, then the channels that a kernel has besides.
  Shape kernel_shape(int64_t first, int64_t second) const {
    return Shape(this->config().kernel_size.given()) + Shape{first, second};
  }
  void add_bias(int64_t channels) {
    const C& own = this->config();
    if (own.use_bias)
      bias_ = this->add_weight("bias", {channels},
                               {.initializer = own.bias_initializer,
                                .regularizer = own.bias_regularizer,
                                .constraint = own.bias_constraint});
  }
  /// The activation of `convolve(x) + bias`, computed with the channels last.
  template <class F>
  Tensor finish(const Tensor& x, const F& convolve) const {
    return with_channels_last(x, this->config().data_format, [&](const Tensor& last) {
      const Tensor y = convolve(last);
      return this->config().activation(bias_.defined() ? y + bias_ : y);
    });
  }

 private:
  Variable bias_;
};

}  // namespace cornu
