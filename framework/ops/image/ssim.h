#pragma once

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct SsimOptions {
  double max_val = 1;
  int64_t filter_size = 11;
  double filter_sigma = 1.5;
  double k1 = 0.01;
  double k2 = 0.03;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("max_val", config.max_val, "The largest value of a pixel.");
    field("filter_size", config.filter_size, "Pixels along a side of the Gaussian window.");
    field("filter_sigma", config.filter_sigma, "The window's standard deviation.");
    field("k1", config.k1, "Keeps quotients of means stable.");
    field("k2", config.k2, "Keeps quotients of variances stable.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// How alike two images are to the eye (structural similarity, Wang et al. 2004), from -1 to 1, of
/// equal ones; of two batches one number for each pair.
Tensor ssim(const Operand& image1, const Operand& image2, const SsimOptions& options = {});

}  // namespace ops::image

}  // namespace cornu
