#pragma once

#include <utility>

#include "framework/ops/spatial.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// [batch, channels, spatial…] → [batch, spatial…, channels], and back.
Tensor channels_to_last(const Tensor& x);
Tensor channels_to_first(const Tensor& x);

/// `f` of x with its channels last; the result has them where `format` says.
template <class F>
Tensor with_channels_last(const Tensor& x, DataFormat format, F&& f) {
  if (format == DataFormat::channels_last) return std::forward<F>(f)(x);
  return channels_to_first(std::forward<F>(f)(channels_to_last(x)));
}

}  // namespace cornu
